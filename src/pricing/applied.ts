import type { Block, PriceMode } from './block.ts'
import { tierAt } from './block.ts'
import { type Prices, scaled, withFallbacks } from './rates.ts'

/** Where in a block a call falls. */
export interface Place {
  /** Index into the block's schedule, or -1. */
  readonly hours: number
  /** Prompt tokens of a single call; null for an aggregate, which never reaches a tier. */
  readonly promptTokens: number | null
  /** Canonical; null = base. */
  readonly mode: string | null
  readonly region: string | null
}

export type Applied =
  | { readonly prices: Prices; readonly tier: string | null; readonly notes: readonly string[]; readonly reason: null }
  | { readonly reason: string }

/** Schedule → long context → mode → region: the prices of every part at `place` in `block`. Fees stay outside of this. */
export function applied(block: Block, { hours, promptTokens, mode, region }: Place): Applied {
  const tier = promptTokens === null ? -1 : tierAt(block.tiers, promptTokens)
  const tierPrices = block.tiers[tier]?.prices
  const period = block.schedule[hours]
  if (period !== undefined && period.multiply === null && tierPrices !== undefined)
    return { reason: 'no long-context price for these hours' }
  const timed = { ...block.prices, ...period?.prices, ...tierPrices }
  const inForce = period?.multiply ? scaled(timed, period.multiply) : timed
  const moded = inMode(block, mode, inForce, promptTokens, block.tiers[tier]?.name ?? null)
  if (moded.reason !== null) return moded
  const factor = region === null ? undefined : block.regions.get(region)
  const full = withFallbacks(factor === undefined ? moded.prices : scaled(moded.prices, factor))
  const notes = region !== null && factor === undefined ? [`no price of its own for region ${region}`] : []
  return { prices: full, tier: moded.tier, notes, reason: null }
}

type Moded =
  | { readonly prices: Prices; readonly tier: string | null; readonly reason: null }
  | { readonly reason: string }

function inMode(
  block: Block,
  name: string | null,
  prices: Prices,
  promptTokens: number | null,
  tier: string | null,
): Moded {
  if (name === null) return { prices, tier, reason: null }
  const mode = modeNamed(block.modes, name)
  if (mode === undefined) return { reason: `no price for mode ${name}` }
  if (mode.multiply !== null) return { prices: scaled(prices, mode.multiply, mode.keep), tier, reason: null }
  if (tier !== null && mode.tiers.length === 0) return { reason: `no long-context price for mode ${name}` }
  const own = mode.tiers[promptTokens === null ? -1 : tierAt(mode.tiers, promptTokens)]
  return { prices: { ...mode.prices, ...own?.prices }, tier: own?.name ?? null, reason: null }
}

/** OpenAI calls its priority mode `fast` since 2026-07-30. */
function modeNamed(modes: ReadonlyMap<string, PriceMode>, name: string): PriceMode | undefined {
  return modes.get(name) ?? (name === 'fast' ? modes.get('priority') : undefined)
}
