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
      if (row.call_count === null && found[model] !== undefined) found[model] = { ...found[model], call_count: null }
    }
    expect(found).toEqual(sorted(models!))
  })
})

function totals(path: string): Record<string, ExpectedModel> {
  const models: Record<string, Record<string, number | null>> = {}
  for (const { model, counts, calls } of naiveCalls(path).calls) {
    const row = (models[model ?? '(unknown)'] ??= Object.fromEntries(
      ['call_count', ...CLASSES].map((name) => [name, 0]),
    ))
    row['call_count'] = calls === null || row['call_count'] === null ? null : row['call_count']! + (calls ?? 1)
    row['input_tokens']! += counts.inputTokens ?? 0
    row['cache_read_tokens']! += counts.cacheReadInputTokens ?? 0
    row['cache_write_tokens']! += counts.cacheCreationInputTokens ?? 0
    row['cache_write_1h_tokens']! += counts.cacheCreation1hInputTokens ?? 0
    row['output_tokens']! += counts.outputTokens ?? 0
    row['reasoning_tokens']! += counts.reasoningOutputTokens ?? 0
  }
  return sorted(models as unknown as Record<string, ExpectedModel>)
}

function sorted(models: Readonly<Record<string, ExpectedModel>>): Record<string, ExpectedModel> {
  return Object.fromEntries(
    Object.entries(models)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([model, row]) => [model, row]),
  )
}
