import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import { renderJson } from '../../src/render/json.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { reportOn } from '../analyze/reporting.ts'
import { claudeLine } from '../cli/entry.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-known-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The report with every call in it: identity, time, counts. */
async function listed(how: Partial<AnalyzeOptions>): Promise<string> {
  const options = { ...how, withKeys: true, groupBy: ['session', 'project', 'hour', 'model'] }
  return renderJson(await reportOn(folder, ['log.jsonl'], options), { width: null, color: false, lang: 'en' })
}

async function sameOnBothPaths(lines: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'log.jsonl'), lines.join(''))
  const whole = await listed({ plain: true, observer: { read() {}, rejected() {} } })
  expect(await listed({})).toBe(whole)
  expect(await listed({ plain: true })).toBe(whole)
}

/** The line with some bytes of it replaced by others. */
function altered(line: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((text, [from, to]) => text.replace(from, () => to), line)
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const date = fc.oneof(
  fc
    .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  fc
    .constantFrom('2024-02-29', '2025-02-29', '2100-02-29', '2026-04-31', '2026-12-31', '2026-00-10', '2026-13-01')
    .map((day) => `${day}T23:59:59.999Z`),
  fc
    .tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2))
    .map(([y, m, d, h, min, s]) => `${y}-${m}-${d}T${h}:${min}:${s}Z`),
  fc.constantFrom(
    '2026-03-01T10:00:00Z',
    '2026-03-01T10:00:00.5Z',
    '2026-03-01T10:00:00+02:00',
    '2026-03-01 10:00:00.000Z',
    '',
  ),
)
const count = fc
  .oneof(fc.nat(), fc.constantFrom(0, 9_999_999, 10_000_000, 2 ** 32, 2 ** 50, 2 ** 50 + 2, 2 ** 53 - 1))
  .map(String)

describe.skipIf(Kernel.load() === null)('lines that the kernel knows, and the plain path by their shape', () => {
  it('have the time, the identity and the counts that they have when each is parsed', async () => {
    const line = fc.record({
      date,
      count,
      id: fc.stringMatching(/^[ -!#-[\]-~]{0,40}$/),
      odd: fc.constantFrom('', '01', '1.0', '-1', '1e2', '"7"'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
        const first = [0, 1, 2, 3].map((n) => claudeLine(`first-${n}`))
        const others = lines.map(({ date, count, id, odd }) =>
          altered(claudeLine('x'), [
            ['2026-03-01T10:00:00Z', date],
            ['"input_tokens":100', `"input_tokens":${odd === '' ? count : odd}`],
            ['msg_x', id],
          ]),
        )
        await sameOnBothPaths([...first, ...others])
      }),
      { numRuns: 300 },
    )
  })

  it('may have any text at any of their ends, cut and spelled in any way', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }).map((value) => JSON.stringify(value)),
      fc.stringMatching(/^(?:[a-z ]{0,70}(?:\\\\|\\"|\\n|\\u00e9|é|\\x|\t)?){0,6}$/).map((value) => `"${value}"`),
      fc.constantFrom(
        '[]',
        '{}',
        '[{"type":"text","text":"usage"}]',
        '[1,2,[3,{"a":"\\\\"}]]',
        '[1,]',
        '{"a"}',
        'nul',
        'true',
      ),
    )
    const line = fc.record({
      text,
      end: fc.constantFrom('', '', ' ', '}', ',"x":1'),
      eol: fc.constantFrom('\n', '\n', '\r\n', ' \n'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
        const first = [0, 1, 2, 3].map((n) => claudeLine(`first-${n}`))
        const others = lines.map(({ text, end, eol }, n) =>
          altered(claudeLine(`line-${n}`), [
            ['"content":[]', `"content":${text}`],
            ['}}}\n', `}}}${end}${eol}`],
          ]),
        )
        await sameOnBothPaths([...first, ...others])
      }),
      { numRuns: 300 },
    )
  })

  it('are known by the first line of a file, but not by one that says the version of a report', async () => {
    const line = (version: string, tool: string, id: string) =>
      altered(claudeLine(id), [['{', `{${version}"tool":{"name":"${tool}"},`]])
    const version = '"schema_version":1,'
    await sameOnBothPaths(['a', 'b', 'c'].map((id) => line('', 'tokencost', id)))
    await sameOnBothPaths([line(version, 'x', 'a'), line(version, 'tokencost', 'b'), line(version, 'x', 'c')])
    expect((await reportOn(folder, ['log.jsonl'])).total_input_tokens).toBe(200)
  })

  it('are not filled where of equal keys the last one has nothing to fill', async () => {
    const line = (n: number) =>
      `{"id":"chatcmpl-AbCdEfGhIjKl0${n}","object":"chat.completion","created":1772359200,"model":"gpt-4o",` +
      `"usage":{"prompt_tokens":12,"completion_tokens":${5 + n},"completion_tokens":null,` +
      `"prompt_tokens_details":${n},"prompt_tokens_details":{"cached_tokens":4}}}\n`
    const lines = [1, 2, 3, 4, 5, 6].map(line)
    await sameOnBothPaths(lines)
    const report = await reportOn(folder, ['log.jsonl'])
    expect([report.total_input_tokens, report.total_output_tokens]).toEqual([72, 0])
    expect(report.models_breakdown['gpt-4o']?.cache_read_tokens).toBe(24)
  })

  it('are no requests that say their messages twice: the last ones may hold usage', async () => {
    const answer = (n: number) =>
      `{"id":"chatcmpl-AbCdEfGhIjKl0${n}","object":"chat.completion","created":1772359200,"model":"gpt-4o",` +
      '"usage":{"prompt_tokens":12,"completion_tokens":5}}\n'
    const messages = '"messages":[{"role":"tool","usage":{"prompt_tokens":100,"completion_tokens":7}}]'
    const idle = `{"model":"gpt-4o",${messages},"messages":[]}\n`
    const telling = `{"model":"gpt-4o","messages":[],${messages}}\n`
    await sameOnBothPaths([answer(1), idle, answer(2), idle, answer(3), idle, telling])
    const report = await reportOn(folder, ['log.jsonl'])
    expect([report.total_input_tokens, report.total_output_tokens]).toEqual([136, 22])
  })
})
