import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reportOn } from './reporting.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-alike-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Around the edges of what decides a price: long prompts, cut prices, hours, missing times, models without a price. */
const call = fc.record({
  model: fc.constantFrom('claude-sonnet-4-5', 'o3', 'deepseek-chat', 'gpt-4o', 'acme-1', null),
  timestamp: fc.constantFrom(
    null,
    '2025-06-09T23:59:59.999Z',
    '2025-06-10T00:00:00Z',
    '2026-09-14T02:00:00Z',
    '2027-01-01',
  ),
  input: fc.constantFrom(0, 1, 200_000, 200_001, 4_000_000_000),
  read: fc.constantFrom(null, 0, 7, 300_000),
  written: fc.constantFrom(null, 0, 5),
  output: fc.constantFrom(0, 3, 90),
  mode: fc.constantFrom(null, 'batch', 'ultrafast'),
  id: fc.option(fc.nat(9)),
  fees: fc.option(fc.constant({ web_search: '2' }), { freq: 6 }),
})

const defaultModel = fc.constantFrom(null, null, 'claude-sonnet-4-5', 'o3')

type LoggedCall = typeof call extends fc.Arbitrary<infer Value> ? Value : never

function lineOf({ model, timestamp, input, read, written, output, mode, id, fees }: LoggedCall): string {
  const usage = {
    ...{ input_tokens: input, output_tokens: output },
    ...(read !== null && { cache_read_input_tokens: read }),
    ...(written !== null && { cache_creation_input_tokens: written }),
  }
  const entry = {
    v: 1,
    provider: model?.startsWith('claude') ? 'anthropic' : null,
    model,
    timestamp,
    usage,
    mode,
    fees,
  }
  const stated = Object.entries({ ...entry, id: id === null ? null : `call-${id}` }).filter(
    ([, value]) => value !== null,
  )
  return JSON.stringify(Object.fromEntries(stated))
}

/** Without what only a report with keys has. */
function textOf({ input, ...report }: TokenUsageReport): string {
  const by_file = input.by_file.map((file) => ({ ...file, sha256: null }))
  const keys = { calls: null, left_out_calls: null, call_tables: null }
  const bare = { ...report, input: { ...input, by_file }, ...keys }
  return renderJson(bare, { width: null, color: false, lang: 'en' })
}

describe('calls that are added up before they are priced', () => {
  it('make the report that they make one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 40 }), defaultModel, async (calls, defaultModel) => {
        writeFileSync(join(folder, 'log.jsonl'), calls.map(lineOf).join('\n'))
        const groupBy = ['model', 'provider', 'tier', 'format']
        const together = await reportOn(folder, ['log.jsonl'], { groupBy, defaultModel })
        // A report that lists its calls has added them one by one.
        const apart = await reportOn(folder, ['log.jsonl'], { groupBy, defaultModel, withKeys: true })
        expect(textOf(together)).toBe(textOf(apart))
      }),
      { numRuns: 200 },
    )
  })
})
