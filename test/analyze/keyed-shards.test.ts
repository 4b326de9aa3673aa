import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import type { Filter } from '../../src/tracker/filter.ts'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { olderJson } from './older-report.ts'
import { selfContainedLines } from './random-logs.ts'
import { reportOn } from './reporting.ts'

const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })
const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allErrors: true }).compile(schema)
const GROUPINGS = fc.constantFrom(null, ['session'], ['model', 'format'], ['file'])
const FILTERS = fc.constantFrom<Filter | null>(
  null,
  { since: Date.UTC(2026, 2, 1, 5), until: Date.UTC(2026, 2, 1, 9), conditions: [] },
  { since: null, until: null, conditions: [{ by: 'model', patterns: ['claude*'] }] },
)
const KEYED = { withKeys: true }

/** Without the one warning that only shards can have: that two of them read the same file. */
function asOneRun(report: TokenUsageReport): string {
  return json({ ...report, warnings: report.warnings.filter(({ code }) => code !== 'overlap') })
}

describe('reports with keys', () => {
  test('of shards that share files, contents and calls add up to the report over all logs, byte for byte', {
    timeout: 180_000,
  }, async () => {
    const parent = folderWith()
    let count = 0
    const shards = fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(selfContainedLines, { minLength: 4, maxLength: 4 }),
        shards,
        GROUPINGS,
        FILTERS,
        fc.boolean(),
        async (logs, split, groupBy, filter, isRepeated) => {
          const cwd = join(parent, String(count++))
          mkdirSync(cwd)
          const contents = isRepeated ? [...logs.slice(0, 3), logs[0]!] : logs
          for (const [index, lines] of contents.entries()) writeFileSync(join(cwd, `${index}.jsonl`), lines.join(''))
          const saved: string[] = []
          for (const [index, files] of split.entries()) {
            const inputs = [...new Set(files)].map((file) => `${file}.jsonl`)
            writeFileSync(
              join(cwd, `cost-${index}.json`),
              json(await reportOn(cwd, inputs, { groupBy, filter, ...KEYED })),
            )
            saved.push(`cost-${index}.json`)
          }
          const all = [...new Set(split.flat())].sort().map((file) => `${file}.jsonl`)
          const one = await reportOn(cwd, all, { groupBy, filter, ...KEYED })
          const merged = await reportOn(cwd, saved, KEYED)
          expect(asOneRun(merged)).toBe(asOneRun(one))
          const unkeyed = await reportOn(cwd, all, { groupBy, filter })
          expect(asOneRun(await reportOn(cwd, saved))).toBe(asOneRun(unkeyed))
        },
      ),
      { numRuns: 40 },
    )
  })

  test('count a call once that two machines logged, in files of different names', async () => {
    const cwd = folderWith({
      'a.jsonl': claudeLine('1') + claudeLine('2'),
      'b.jsonl': claudeLine('2') + claudeLine('3'),
    })
    for (const name of ['a', 'b'])
      writeFileSync(join(cwd, `${name}.json`), json(await reportOn(cwd, [`${name}.jsonl`], KEYED)))
    const both = await reportOn(cwd, ['a.json', 'b.json'], KEYED)
    expect(validate(JSON.parse(json(both))) || validate.errors).toBe(true)
    expect(both.call_count).toBe(3)
    expect(both.input).toMatchObject({ lines: 4, records: 3, duplicates: 1, calls_found: 4, calls_folded: 1 })
    // Three times 450 per million.
    expect(both.total_cost_usd.toString()).toBe('0.00135')
  })

  test('keep the price of each call where a model is called by a number, which an object lists first', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1', {}, '7') + claudeLine('2') + openaiLine() })
    const one = await reportOn(cwd, ['a.jsonl'], KEYED)
    writeFileSync(join(cwd, 'a.json'), json(one))
    const added = await reportOn(cwd, ['a.json'], KEYED)
    expect(added.unpriced_models).toEqual(['7'])
    expect(json(added)).toBe(json(one))
    writeFileSync(join(cwd, 'a.json'), olderJson(one))
    expect((await reportOn(cwd, ['a.json'])).unpriced_models).toEqual(['7'])
  })

  test('count a call once that a log given beside them has too, and say which log they have read', async () => {
    const cwd = folderWith({
      'a.jsonl': claudeLine('1') + claudeLine('2'),
      'b.jsonl': claudeLine('2') + claudeLine('3'),
      'c.jsonl': openaiLine(),
    })
    writeFileSync(join(cwd, 'bc.json'), json(await reportOn(cwd, ['b.jsonl', 'c.jsonl'], KEYED)))
    const both = await reportOn(cwd, ['a.jsonl', 'c.jsonl', 'bc.json'])
    expect([both.call_count, both.calls]).toEqual([4, null])
    expect(both.input).toMatchObject({ files: 3, lines: 5, records: 4, duplicates: 1, calls_found: 5, calls_folded: 1 })
    // Three times 450 per million.
    expect(both.groups.find(({ keys }) => keys.model !== 'gpt-4o')?.cost_usd?.toString()).toBe('0.00135')
    expect(both.warnings).toEqual([
      { code: 'overlap', message: 'c.jsonl is in the logs given and in bc.json; it counts once' },
    ])
  })

  test('warn of equal content in two shards, and count what has no id once, as one run does', async () => {
    const cwd = folderWith({
      'a/run.jsonl': openaiLine({}, 7),
      'b/run.jsonl': openaiLine({}, 7),
      'c/run.jsonl': openaiLine({}, 8),
    })
    const saved = ['a', 'b', 'c'].map((name) => `${name}.json`)
    for (const name of ['a', 'b', 'c'])
      writeFileSync(join(cwd, `${name}.json`), json(await reportOn(cwd, [`${name}/run.jsonl`], KEYED)))
    const merged = await reportOn(cwd, saved, KEYED)
    expect([merged.call_count, merged.input.duplicates]).toEqual([2, 1])
    expect(merged.warnings.filter(({ code }) => code === 'duplicate_file')).toEqual([
      { code: 'duplicate_file', message: 'b/run.jsonl has the same content as a/run.jsonl; its calls count once' },
    ])
    expect(json(merged)).toBe(json(await reportOn(cwd, ['a', 'b', 'c'], KEYED)))
    writeFileSync(join(cwd, 'ab.json'), json(await reportOn(cwd, ['a.json', 'b.json'], KEYED)))
    expect(json(await reportOn(cwd, ['c.json', 'ab.json'], KEYED))).toBe(json(merged))
  })

  test('do not count a copy whose winning copy another shard filtered out', async () => {
    const [kept, lost] = [claudeLine('1', { output_tokens: 1 }), claudeLine('1', { output_tokens: 9 }, 'other-model')]
    const cwd = folderWith({ 'a.jsonl': kept + claudeLine('2'), 'b.jsonl': lost })
    const filter = { since: null, until: null, conditions: [{ by: 'model', patterns: ['claude*'] }] }
    for (const name of ['a', 'b'])
      writeFileSync(join(cwd, `${name}.json`), json(await reportOn(cwd, [`${name}.jsonl`], { filter, ...KEYED })))
    const merged = await reportOn(cwd, ['a.json', 'b.json'], KEYED)
    expect([merged.call_count, merged.filter.left_out.call_count]).toEqual([1, 1])
    expect(validate(JSON.parse(json(merged))) || validate.errors).toBe(true)
    expect(json(merged)).toBe(json(await reportOn(cwd, ['a.jsonl', 'b.jsonl'], { filter, ...KEYED })))
  })

  test('whose rows name places that are not there are malformed, no crash', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1') })
    const saved = JSON.parse(json(await reportOn(cwd, ['a.jsonl'], KEYED)))
    const rare = { modalities: {}, total: null, stated: null, donors: [[9, null]] }
    const wrong = [
      ...[1, 2, 3, 4, 15, 16, 17].map((place) => ({ calls: [saved.calls[0].with(place, 9)] })),
      { calls: [saved.calls[0].with(18, rare)] },
      ...[[[9]], [[]]].map((view_sets) => ({ call_tables: { ...saved.call_tables, view_sets } })),
    ]
    for (const more of wrong) {
      writeFileSync(join(cwd, 'x.json'), JSON.stringify({ ...saved, ...more }))
      const { warnings, cost_complete } = await reportOn(cwd, ['x.json'], KEYED)
      expect([warnings[0]?.message, cost_complete]).toEqual([
        'x.json is not a report of tokencost: calls names a place that is not there',
        false,
      ])
    }
  })

  test('whose times are none, or whose rows are fewer or others than counted, are malformed, no crash', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1') + claudeLine('2'), 'b.jsonl': claudeLine('3', {}, 'other') })
    const filter = { since: null, until: null, conditions: [{ by: 'model', patterns: ['claude*'] }] }
    const saved = JSON.parse(json(await reportOn(cwd, ['a.jsonl', 'b.jsonl'], { filter, ...KEYED })))
    const [first, second] = saved.calls
    const sums = 'calls does not add up to its totals'
    for (const [more, problem] of [
      [{ calls: [first] }, sums],
      [{ calls: [first, second.with(8, [9, 9, null, null, null, null])] }, sums],
      [{ left_out_calls: [] }, sums],
      [{ calls: [first.with(7, -8.64e15 - 1), second] }, 'calls[0][7] is no time'],
      [{ calls: [first, second.with(13, 1e300)] }, 'calls[1][13] is no number of milliseconds'],
    ] as const) {
      writeFileSync(join(cwd, 'x.json'), JSON.stringify({ ...saved, ...more }))
      const { warnings, cost_complete, call_count } = await reportOn(cwd, ['x.json', 'b.jsonl'], KEYED)
      expect([warnings[0]?.message, cost_complete]).toEqual([`x.json is not a report of tokencost: ${problem}`, false])
      expect(call_count).toBe(1)
    }
  })

  test('that were made with a filter, zone or label that is none are malformed, no crash', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1') })
    const saved = JSON.parse(json(await reportOn(cwd, ['a.jsonl'], KEYED)))
    const [view] = saved.call_tables.views
    const given = { since: null, until: null, conditions: {} }
    for (const wrong of [
      { filter: { ...given, conditions: { nothing: ['x'] } } },
      { filter: { ...given, since: 'yesterday' } },
      { timezone: 'Mars/Olympus' },
      { labels: { fixed: {}, paths: ['{a}/{a}'] } },
    ]) {
      const call_tables = { ...saved.call_tables, views: [{ ...view, ...wrong }] }
      writeFileSync(join(cwd, 'x.json'), JSON.stringify({ ...saved, call_tables }))
      const { warnings, cost_complete } = await reportOn(cwd, ['x.json'], KEYED)
      expect([warnings[0]?.code, cost_complete]).toEqual(['malformed', false])
      expect(warnings[0]?.message).toContain('call_tables.views[0] cannot be used')
    }
  })

  test('say which file two of them read', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1'), 'b.jsonl': openaiLine(), 'c.jsonl': claudeLine('3') })
    writeFileSync(join(cwd, 'x.json'), json(await reportOn(cwd, ['a.jsonl', 'b.jsonl'], KEYED)))
    writeFileSync(join(cwd, 'y.json'), json(await reportOn(cwd, ['b.jsonl', 'c.jsonl'], KEYED)))
    const { call_count, warnings, input } = await reportOn(cwd, ['x.json', 'y.json'])
    expect([call_count, input.files]).toEqual([3, 3])
    expect(warnings).toEqual([{ code: 'overlap', message: 'b.jsonl is in y.json and in x.json; it counts once' }])
  })

  test('do not take two machines for one because their files have the same name and size', async () => {
    const [here, there] = [folderWith({ 'run.jsonl': claudeLine('1') }), folderWith({ 'run.jsonl': claudeLine('2') })]
    const cwd = folderWith()
    writeFileSync(join(cwd, 'x.json'), json(await reportOn(here, ['run.jsonl'], KEYED)))
    writeFileSync(join(cwd, 'y.json'), json(await reportOn(there, ['run.jsonl'], KEYED)))
    expect((await reportOn(cwd, ['x.json', 'y.json'])).call_count).toBe(2)
    const { call_count, warnings } = await reportOn(cwd, ['x.json', 'y.json'], KEYED)
    expect([call_count, warnings]).toEqual([2, []])
    // Added up in two steps each call stays with its file, so that its copy in z is a duplicate there and there alone.
    writeFileSync(join(cwd, 'xy.json'), json(await reportOn(cwd, ['x.json', 'y.json'], KEYED)))
    const third = folderWith({ 'a.jsonl': claudeLine('1', { output_tokens: 11 }) })
    writeFileSync(join(cwd, 'z.json'), json(await reportOn(third, ['a.jsonl'], KEYED)))
    const { input } = await reportOn(cwd, ['xy.json', 'z.json'], KEYED)
    expect(input.by_file.map(({ name, records, duplicates }) => [name, records, duplicates])).toEqual([
      ['a.jsonl', 1, 0],
      ['run.jsonl', 0, 1],
      ['run.jsonl', 1, 0],
    ])
  })

  test('beside one without them add up, but list no calls, and say why', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1'), 'b.jsonl': claudeLine('2') })
    writeFileSync(join(cwd, 'a.json'), json(await reportOn(cwd, ['a.jsonl'], KEYED)))
    writeFileSync(join(cwd, 'b.json'), json(await reportOn(cwd, ['b.jsonl'])))
    const both = await reportOn(cwd, ['a.json', 'b.json'], KEYED)
    expect([both.call_count, both.calls]).toEqual([2, null])
    expect(both.warnings.map(({ code }) => code)).toEqual(['no_keys'])
  })

  test('hold hashes, no names of calls', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('secret-id') })
    expect(json(await reportOn(cwd, ['a.jsonl'], KEYED))).not.toContain('secret-id')
  })
})
