import type { Command } from 'commander'
import { TokencostError } from '../errors.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { HypotheticalPricing } from '../pricing/what-if.ts'
import type { CostSource } from '../report/ledger.ts'
import { dateText } from './prices.ts'

/** Flags that ask what calls would have cost. */
export interface WhatIfOptions {
  readonly repriceAs?: string
  readonly at?: string
  readonly reprice?: boolean
}

export function addWhatIfOptions(command: Command): void {
  command
    .option('--reprice', 'compute costs also where a usage dump carries its own')
    .option('--reprice-as <model>', 'what if: every call priced as this model')
    .option('--at <date>', 'what if: every call at the prices in force then', dateText)
}

/** The prices as they are, or under the assumption that the flags name. */
export function supposed(
  pricing: ModelPricing,
  { repriceAs, at, cost }: WhatIfOptions & { readonly cost: CostSource },
): ModelPricing | HypotheticalPricing {
  if (repriceAs === undefined && at === undefined) return pricing
  if (cost !== 'computed')
    throw new TokencostError(
      'usage',
      `--cost ${cost} cannot go with --reprice-as or --at: a logged cost assumes nothing`,
    )
  return new HypotheticalPricing(pricing, { model: repriceAs ?? null, at: at ?? null })
}
