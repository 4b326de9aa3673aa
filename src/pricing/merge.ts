import { instantOf } from './period.ts'
import { hasTokenPrice, type ModelChange, PRICE_NAMES, type PriceBlock, type PricePeriod } from './price-file.ts'
import { AUDIO_LENGTHS } from './rates.ts'
import { BLOCK_KEYS } from './read-block.ts'

/** A model after all layers: who matches it, and its price periods in order of their start. */
export interface MergedModel {
  readonly match: readonly string[] | null
  readonly except: readonly string[]
  readonly periods: readonly PricePeriod[]
}

const EMPTY: MergedModel = { match: null, except: [], periods: [] }

/**
 * Lays a change over what lower layers said. New token prices replace the whole old price and keep match, except, fees
 * and regions; with `from` they are appended as a period; without token prices the other keys merge one by one, and null
 * deletes. `borrowed` is the model that `like` names.
 */
export function mergeModel(below: MergedModel | null, change: ModelChange, borrowed: MergedModel | null): MergedModel {
  const base = below ?? EMPTY
  const periods = borrowed === null ? base.periods : borrowed.periods
  return {
    match: change.match === undefined ? base.match : change.match,
    except: change.except === undefined ? base.except : (change.except ?? []),
    periods: mergePeriods(periods, change),
  }
}

function mergePeriods(periods: readonly PricePeriod[], change: ModelChange): readonly PricePeriod[] {
  const { history } = change
  if (history === null) return []
  const last = periods.at(-1) ?? {}
  if (history !== undefined) return history.map((period) => kept(last, mergeBlock(blockOf(change), period)))
  if (!hasTokenPrice(change)) return patched(periods, change)
  if (change.from === undefined) return [kept(last, blockOf(change))]
  return appended(periods, { from: change.from, ...blockOf(change) })
}

/** A new price in place of `old`: fees and regions stay, unless it names them. */
function kept(old: PriceBlock, price: PricePeriod): PricePeriod {
  const { fees, regions } = mergeBlock(old, price)
  return clean({ ...price, fees, regions })
}

function appended(periods: readonly PricePeriod[], period: PricePeriod): readonly PricePeriod[] {
  const start = startOf(period)
  const before = periods.filter((other) => startOf(other) < start)
  const after = periods.filter((other) => startOf(other) > start)
  return [...before, kept(before.at(-1) ?? {}, period), ...after]
}

function patched(periods: readonly PricePeriod[], change: ModelChange): readonly PricePeriod[] {
  const block = blockOf(change)
  if (Object.keys(block).length === 0) return periods
  return (periods.length === 0 ? [{}] : periods).map((period) => mergeBlock(period, block))
}

/** Key by key: maps merge, lists and prices replace, null deletes. */
function mergeBlock(old: PricePeriod, change: PricePeriod): PricePeriod {
  const merged: PricePeriod = { ...old, ...change }
  return clean({
    ...merged,
    fees: mergeMap(withoutLengths(old.fees, change.fees), change.fees),
    regions: mergeMap(old.regions, change.regions),
    modes: mergeMap(old.modes, change.modes),
  })
}

/** The price of audio stands in one unit or several: a new one in any unit replaces them all. */
function withoutLengths(old: PriceBlock['fees'], change: PriceBlock['fees']): PriceBlock['fees'] {
  if (!AUDIO_LENGTHS.some((unit) => typeof change?.[unit] === 'string')) return old
  return Object.fromEntries(Object.entries(old ?? {}).filter(([name]) => !AUDIO_LENGTHS.includes(name)))
}

function mergeMap<T>(
  old: Readonly<Record<string, T | null>> | null | undefined,
  change: Readonly<Record<string, T | null>> | null | undefined,
): Readonly<Record<string, T>> | null {
  if (change === null) return null
  const merged = Object.entries({ ...old, ...change }).filter((entry): entry is [string, T] => entry[1] !== null)
  return merged.length === 0 ? null : Object.fromEntries(merged)
}

function blockOf(change: ModelChange): PriceBlock {
  const keys = [...PRICE_NAMES, ...BLOCK_KEYS].filter((key) => change[key] !== undefined)
  return Object.fromEntries(keys.map((key) => [key, change[key]]))
}

/** Without the keys that say nothing. */
function clean(period: { readonly [key in keyof PricePeriod]: PricePeriod[key] | undefined }): PricePeriod {
  return Object.fromEntries(Object.entries(period).filter(([, value]) => value !== null && value !== undefined))
}

function startOf(period: PricePeriod): number {
  return period.from === undefined ? -Infinity : instantOf(period.from)!
}
