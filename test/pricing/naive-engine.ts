/**
 * A second price engine, written from the specification alone, with fractions, for price files of one model as plain
 * JSON. Slow and simple; shares nothing with src/pricing.
 */

export interface NaivePrices {
  [price: string]: unknown
  from?: string
  fees?: Record<string, string>
  regions?: Record<string, string>
  long_context?: Record<string, string>[]
  modes?: Record<string, string | NaiveMode>
  schedule?: NaiveHours[]
  history?: NaivePrices[]
}

export interface NaiveMode {
  [price: string]: unknown
  multiply?: string
  keep?: string[]
  long_context?: Record<string, string>[]
}

export interface NaiveHours {
  [price: string]: unknown
  utc: string[]
  days?: string[]
  calendar?: string
  multiply?: string
}

export interface NaiveCall {
  readonly time: number | null
  readonly promptTokens: number
  readonly aggregate: boolean
  readonly mode: string | null
  readonly region: string | null
  readonly tokens: Readonly<Record<string, number>>
  readonly fees: Readonly<Record<string, string>>
}

/** Numerator and denominator. */
export type Fraction = readonly [bigint, bigint]

type Table = Record<string, Fraction>

const NAMES =
  'input cache_read cache_write cache_write_1h output reasoning input_audio input_image input_video cache_read_audio cache_read_image cache_read_video output_audio output_image output_video citation'.split(
    ' ',
  )
const BASE = ['standard', 'default', 'auto', 'on_demand', 'ON_DEMAND', 'not_available', null]

/** US dollars, or null when the call has no price. */
export function naiveCost(model: NaivePrices, call: NaiveCall, asOf: number): Fraction | null {
  const moment = call.time ?? asOf
  let period: NaivePrices | null = null
  for (const candidate of model.history ?? [model])
    if (candidate.from === undefined || Date.parse(candidate.from) <= moment) period = candidate
  if (period === null) return null

  const hours = call.time === null ? null : ((period.schedule ?? []).find((item) => runs(item, call.time!)) ?? null)
  const tier = call.aggregate ? null : reached(period.long_context, call.promptTokens)
  const replacing = hours !== null && hours.multiply === undefined
  if (replacing && tier !== null) return null

  let table = tableOf(period)
  if (replacing) table = { ...table, ...tableOf(hours) }
  if (tier !== null) table = { ...table, ...tableOf(tier) }
  if (hours?.multiply !== undefined)
    for (const name of Object.keys(table)) table[name] = times(table[name]!, fraction(hours.multiply))

  if (!BASE.includes(call.mode)) {
    const mode = period.modes?.[call.mode!] ?? (call.mode === 'fast' ? period.modes?.['priority'] : undefined)
    if (mode === undefined) return null
    const factor = typeof mode === 'string' ? mode : mode.multiply
    if (factor !== undefined) {
      const keep = typeof mode === 'string' ? [] : (mode.keep ?? [])
      for (const name of Object.keys(table))
        if (!keep.includes(name)) table[name] = times(table[name]!, fraction(factor))
    } else {
      const own = (mode as NaiveMode).long_context
      if (tier !== null && own === undefined) return null
      const ownTier = call.aggregate ? null : reached(own, call.promptTokens)
      table = { ...tableOf(mode as NaiveMode), ...(ownTier === null ? {} : tableOf(ownTier)) }
    }
  }

  const uplift = call.region === null ? undefined : period.regions?.[call.region]
  let cost: Fraction = [0n, 1n]
  for (const [name, tokens] of Object.entries(call.tokens)) {
    if (tokens === 0) continue
    const rate = rateOf(table, name)
    if (rate === null) return null
    const priced = times(times(rate, [BigInt(tokens), 1_000_000n]), uplift === undefined ? [1n, 1n] : fraction(uplift))
    cost = plus(cost, priced)
  }
  for (const [name, units] of Object.entries(call.fees)) {
    if (fraction(units)[0] === 0n) continue
    const fee = period.fees?.[name]
    if (fee === undefined) return null
    cost = plus(cost, times(fraction(fee), fraction(units)))
  }
  return cost
}

/** A decimal text such as 12.50 or .5 as a fraction. */
export function fraction(text: string): Fraction {
  const [whole = '', digits = ''] = text.replaceAll('_', '').split('.')
  return [BigInt(whole + digits), 10n ** BigInt(digits.length)]
}

export function same(a: Fraction, b: Fraction): boolean {
  return a[0] * b[1] === b[0] * a[1]
}

function rateOf(table: Table, name: string): Fraction | null {
  const rate = table[name]
  if (rate !== undefined) return rate
  switch (name) {
    case 'input':
    case 'output':
      return null
    case 'citation':
      return [0n, 1n]
    case 'cache_write_1h':
      return rateOf(table, 'cache_write')
    case 'cache_read_audio':
    case 'cache_read_image':
    case 'cache_read_video':
      return rateOf(table, 'cache_read')
    case 'reasoning':
    case 'output_audio':
    case 'output_image':
    case 'output_video':
      return rateOf(table, 'output')
    default:
      return rateOf(table, 'input')
  }
}

function tableOf(prices: Readonly<Record<string, unknown>>): Table {
  const table: Table = {}
  for (const name of NAMES) if (typeof prices[name] === 'string') table[name] = fraction(prices[name])
  return table
}

function reached(tiers: Record<string, string>[] | undefined, tokens: number): Record<string, string> | null {
  let best: Record<string, string> | null = null
  let bestStart = -1
  for (const tier of tiers ?? []) {
    const inside = tier['over'] !== undefined ? tokens > Number(tier['over']) : tokens >= Number(tier['from'])
    const start = Number(tier['over'] ?? tier['from'])
    if (inside && start > bestStart) {
      best = tier
      bestStart = start
    }
  }
  return best
}

function runs(hours: NaiveHours, time: number): boolean {
  const clock = new Date(time).toISOString().slice(11, 16)
  const open = hours.utc.some((window) => {
    const [start, end] = window.split('-') as [string, string]
    return start < end ? start <= clock && clock < end : clock >= start || clock < end
  })
  if (!open || hours.days === undefined) return open
  const timeZone = hours.calendar ?? 'UTC'
  const day = new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone }).format(new Date(time))
  return hours.days.includes(day.toLowerCase())
}

function times(a: Fraction, b: Fraction): Fraction {
  return [a[0] * b[0], a[1] * b[1]]
}

function plus(a: Fraction, b: Fraction): Fraction {
  return [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]
}
