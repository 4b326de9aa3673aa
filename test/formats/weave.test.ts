import { expect, it } from 'vitest'
import { reading, rows } from './fixture.ts'

const MODEL = 'gpt-4o-2024-08-06'

it('counts the innermost calls of Weave, not the sums around them', () => {
  expect(rows('weave/sums-around-calls.jsonl')).toEqual([
    { model: MODEL, in: 10, out: 4 },
    { model: MODEL, in: 20, out: 5 },
  ])
  expect(reading('weave/sums-around-calls.jsonl').folded).toBe(2)
})

it('takes the sum where the calls below are not in the file', () => {
  expect(rows('weave/outermost-calls-alone.jsonl')).toEqual([{ model: MODEL, in: 30, out: 9, calls: 2 }])
})
