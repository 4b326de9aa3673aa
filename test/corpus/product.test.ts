import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import type { InputAccount, TokenUsageReport } from '../../src/report/report.ts'
import { DISAGREEMENTS } from './disagreements.ts'
import { CLASSES, CORPUS, type ExpectedModel, expectations, hasCorpus } from './expected.ts'

const only = process.env['CORPUS_ONLY']?.split(',') ?? null
const files = [...expectations()].filter(([file]) => only === null || only.includes(file.split('/')[0]!))
const pricing = await ModelPricing.load()

async function reportOn(...inputs: string[]): Promise<TokenUsageReport> {
  const options = {
    cwd: CORPUS,
    stdin: Readable.from([]),
    pricing,
    groupBy: null,
    cost: 'computed',
    format: null,
  } as const
  return (await analyze({ ...options, inputs, everyEntry: false })).report
}

describe.skipIf(!hasCorpus)('every file of the corpus through the product', () => {
  const known = files.filter(([, { models }]) => models !== null)

  it.each(known.filter(([file]) => !(file in DISAGREEMENTS)))('%s', async (file, { models }) => {
    const report = await reportOn(join(CORPUS, file))
    expect(classesOf(report, models!)).toEqual(sorted(models!))
    expectBalanced(report.input)
  })

  it.each(known.filter(([file]) => file in DISAGREEMENTS))(
    '%s (we disagree, see disagreements.ts)',
    async (file, { models }) => {
      const report = await reportOn(join(CORPUS, file))
      expect(classesOf(report, models!)).not.toEqual(sorted(models!))
      expectBalanced(report.input)
    },
  )

  it.each(files.filter(([, { models }]) => models === null))('%s (nobody knows, but it balances)', async (file) => {
    expectBalanced((await reportOn(join(CORPUS, file))).input)
  })
})

function expectBalanced(input: InputAccount): void {
  for (const account of [input, ...input.by_file]) {
    expect(account.records + account.duplicates + account.other + account.malformed).toBe(account.lines)
    for (const count of Object.values(account)) if (typeof count === 'number') expect(count).toBeGreaterThanOrEqual(0)
  }
}

function classesOf(
  report: TokenUsageReport,
  expected: Readonly<Record<string, ExpectedModel>>,
): Record<string, unknown> {
  return sorted(
    Object.fromEntries(
      Object.entries(report.models_breakdown).map(([model, row]) => [
        model,
        Object.fromEntries([
          ...CLASSES.map((name) => [name, row[name]]),
          ['call_count', expected[model]?.call_count === null ? null : row.call_count],
          ...('logged_cost_usd' in (expected[model] ?? {})
            ? [['logged_cost_usd', Number(row.logged_cost_usd?.toFixed(12))]]
            : []),
        ]),
      ]),
    ),
  )
}

function sorted<T>(models: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1)))
}
