import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { codex } from '../../src/formats/codex.ts'
import { FORMATS } from '../../src/formats/index.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { reportOn } from './reporting.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-values-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A line of a thread after so many calls, of 100 + 10 tokens each. */
function totalAfter(calls: number): string {
  const usage = (times: number) => ({ input_tokens: 100 * times, output_tokens: 10 * times, total_tokens: 110 * times })
  return JSON.stringify({
    timestamp: new Date(Date.UTC(2026, 2, 1, 10, calls)).toISOString(),
    type: 'event_msg',
    payload: { type: 'token_count', info: { total_token_usage: usage(calls), last_token_usage: usage(1) } },
  })
}

describe.skipIf(Kernel.load() === null)('running totals of one thread', () => {
  it('are told to their reader as values, and count as entries do: 50 calls, 5000 in, 500 out', async () => {
    const [push, pushValues] = [vi.fn(), vi.fn()]
    const open = codex.open.bind(codex)
    const opened = vi.spyOn(codex, 'open').mockImplementation((file) => {
      const reader = open(file)
      return {
        ...reader,
        push: (entry, sink) => [push(), reader.push(entry, sink)],
        pushValues: (entry, values, sink) => [pushValues(), reader.pushValues!(entry, values, sink)],
      }
    })
    const meta = '{"type":"session_meta","payload":{"id":"t1"}}'
    const lines = Array.from({ length: 50 }, (_, nth) => totalAfter(nth + 1))
    writeFileSync(join(folder, 'log.jsonl'), [meta, ...lines].join('\n'))
    const report = await reportOn(folder, ['log.jsonl'])
    opened.mockRestore()
    expect([report.call_count, report.total_input_tokens, report.total_output_tokens]).toEqual([50, 5000, 500])
    expect(push.mock.calls.length).toBeLessThan(5)
    expect(push.mock.calls.length + pushValues.mock.calls.length).toBe(51)
  })
})

describe('a format that is read `byValue`', () => {
  it('names in it only what varies, and its readers take values', () => {
    const formats = FORMATS.filter(({ recurs }) => recurs?.byValue !== undefined)
    expect(formats).not.toEqual([])
    for (const { recurs, open } of formats) {
      const { texts, numbers } = recurs!.byValue!
      expect(recurs!.varies).toEqual(expect.arrayContaining([...texts, ...numbers]))
      expect(open({ name: 'log.jsonl', sibling: () => null }).pushValues).toBeTypeOf('function')
    }
  })
})
