import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import { renderJson } from '../../src/render/json.ts'
import type { CostSource } from '../../src/report/ledger.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import type { Filter } from '../../src/tracker/filter.ts'
import { folderWith } from '../cli/folder.ts'
import { runLogs, START } from './random-runs.ts'
import { reportOn } from './reporting.ts'

const HOUR = 3_600_000
const where = (by: string, ...patterns: string[]): Filter => ({
  ...{ since: null, until: null },
  conditions: [{ by, patterns }],
})
const FILTERS = fc.constantFrom<Filter | null>(
  ...[null, null, where('branch', 'main'), where('branch', '(none)'), where('project', '!/s-1')],
  ...[where('session', 's-1'), where('model', 'claude*'), where('label:team', 'blue'), where('agent', '(none)')],
  ...[where('day', '2026-03-13'), where('branch', 'no-such'), where('format', '*stream', 'otel*')],
  { since: START + 3 * HOUR, until: START + 6 * HOUR, conditions: [] },
)
const GROUPINGS = fc.constantFrom(
  ...[null, ['session'], ['branch', 'agent'], ['hour', 'model'], ['file', 'format'], ['label:team', 'project']],
)
const OPTIONS = fc.record({
  filter: FILTERS,
  cost: fc.constantFrom<CostSource>('computed', 'logged', 'auto'),
  defaultModel: fc.constantFrom(null, 'gpt-4o'),
  labels: fc.constantFrom({ fixed: {}, paths: [] }, { fixed: { team: 'blue' }, paths: [] }),
})
const SPLIT = fc.array(fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 })
const KEYED = { withKeys: true }

/** Without the one warning that only shards can have: that two of them read the same file. */
function json(report: TokenUsageReport): string {
  const warnings = report.warnings.filter(({ code }) => code !== 'overlap')
  return renderJson({ ...report, warnings }, { width: null, color: false, lang: 'en' })
}

async function saved(cwd: string, name: string, inputs: readonly string[], how: Partial<AnalyzeOptions>) {
  writeFileSync(join(cwd, name), json(await reportOn(cwd, inputs, { ...how, ...KEYED })))
  return name
}

/** Adds up some of the reports, then some of the sums, in an order that the chances decide. */
async function inSteps(cwd: string, reports: readonly string[], chances: Iterator<number>): Promise<readonly string[]> {
  const left = [...reports]
  const chance = (below: number) => chances.next().value % below
  const taken = () => left.splice(chance(left.length), 1)
  for (let step = 0; left.length > 1 && chance(3) > 0; step++)
    left.push(await saved(cwd, `step-${step}.json`, [...taken(), ...taken()], {}))
  return Array.from({ length: left.length }, taken).flat()
}

/** Makes folders with these files, one after another. */
function writer(): (logs: readonly string[]) => string {
  const parent = folderWith()
  let count = 0
  return (logs) => {
    const cwd = join(parent, String(count++))
    mkdirSync(cwd)
    for (const [index, log] of logs.entries()) writeFileSync(join(cwd, `${index}.jsonl`), log)
    return cwd
  }
}

const namesOf = (files: readonly number[], logs: readonly string[]) =>
  [...new Set(files.map((file) => `${file % logs.length}.jsonl`))].sort()

test('reports with keys of any shards add up to one run over all logs, in steps and in any order, byte for byte', {
  timeout: 300_000,
}, async () => {
  const write = writer()
  await fc.assert(
    fc.asyncProperty(
      ...([runLogs, SPLIT, GROUPINGS, OPTIONS, fc.infiniteStream(fc.nat())] as const),
      async (logs, split, groupBy, options, chances) => {
        const cwd = write(logs)
        const how = { groupBy, ...options }
        const reports: string[] = []
        for (const [index, files] of split.entries())
          reports.push(await saved(cwd, `cost-${index}.json`, namesOf(files, logs), how))
        const added = await inSteps(cwd, reports, chances)
        const all = namesOf(split.flat(), logs)
        expect(json(await reportOn(cwd, added, KEYED))).toBe(json(await reportOn(cwd, all, { ...how, ...KEYED })))
        expect(json(await reportOn(cwd, added))).toBe(json(await reportOn(cwd, all, how)))
      },
    ),
    { numRuns: 60 },
  )
})

test('reports that were made in different ways add up to the same in steps and in any order', {
  timeout: 300_000,
}, async () => {
  const write = writer()
  await fc.assert(
    fc.asyncProperty(
      ...([
        runLogs,
        SPLIT,
        GROUPINGS,
        fc.array(OPTIONS, { minLength: 4, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
      ] as const),
      async (logs, split, groupBy, options, chances) => {
        const cwd = write(logs)
        const reports: string[] = []
        for (const [index, files] of split.entries())
          reports.push(await saved(cwd, `cost-${index}.json`, namesOf(files, logs), { groupBy, ...options[index] }))
        const [once, steps] = [
          await reportOn(cwd, reports, KEYED),
          await reportOn(cwd, await inSteps(cwd, reports, chances), KEYED),
        ]
        expect(json(steps)).toBe(json(once))
      },
    ),
    { numRuns: 60 },
  )
})

test('logs beside reports with keys count what both know once, as one run over all logs does, byte for byte', {
  timeout: 300_000,
}, async () => {
  const write = writer()
  await fc.assert(
    fc.asyncProperty(...([runLogs, SPLIT, GROUPINGS, OPTIONS] as const), async (logs, split, groupBy, options) => {
      const cwd = write(logs)
      const how = { groupBy, ...options, filter: null }
      const [given, ...shards] = split.map((files) => namesOf(files, logs))
      const reports: string[] = []
      for (const [index, names] of shards.entries()) reports.push(await saved(cwd, `cost-${index}.json`, names, how))
      const all = namesOf(split.flat(), logs)
      const [labelled, inputs] = [Object.keys(how.labels.fixed).length > 0, [...given!, ...reports]]
      for (const keys of [KEYED, {}]) {
        const beside = await reportOn(cwd, inputs, { ...how, ...keys })
        const unlabelled = beside.warnings.filter(({ code }) => code === 'unlabelled')
        expect(unlabelled).toHaveLength(labelled ? reports.length : 0)
        const warnings = beside.warnings.filter((each) => !unlabelled.includes(each))
        expect(json({ ...beside, warnings })).toBe(json(await reportOn(cwd, all, { ...how, ...keys })))
      }
    }),
    { numRuns: 60 },
  )
})
