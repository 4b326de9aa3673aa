import { describe, expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

describe('codex-exec', () => {
  it('takes the last running total of a thread: turns are no calls', () => {
    expect(rows('codex-exec/running-total.jsonl')).toEqual([
      { model: null, in: 36197, read: 20000, out: 410, calls: null },
    ])
    expect(reading('codex-exec/running-total.jsonl').folded).toBe(1)
  })

  it('counts a thread once over the outputs of its resumed runs, in both orders', () => {
    const total = [{ model: null, in: 54341, read: 38000, out: 600, calls: null }]
    expect(rows('codex-exec/running-total.jsonl', 'codex-exec/resumed-thread.jsonl')).toEqual(total)
    expect(rows('codex-exec/resumed-thread.jsonl', 'codex-exec/running-total.jsonl')).toEqual(total)
  })

  it('keeps the threads of one file apart', () => {
    expect(rows('codex-exec/two-threads.jsonl')).toEqual([
      { model: null, in: 250, out: 25, calls: null },
      { model: null, in: 70, out: 7, calls: null },
    ])
  })

  it('takes the last total where no thread is named', () => {
    expect(rows('codex-exec/without-thread.jsonl')).toEqual([{ model: null, in: 30, out: 15, calls: null }])
  })

  it('adds what came before a counter that began again', () => {
    expect(rows('codex-exec/counter-begins-again.jsonl')).toEqual([
      { model: null, in: 100, out: 10, calls: null },
      { model: null, in: 40, out: 4, calls: null },
    ])
  })
})
