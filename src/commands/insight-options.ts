import type { Command } from 'commander'
import { TokencostError } from '../errors.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { type HypotheticalPricing, pricedAs } from '../pricing/what-if.ts'
import type { InsightChoice } from '../report/insights-of.ts'
import { type OutputOptions, outputsNeedInsights } from './output.ts'

/** Flags that ask what the calls say beyond their sums. */
export interface InsightFlags extends OutputOptions {
  readonly insights?: boolean
  readonly compare?: readonly string[]
}

const TOP = 20

export function addInsightOptions(command: Command): void {
  command
    .option('--insights', 'cache savings, cost per call and session, reasoning, other models')
    .option('--compare <model>', 'with --insights: what the calls would cost as this model (repeatable)', append)
}

/** What to find out; null when no output would show it. */
export function wantedInsights(flags: InsightFlags, pricing: ModelPricing | HypotheticalPricing): InsightChoice | null {
  const { compare = [] } = flags
  const unknown = compare.find((model) => pricedAs(pricing, model) === null)
  if (unknown !== undefined) throw new TokencostError('usage', `--compare: no price for ${JSON.stringify(unknown)}`)
  const wanted = flags.insights === true || compare.length > 0 || outputsNeedInsights(flags)
  return wanted ? { compare, top: TOP } : null
}

function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}
