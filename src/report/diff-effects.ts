import { Decimal } from '../pricing/decimal.ts'
import {
  type Amount,
  amountOf,
  flatProduct,
  type Product,
  productsOf,
  rateOf,
  sourcesOf,
  tokensOf,
} from './diff-amounts.ts'
import type { ModelRow } from './report.ts'

/** Why a cost changed: three amounts of USD that add up exactly to the change. docs/diff.md has the formula. */
export interface Effects {
  /** More or fewer tokens, on the models of the base. */
  readonly volume: Decimal
  /** The same tokens on other models (or providers, tiers, modes, regions). */
  readonly mix: Decimal
  /** The same tokens on the same models at other prices; also a price that is known on one side only. */
  readonly price: Decimal
}

type Rows = Readonly<Record<string, ModelRow>>

/** One product on both sides. */
interface Pair {
  readonly base: Product | undefined
  readonly head: Product | undefined
  /** What the product would cost at base prices: with its share of the head's tokens, and with the head's own. */
  atShare: Decimal
  atBase: Decimal
}

/** Decimals of quotients that no decimal can hold exactly; exact amounts of money have fewer. */
const DIGITS = 18

/** The effects of every model of either side, by name. */
export function effectsOf(base: Rows, head: Rows): ReadonlyMap<string, Effects> {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])]
  const pairs = new Map(names.map((name) => [name, pairsOf(own(base, name), own(head, name))]))
  priceAtBase([...pairs.values()].flat())
  return new Map(names.map((name) => [name, effects(own(base, name), own(head, name), pairs.get(name)!)]))
}

function effects(base: ModelRow | undefined, head: ModelRow | undefined, pairs: readonly Pair[]): Effects {
  const [before, after] = [base?.cost_usd ?? Decimal.ZERO, head?.cost_usd ?? Decimal.ZERO]
  if (isOneSided(base, head)) return { volume: Decimal.ZERO, mix: Decimal.ZERO, price: after.minus(before) }
  const atShare = sum(pairs.map((pair) => pair.atShare))
  const atBase = sum(pairs.map((pair) => pair.atBase))
  const [volume, mix, price] = [atShare.minus(before), atBase.minus(atShare), after.minus(atBase)]
  // Costs that logs state have no rates: what is left of the change cannot be told from other tokens.
  return hasNoRates(base, head) ? { volume: volume.plus(price), mix, price: Decimal.ZERO } : { volume, mix, price }
}

/** True when tokens have a price on one side and none on the other: then the tokens did not make the change. */
function isOneSided(base: ModelRow | undefined, head: ModelRow | undefined): boolean {
  if (base === undefined || head === undefined) return false
  const [before, after] = [sourcesOf(base), sourcesOf(head)]
  return before !== after && (before === 'unpriced' || after === 'unpriced')
}

function hasNoRates(base: ModelRow | undefined, head: ModelRow | undefined): boolean {
  const sources = [base, head].flatMap((row) => (row === undefined ? [] : sourcesOf(row)))
  return sources.every((source) => source === 'logged') || sources.every((source) => source === 'mixed')
}

function pairsOf(base: ModelRow | undefined, head: ModelRow | undefined): readonly Pair[] {
  if (isOneSided(base, head)) return []
  const rows = [base, head].filter((row) => row !== undefined)
  const flat = rows.some((row) => sourcesOf(row) === 'logged' || sourcesOf(row) === 'mixed' || isPartlyLogged(row))
  const split = flat ? flatProduct : productsOf
  const [before, after] = [base, head].map((row) => (row === undefined ? new Map<string, Product>() : split(row)))
  return [...new Set([...before!.keys(), ...after!.keys()])].map((name) => ({
    base: before!.get(name),
    head: after!.get(name),
    atShare: Decimal.ZERO,
    atBase: Decimal.ZERO,
  }))
}

/** Some calls without a price, some with a cost that the logs state. */
function isPartlyLogged(row: ModelRow): boolean {
  return row.priced_as.some(({ matched }) => matched === 'logged')
}

/** Fills in both amounts at base prices, kind by kind. */
function priceAtBase(pairs: readonly Pair[]): void {
  const kinds = new Set(
    pairs.flatMap(({ base, head }) => [...(base?.amounts.keys() ?? []), ...(head?.amounts.keys() ?? [])]),
  )
  for (const kind of kinds) {
    const before = sum(pairs.map(({ base }) => amountOf(base, kind).quantity))
    const after = sum(pairs.map(({ head }) => amountOf(head, kind).quantity))
    for (const pair of pairs) {
      pair.atBase = pair.atBase.plus(baseCost(pair, kind, amountOf(pair.head, kind).quantity))
      if (before.isZero) continue
      const { cost } = amountOf(pair.base, kind)
      pair.atShare = pair.atShare.plus(after.times(cost).over(before, DIGITS))
    }
    if (before.isZero) shareNewKind(pairs, kind, after)
  }
}

/** A kind that the base does not have is shared out as all its tokens are; where it has no rate for it, as in the head. */
function shareNewKind(pairs: readonly Pair[], kind: string, after: Decimal): void {
  const known = pairs.flatMap((pair) => {
    const tokens = pair.base === undefined ? Decimal.ZERO : tokensOf(pair.base)
    return tokens.isZero || !isRated(pair, kind) ? [] : [{ pair, tokens }]
  })
  const all = sum(known.map(({ tokens }) => tokens))
  for (const { pair, tokens } of known) {
    const cost = baseCost(pair, kind, after)
    pair.atShare = pair.atShare.plus(cost.times(tokens).over(all, DIGITS))
  }
  if (known.length > 0) return
  for (const pair of pairs) pair.atShare = pair.atShare.plus(amountOf(pair.head, kind).cost)
}

function isRated({ base, head }: Pair, kind: string): boolean {
  return !amountOf(head, kind).quantity.isZero || (base !== undefined && rateOf(base, kind) !== null)
}

/** What `quantity` of a kind costs as the base paid for it: on average, as stated, or, unknown there, as the head pays. */
function baseCost({ base, head }: Pair, kind: string, quantity: Decimal): Decimal {
  const paid = amountOf(base, kind)
  if (!paid.quantity.isZero) return average(paid, quantity)
  const stated = base?.rates.get(kind)
  if (stated !== undefined) return stated.times(quantity)
  const own = amountOf(head, kind)
  if (!own.quantity.isZero) return average(own, quantity)
  return base === undefined ? Decimal.ZERO : (rateOf(base, kind) ?? Decimal.ZERO).times(quantity)
}

function average({ quantity, cost }: Amount, of: Decimal): Decimal {
  return of.times(cost).over(quantity, DIGITS)
}

function own(rows: Rows, name: string): ModelRow | undefined {
  return Object.hasOwn(rows, name) ? rows[name] : undefined
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), Decimal.ZERO)
}
