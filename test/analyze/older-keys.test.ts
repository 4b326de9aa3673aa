import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import type { Filter } from '../../src/tracker/filter.ts'
import { claudeLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { olderJson } from './older-report.ts'
import { selfContainedLines } from './random-logs.ts'
import { reportOn } from './reporting.ts'

const KEYED = { withKeys: true }
const FILTERS = fc.constantFrom<Filter | null>(
  null,
  { since: Date.UTC(2026, 2, 1, 5), until: Date.UTC(2026, 2, 1, 9), conditions: [] },
  { since: null, until: null, conditions: [{ by: 'model', patterns: ['claude*'] }] },
)

function withoutOverlap(report: TokenUsageReport): TokenUsageReport {
  return { ...report, warnings: report.warnings.filter(({ code }) => code !== 'overlap') }
}

describe('reports whose rows of calls do not say all that they state', () => {
  test('add up, beside others too, where calls have no attributes of their own and no total sums them', {
    timeout: 120_000,
  }, async () => {
    const parent = folderWith()
    let count = 0
    const split = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(selfContainedLines, { minLength: 3, maxLength: 3 }),
        ...([split, fc.constantFrom(null, ['session'], ['file']), FILTERS, fc.boolean()] as const),
        async (logs, shards, groupBy, filter, isMixed) => {
          const cwd = join(parent, String(count++))
          mkdirSync(cwd)
          for (const [index, lines] of logs.entries()) writeFileSync(join(cwd, `${index}.jsonl`), lines.join(''))
          const named = (files: readonly number[]) => [...new Set(files)].sort().map((file) => `${file}.jsonl`)
          for (const [index, files] of shards.entries()) {
            const report = await reportOn(cwd, named(files), { groupBy, filter, ...KEYED })
            const json = renderJson(report, { width: null, color: false, lang: 'en' })
            writeFileSync(join(cwd, `cost-${index}.json`), isMixed && index === 0 ? json : olderJson(report))
          }
          const saved = shards.map((_, index) => `cost-${index}.json`)
          const added = withoutOverlap(await reportOn(cwd, saved, KEYED))
          const one = withoutOverlap(await reportOn(cwd, named(shards.flat()), { groupBy, filter, ...KEYED }))
          expect(olderJson(added)).toBe(olderJson(one))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('do not count a copy whose winning copy another shard filtered out', async () => {
    const [kept, lost] = [claudeLine('1', { output_tokens: 1 }), claudeLine('1', { output_tokens: 9 }, 'other-model')]
    const cwd = folderWith({ 'a.jsonl': kept + claudeLine('2'), 'b.jsonl': lost })
    const filter = { since: null, until: null, conditions: [{ by: 'model', patterns: ['claude*'] }] }
    for (const name of ['a', 'b'])
      writeFileSync(join(cwd, `${name}.json`), olderJson(await reportOn(cwd, [`${name}.jsonl`], { filter, ...KEYED })))
    const { call_count, filter: applied, call_tables } = await reportOn(cwd, ['a.json', 'b.json'], KEYED)
    expect([call_count, applied.left_out.call_count, call_tables]).toEqual([1, 1, null])
  })

  test('do not count a call that a log given beside them has too', async () => {
    const cwd = folderWith({
      'a.jsonl': claudeLine('1') + claudeLine('2'),
      'b.jsonl': claudeLine('2') + claudeLine('3'),
    })
    writeFileSync(join(cwd, 'b.json'), olderJson(await reportOn(cwd, ['b.jsonl'], KEYED)))
    const { call_count, input } = await reportOn(cwd, ['a.jsonl', 'b.json'])
    expect([call_count, input.records, input.duplicates, input.calls_folded]).toEqual([3, 3, 1, 1])
  })

  test('of two months of the same logs have each call that one of them has', async () => {
    const cwd = folderWith({ 'log.jsonl': claudeLine('1') + claudeLine('2').replace('03-01', '04-01') })
    const april = Date.UTC(2026, 3, 1)
    const months = { march: { since: null, until: april - 1 }, april: { since: april, until: null } }
    for (const [name, month] of Object.entries(months)) {
      const report = await reportOn(cwd, ['log.jsonl'], { filter: { ...month, conditions: [] }, ...KEYED })
      writeFileSync(join(cwd, `${name}.json`), olderJson(report))
    }
    const { call_count, filter } = await reportOn(cwd, ['march.json', 'april.json'])
    expect([call_count, filter.left_out.call_count]).toEqual([2, 0])
  })
})
