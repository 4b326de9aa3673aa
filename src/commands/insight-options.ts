import type { Command } from 'commander'
import type { Analysis } from '../analyze.ts'
import { TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { nearModels } from '../pricing/near-models.ts'
import { HypotheticalPricing, pricedAs } from '../pricing/what-if.ts'
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
    .option('--compare <model>', 'insights, and what the calls would cost as this model (repeatable)', append)
}

/** What to find out; null when no output would show it. */
export function wantedInsights(flags: InsightFlags, pricing: ModelPricing | HypotheticalPricing): InsightChoice | null {
  const { compare = [] } = flags
  const unknown = compare.find((model) => pricedAs(pricing, model) === null)
  if (unknown !== undefined)
    throw new TokencostError('usage', `--compare: no price for ${JSON.stringify(unknown)}`, {
      hint: nearModels((pricing instanceof HypotheticalPricing ? pricing.pricing : pricing).book, unknown),
    })
  const wanted = flags.insights === true || compare.length > 0 || outputsNeedInsights(flags)
  return wanted ? { compare, top: TOP } : null
}

/** Why a report has no insights, and what to do. */
export function noInsights({ addedUp }: Pick<Analysis, 'addedUp'>): { readonly reason: string; readonly hint: string } {
  if (addedUp)
    return {
      reason: 'reports that are added up hold sums, not the single calls',
      hint: 'Give the logs that they were made from.',
    }
  return {
    reason: 'this saved report was made without --insights',
    hint: 'Make it with report --insights --json, or give the logs that it was made from.',
  }
}

/** The same on stderr, where the rest of the report is worth to be shown. */
export function sayNoInsights(analysis: Pick<Analysis, 'addedUp'>, io: Io): void {
  const { reason, hint } = noInsights(analysis)
  io.stderr.write(`no insights: ${reason}\n${hint}\n`)
}

function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}
