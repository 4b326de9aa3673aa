import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Real logs with independently made expectations, beside the checkout where a machine has them. */
export const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus')

export const hasCorpus = existsSync(join(CORPUS, 'expected.json'))

export const CLASSES = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_1h_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const

export type ExpectedModel = Readonly<Record<(typeof CLASSES)[number], number>> & {
  readonly call_count: number | null
  /** Only where the expectation states it. */
  logged_cost_usd?: number
}

export interface Expectation {
  /** null: nobody knows. */
  readonly models: Readonly<Record<string, ExpectedModel>> | null
  readonly note?: string
}

/** Path below the corpus → what a right reader counts in that file. */
export function expectations(): ReadonlyMap<string, Expectation> {
  if (!hasCorpus) return new Map()
  const { files } = JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8')) as {
    files: Record<string, Expectation>
  }
  return new Map(Object.entries(files))
}
