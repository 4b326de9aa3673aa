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

/** A line with these counts of a thread, and of its last call, in a minute of an hour. */
function line(minute: number, total: object, last: object | null): string {
  return JSON.stringify({
    timestamp: new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString(),
    type: 'event_msg',
    payload: { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } },
  })
}

/** A line of a thread after so many calls, of 100 + 10 tokens each. */
function totalAfter(calls: number): string {
  const usage = (times: number) => ({ input_tokens: 100 * times, output_tokens: 10 * times, total_tokens: 110 * times })
  return line(calls, usage(calls), usage(1))
}

/** The same, with every count that there is, each of its own. */
function fullTotalAfter(calls: number): string {
  const usage = (times: number) => ({
    ...{ input_tokens: 100 * times, cached_input_tokens: 30 * times, cache_write_input_tokens: 7 * times },
    ...{ output_tokens: 10 * times, reasoning_output_tokens: 3 * times, total_tokens: 110 * times },
  })
  return line(calls, usage(calls), usage(1))
}

const META = '{"type":"session_meta","payload":{"id":"t1"}}'

/** The report of these lines, the times of entries that the reader was shown, and how many it took as rows. */
async function told(lines: readonly string[], plain = false) {
  const shown: unknown[] = []
  let taken = 0
  const open = codex.open.bind(codex)
  const opened = vi.spyOn(codex, 'open').mockImplementation((file) => {
    const reader = open(file)
    return {
      ...reader,
      push: (entry, sink) => [shown.push(entry['timestamp']), reader.push(entry, sink)],
      pushRows: (entry, rows, sink) => {
        const took = reader.pushRows!(entry, rows, sink)
        taken += took
        return took
      },
    }
  })
  writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'))
  const report = await reportOn(folder, ['log.jsonl'], { plain, groupBy: ['session', 'model'] })
  opened.mockRestore()
  return { report, shown, taken }
}

describe.skipIf(Kernel.load() === null)('running totals of one thread', () => {
  it('are told to their reader as rows, and count as entries do: 50 calls, 5000 in, 500 out', async () => {
    const lines = Array.from({ length: 50 }, (_, nth) => totalAfter(nth + 1))
    const { report, shown, taken } = await told([META, ...lines])
    expect([report.call_count, report.total_input_tokens, report.total_output_tokens]).toEqual([50, 5000, 500])
    expect(shown.length).toBeLessThan(5)
    expect(shown.length + taken).toBe(51)
  })

  it('have all their counts in their places: 20 calls of 100 in, 30 read, 7 written, 10 out, 3 of them reasoning', async () => {
    const lines = Array.from({ length: 20 }, (_, nth) => fullTotalAfter(nth + 1))
    const { report, taken } = await told([META, ...lines])
    expect(taken).toBeGreaterThan(15)
    expect(report.groups).toMatchObject([
      {
        ...{ call_count: 20, input_tokens: 2000, cache_read_tokens: 600, cache_write_tokens: 140 },
        ...{ output_tokens: 200, reasoning_tokens: 60 },
      },
    ])
  })

  const usage = (input: number, output: number, cached = 0) => ({
    ...{ input_tokens: input, cached_input_tokens: cached, cache_write_input_tokens: 0 },
    ...{ output_tokens: output, reasoning_output_tokens: 0, total_tokens: input + output },
  })
  it.each([
    ['a count is larger than a row holds', line(11, usage(2 ** 33, 200), usage(2 ** 33, 10))],
    ['it has more cached tokens than input', line(11, usage(2000, 200, 3000), usage(1000, 100, 2700))],
    ['its time is written in another way', fullTotalAfter(11).replace('Z"', '+00:00"')],
    ['it is malformed', line(11, usage(2000, -1), usage(100, -1))],
  ])('are shown where %s, and the others are not', async (_, odd) => {
    const usual = (from: number) => Array.from({ length: 10 }, (_, nth) => fullTotalAfter(from + nth))
    const lines = [META, ...usual(1), odd, ...usual(12)]
    const { report, shown, taken } = await told(lines)
    expect(shown).toContain(JSON.parse(odd).timestamp)
    expect(taken).toBeGreaterThan(12)
    expect(report).toEqual((await told(lines, true)).report)
  })

  it('are shown while they may be a copy, and beside records of usage', async () => {
    const copied = META.replace('}}', ',"forked_from_id":"t0","timestamp":"2026-03-01T10:00:00Z"}}')
    const fork = copied.replace('{"type"', '{"timestamp":"2026-03-01T10:00:00Z","type"')
    const record = JSON.stringify({
      ...{ timestamp: '2026-03-01T10:00:30.000Z', type: 'token_usage_record' },
      payload: { thread_id: 't1', response_id: 'r1', usage: usage(100, 10) },
    })
    const lines = Array.from({ length: 20 }, (_, nth) => totalAfter(nth + 1))
    for (const first of [[fork], [META, record]]) {
      const { report, taken } = await told([...first, ...lines])
      expect(taken).toBe(0)
      expect(report).toEqual((await told([...first, ...lines], true)).report)
    }
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
