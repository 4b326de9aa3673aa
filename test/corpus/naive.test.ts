import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { naiveCalls } from '../naive/calls.ts'
import { CLASSES, CORPUS, type ExpectedModel, expectations, hasCorpus } from './expected.ts'

const only = process.env['CORPUS_ONLY']?.split(',') ?? null
const cases = [...expectations()].filter(
  ([file, { models }]) => models !== null && (only === null || only.includes(file.split('/')[0]!)),
)

describe.skipIf(!hasCorpus)('corpus through the naive reader', () => {
  it.each(cases)('%s', (file, { models }) => {
    const found = totals(join(CORPUS, file))
    for (const [model, row] of Object.entries(models!)) {
      if (found[model] === undefined) continue
      if (row.call_count === null) found[model] = { ...found[model], call_count: null }
      if (row.logged_cost_usd === undefined) delete found[model].logged_cost_usd
    }
    for (const model of Object.keys(found)) if (!(model in models!)) delete found[model]!.logged_cost_usd
    expect(found).toEqual(sorted(models!))
  })
})

function totals(path: string): Record<string, ExpectedModel> {
  const models: Record<string, Record<string, number>> = {}
  for (const { model, counts, calls, loggedCostUsd } of naiveCalls(path).calls) {
    const name = model ?? '(unknown)'
    const row = models[name] ?? Object.fromEntries(['call_count', ...CLASSES].map((each) => [each, 0]))
    models[name] = row
    row['call_count']! += calls === undefined ? 1 : (calls ?? 0)
    if (loggedCostUsd) row['logged_cost_usd'] = rounded((row['logged_cost_usd'] ?? 0) + Number(loggedCostUsd))
    row['input_tokens']! += counts.inputTokens ?? 0
    row['cache_read_tokens']! += counts.cacheReadInputTokens ?? 0
    row['cache_write_tokens']! += counts.cacheCreationInputTokens ?? 0
    row['cache_write_1h_tokens']! += counts.cacheCreation1hInputTokens ?? 0
    row['output_tokens']! += counts.outputTokens ?? 0
    row['reasoning_tokens']! += counts.reasoningOutputTokens ?? 0
  }
  return sorted(models as unknown as Record<string, ExpectedModel>)
}

/** Floats add up with dust in the last digits; logged costs here have at most twelve decimals. */
function rounded(cost: number): number {
  return Number(cost.toFixed(12))
}

function sorted(models: Readonly<Record<string, ExpectedModel>>): Record<string, ExpectedModel> {
  return Object.fromEntries(
    Object.entries(models)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([model, row]) => [model, row]),
  )
}
