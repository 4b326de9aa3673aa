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
  it('are told to their reader as rows, and count as entries do: 50 calls, 5000 in, 500 out', async () => {
    const push = vi.fn()
    let taken = 0
    const open = codex.open.bind(codex)
    const opened = vi.spyOn(codex, 'open').mockImplementation((file) => {
      const reader = open(file)
      return {
        ...reader,
        push: (entry, sink) => [push(), reader.push(entry, sink)],
        pushRows: (entry, rows, sink) => {
          const took = reader.pushRows!(entry, rows, sink)
          taken += took
          return took
        },
      }
    })
    const meta = '{"type":"session_meta","payload":{"id":"t1"}}'
    const lines = Array.from({ length: 50 }, (_, nth) => totalAfter(nth + 1))
    writeFileSync(join(folder, 'log.jsonl'), [meta, ...lines].join('\n'))
    const report = await reportOn(folder, ['log.jsonl'])
    opened.mockRestore()
    expect([report.call_count, report.total_input_tokens, report.total_output_tokens]).toEqual([50, 5000, 500])
    expect(push.mock.calls.length).toBeLessThan(5)
    expect(push.mock.calls.length + taken).toBe(51)
  })
})

describe('a format that is read `byValue`', () => {
  it('names in it only what varies, and its readers take rows', () => {
    const formats = FORMATS.filter(({ recurs }) => recurs?.byValue !== undefined)
    expect(formats).not.toEqual([])
    for (const { recurs, open } of formats) {
      const { time, numbers } = recurs!.byValue!
      expect(recurs!.varies).toEqual(expect.arrayContaining([time, ...numbers]))
      expect(open({ name: 'log.jsonl', sibling: () => null }).pushRows).toBeTypeOf('function')
    }
  })
})
