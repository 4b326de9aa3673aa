import { Decimal } from '../pricing/decimal.ts'
import type { PricePeriod } from '../pricing/price-file.ts'
import { jsonText, type Writable } from '../render/json-writer.ts'

/** What `pricing show` says of one model, for programs. */
export interface ShownPrice {
  /** As asked for. */
  readonly model: string
  readonly key: string
  readonly matched: string
  readonly notes: readonly string[]
  readonly ids: readonly string[]
  readonly except: readonly string[]
  /** The price files that say something about it, the last wins; `place` is `file:line:column`, null for the built-in one. */
  readonly layers: readonly { readonly name: string; readonly place: string | null }[]
  /** The day or time that decides what is in force; null = none is known. */
  readonly at: string | null
  readonly periods: readonly { readonly inForce: boolean; readonly period: PricePeriod }[]
}

/** Each period has the keys of a price file; prices are numbers with all their digits. */
export function shownPriceJson({ periods, ...shown }: ShownPrice): string {
  const blocks = periods.map(({ inForce, period: { from = null, ...block } }) => ({
    from,
    in_force: inForce,
    ...(numbered(block) as Record<string, Writable>),
  }))
  const { model, key, matched, notes, ids, except, layers, at } = shown
  return `${jsonText({ model, key, matched, notes, ids, except, layers: layers.map((each) => ({ ...each })), currency: 'USD', per: 1_000_000, at, periods: blocks }, 2)}\n`
}

/** Price files are read as text; what is a number in it becomes one. */
function numbered(value: unknown): Writable {
  if (typeof value === 'string') return Decimal.parse(value) ?? value
  if (Array.isArray(value)) return value.map(numbered)
  if (typeof value !== 'object' || value === null) return value as Writable
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null)
  return Object.fromEntries(members.map(([name, member]) => [name, numbered(member)]))
}
