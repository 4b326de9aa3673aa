import { Decimal } from './decimal.ts'
import { instantOf } from './period.ts'
import type { Mode, PricePeriod, Tier } from './price-file.ts'
import { type Prices, pricesOf } from './rates.ts'
import { type Hours, hoursOf } from './schedule.ts'

/** A price period, its texts turned into numbers. */
export interface Block {
  /** Milliseconds since 1970 UTC; -Infinity since ever. */
  readonly start: number
  /** As written. */
  readonly from: string | null
  readonly prices: Prices
  readonly fees: Readonly<Record<string, Decimal>>
  /** By rising threshold. */
  readonly tiers: readonly PriceTier[]
  readonly modes: ReadonlyMap<string, PriceMode>
  readonly regions: ReadonlyMap<string, Decimal>
  readonly schedule: readonly Hours[]
}

export interface PriceTier {
  /** Least prompt tokens of a call in this tier. */
  readonly least: number
  /** 'over 200000' or 'from 200000'. */
  readonly name: string
  readonly prices: Prices
}

export type PriceMode =
  | { readonly multiply: Decimal; readonly keep: readonly string[] }
  | { readonly multiply: null; readonly prices: Prices; readonly tiers: readonly PriceTier[] }

export function blockOf(period: PricePeriod, holidays: Readonly<Record<string, readonly string[]>>): Block {
  return {
    start: period.from === undefined ? Number.NEGATIVE_INFINITY : instantOf(period.from)!,
    from: period.from ?? null,
    prices: pricesOf(period),
    fees: Object.fromEntries(stated(period.fees).map(([name, text]) => [name, Decimal.parse(text)!])),
    tiers: tiersOf(period.long_context ?? []),
    modes: new Map(stated(period.modes).map(([name, mode]) => [name, modeOf(mode)])),
    regions: new Map(stated(period.regions).map(([name, text]) => [name, Decimal.parse(text)!])),
    schedule: (period.schedule ?? []).map((item) => hoursOf(item, holidays)),
  }
}

/** Index of the highest tier that a prompt of `tokens` reaches, or -1. */
export function tierAt(tiers: readonly PriceTier[], tokens: number): number {
  let index = tiers.length - 1
  while (index >= 0 && tokens < tiers[index]!.least) index--
  return index
}

function tiersOf(tiers: readonly Tier[]): readonly PriceTier[] {
  return tiers
    .map((tier) => ({
      least: tier.over === undefined ? Number(tier.from) : Number(tier.over) + 1,
      name: tier.over === undefined ? `from ${tier.from}` : `over ${tier.over}`,
      prices: pricesOf(tier),
    }))
    .sort((a, b) => a.least - b.least)
}

function modeOf(mode: Mode): PriceMode {
  if (typeof mode === 'string') return { multiply: Decimal.parse(mode)!, keep: [] }
  if ('multiply' in mode) return { multiply: Decimal.parse(mode.multiply)!, keep: mode.keep }
  return { multiply: null, prices: pricesOf(mode), tiers: tiersOf(mode.long_context ?? []) }
}

function stated<T>(map: Readonly<Record<string, T | null>> | null | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).filter((entry): entry is [string, T] => entry[1] !== null)
}
