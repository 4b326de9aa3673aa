import { Decimal } from '../pricing/decimal.ts'
import { type Prices, withFallbacks } from '../pricing/rates.ts'
import type { ModelRow, PricedAs } from './report.ts'

/** How much of one kind (a part such as `output`, a fee, or all tokens of a row whose costs have no rates). */
export interface Amount {
  readonly quantity: Decimal
  readonly cost: Decimal
}

/** A model as it is bought: from one provider, in one context tier, mode and region. Its prices may change with time. */
export interface Product {
  readonly amounts: Map<string, Amount>
  /** USD per unit, by kind, as far as the row states them. */
  readonly rates: Map<string, Decimal>
}

/** Where the costs of a row come from: more than one where it has calls of several kinds. */
export type CostSources = 'computed' | 'logged' | 'mixed' | 'unpriced'

/** The one kind of amount of rows whose costs the logs state: they have no rates. */
const ALL_TOKENS = 'tokens'

const NONE: Amount = { quantity: Decimal.ZERO, cost: Decimal.ZERO }
const MILLIONTH = Decimal.of(1n, 6)

/** What is priced of a row at rates, by product. */
export function productsOf(row: ModelRow): ReadonlyMap<string, Product> {
  const products = new Map<string, Product>()
  for (const bucket of row.priced_as) {
    if (sourceOf(bucket) !== 'computed') continue
    const { provider, tier, mode, region } = bucket
    const name = JSON.stringify([provider, tier, mode, region])
    const product = products.get(name) ?? { amounts: new Map(), rates: new Map() }
    products.set(name, product)
    addBucket(product, bucket)
  }
  return products
}

/** A row as one product with one kind of amount, for costs that have no rates. */
export function flatProduct(row: ModelRow): ReadonlyMap<string, Product> {
  const amount = { quantity: Decimal.of(BigInt(row.total_tokens)), cost: row.cost_usd ?? Decimal.ZERO }
  return new Map([[ALL_TOKENS, { amounts: new Map([[ALL_TOKENS, amount]]), rates: new Map() }]])
}

export function sourcesOf(row: ModelRow): CostSources {
  const sources = new Set(row.priced_as.map(sourceOf))
  if (sources.has('unpriced')) return 'unpriced'
  return sources.size > 1 ? 'mixed' : sources.has('logged') ? 'logged' : 'computed'
}

export function amountOf(product: Product | undefined, kind: string): Amount {
  return product?.amounts.get(kind) ?? NONE
}

/** All tokens of a product, whatever their kind. */
export function tokensOf(product: Product): Decimal {
  let tokens = Decimal.ZERO
  for (const [kind, { quantity }] of product.amounts) if (!isFee(kind)) tokens = tokens.plus(quantity)
  return tokens
}

/** USD per unit as stated, else what price files say that a part costs when its own price is not stated; or null. */
export function rateOf(product: Product, kind: string): Decimal | null {
  const stated = product.rates.get(kind)
  if (stated !== undefined || isFee(kind)) return stated ?? null
  const full = withFallbacks(Object.fromEntries(product.rates) as Prices)
  return full[kind as keyof Prices] ?? null
}

function addBucket({ amounts, rates }: Product, { tokens, fees, rates_per_mtok: stated }: PricedAs): void {
  const rated = (kind: string) => unitRate(kind, stated[kind] ?? Decimal.ZERO)
  const add = (kind: string, quantity: Decimal) => {
    const { quantity: sum, cost } = amounts.get(kind) ?? NONE
    amounts.set(kind, { quantity: sum.plus(quantity), cost: cost.plus(rated(kind).times(quantity)) })
  }
  for (const kind of Object.keys(stated)) rates.set(kind, rated(kind))
  for (const [part, count] of Object.entries(tokens)) add(part, Decimal.of(BigInt(count)))
  for (const [fee, units] of Object.entries(fees)) add(`fee:${fee}`, units)
}

function sourceOf({ reason, matched }: PricedAs): 'computed' | 'logged' | 'unpriced' {
  return reason !== null ? 'unpriced' : matched === 'logged' ? 'logged' : 'computed'
}

function unitRate(kind: string, rate: Decimal): Decimal {
  return isFee(kind) ? rate : rate.times(MILLIONTH)
}

function isFee(kind: string): boolean {
  return kind.startsWith('fee:')
}
