import type { TokenCounts } from '../usage/counts.ts'
import { checkCounts, NO_COUNTS } from '../usage/counts.ts'
import { partsOf } from '../usage/parts.ts'
import { providerKey } from '../usage/provider.ts'
import { timeOf } from '../usage/time.ts'
import { loadBuiltIn } from './catalog.ts'
import { costOf } from './cost.ts'
import { Decimal } from './decimal.ts'
import { type PriceLayer, parsePriceLayer } from './layer.ts'
import { type Match, matchModel } from './match.ts'
import { ModelPrice, unpricedBucket } from './model-price.ts'
import { PriceBook } from './price-book.ts'
import { PRICE_NAMES } from './price-file.ts'
import { ALWAYS, type CallFacts, type Moment, type PriceBucket, type Span } from './priced.ts'

/** What a model name leads to: ask `bucket` once per call, after dedupe. */
export interface ResolvedPrice {
  bucket(facts: CallFacts): PriceBucket
  /** Calls of equal mode and region, with tokens and fees of the same kinds, have the same bucket in all spans of one state. */
  span(moment: Moment): Span
}

export interface PriceOptions {
  /** Who bills, as a log names it; absent = not known. */
  readonly provider?: string | null
  /** When; absent = at the catalog's `as_of`. */
  readonly at?: Date | string | number
}

export interface CostOptions extends PriceOptions {
  readonly mode?: string | null
  readonly region?: string | null
  /** Units per fee: { web_search: 2 }. */
  readonly fees?: Readonly<Record<string, string | number>>
}

/** Counts as TokenCounts has them, or the original design's two, as `getModelUsage` gives them. */
export type Tokens = Partial<TokenCounts> | UsageSum

interface UsageSum {
  readonly input_tokens?: number
  readonly output_tokens?: number
  /** Not looked at: the other two make it up. */
  readonly total_tokens?: number
  /** Absent = 1. */
  readonly call_count?: number
}

/** Prices: layers of price files, and what a call costs by them. Pure: no clock, no network, no files after loading. */
export class ModelPricing {
  /** Calls are priced as what they were; HypotheticalPricing says otherwise. */
  readonly assumption = null
  readonly book: PriceBook
  private readonly resolved = new Map<string | null, Map<string | null, ResolvedPrice>>()

  private last: { model: string | null; provider: string | null; price: ResolvedPrice } | null = null

  private constructor(book: PriceBook) {
    this.book = book
  }

  /** The shipped prices with price files laid over them, the later over the earlier. `name` is what errors call a file. */
  static async load(files: readonly { readonly name: string; readonly text: string }[] = []): Promise<ModelPricing> {
    const layers = [await loadBuiltIn()]
    for (const { name, text } of files) layers.push(await parsePriceLayer(text, name))
    return ModelPricing.of(layers)
  }

  /** Layers that are already read, lowest first. */
  static of(layers: readonly PriceLayer[]): ModelPricing {
    return new ModelPricing(new PriceBook(layers))
  }

  /** Name and SHA-256 of every layer, lowest first. */
  get layers(): readonly { readonly name: string; readonly sha256: string }[] {
    return this.book.layers.map(({ name, sha256 }) => ({ name, sha256 }))
  }

  /** The date as of which undated calls are priced, as written in the file; null when no layer says one. */
  get asOf(): string | null {
    return this.book.asOf
  }

  /** Which price a model name leads to. `provider` as canonical in UsageRecord. Remembered per name. */
  resolve(model: string | null, provider: string | null): ResolvedPrice {
    const { last } = this
    if (last?.model === model && last.provider === provider) return last.price
    const byProvider = this.resolved.get(model) ?? new Map<string | null, ResolvedPrice>()
    const price = byProvider.get(provider) ?? this.priceOf(model, provider)
    this.resolved.set(model, byProvider.set(provider, price))
    this.last = { model, provider, price }
    return price
  }

  /** The span of a moment, as ResolvedPrice has it, for the calls of a model. */
  spanOf(model: string | null, provider: string | null, moment: Moment): Span {
    return this.resolve(model, provider).span(moment)
  }

  /** resolve and bucket in one. */
  bucketFor(model: string | null, provider: string | null, facts: CallFacts): PriceBucket {
    return this.resolve(model, provider).bucket(facts)
  }

  /** The price of a plain call: rates per million tokens and how the name was matched. null when there is none. */
  getPrice(model: string, options: PriceOptions = {}): PriceBucket | null {
    const bucket = this.bucketFor(model, providerKey(options.provider ?? null), factsOf(options, NO_COUNTS))
    return bucket.unpriced === null ? bucket : null
  }

  /**
   * What a call costs in USD, exactly; null when it has no price. Of the sum of several calls nobody knows which of them had
   * a long prompt: it is priced without tiers.
   */
  calculateCost(model: string, tokens: Tokens, options: CostOptions = {}): Decimal | null {
    const facts = { ...factsOf(options, countsOf(tokens)), aggregate: isSum(tokens) }
    const bucket = this.bucketFor(model, providerKey(options.provider ?? null), facts)
    const fees = Object.entries(facts.fees ?? {}).map(([name, units]) => [name, unitsOf(name, units)] as const)
    return costOf(bucket, facts.parts, new Map(fees))?.total ?? null
  }

  /** Which entry a name leads to, and why; `provider` as canonical. */
  match(model: string, provider: string | null): Match {
    return matchModel(this.book.index, model, provider, (a, b) => this.book.samePrice(a, b))
  }

  private priceOf(model: string | null, provider: string | null): ResolvedPrice {
    const { book } = this
    const match = model === null ? UNNAMED : this.match(model, provider)
    if (match.found) return new ModelPrice(this.originOf(match), book.blocksOf(match.listing.key), book)
    if (match.free) return freePrice(match.provider)
    const block = book.defaultBlock()
    if (block !== null)
      return new ModelPrice({ ...NOWHERE, matched: 'default', notes: ['estimated'] }, [block], { asOfTime: null })
    const bucket = unpricedBucket(match.reason)
    return { bucket: () => bucket, span: () => ALWAYS }
  }

  private originOf({ matched, listing, assumed, insteadOf }: Extract<Match, { found: true }>): ModelPrice['origin'] {
    return {
      key: listing.key,
      matched,
      provider: listing.provider,
      assumed,
      layer: this.book.layers[listing.layer]!.name,
      notes: insteadOf === null ? [] : [`${insteadOf} lists no price of its own`],
    }
  }
}

const UNNAMED: Match = {
  found: false,
  free: false,
  provider: null,
  reason: 'the log names no model where one is looked for; --default-model gives one',
}

const NOWHERE = { key: 'default', provider: null, assumed: false, layer: null, notes: [] } as const

const FREE_RATES = Object.fromEntries(PRICE_NAMES.map((name) => [name, Decimal.ZERO]))

/** OpenRouter's unlisted free variants: nothing, in whatever mode. */
function freePrice(provider: string | null): ResolvedPrice {
  const bucket: PriceBucket = {
    ...unpricedBucket(''),
    key: '*:free',
    matched: 'free',
    provider,
    unpriced: null,
    rates: FREE_RATES,
  }
  const fee = unpricedBucket('no price for fees of a free model')
  return { bucket: ({ fees }) => (fees === null || Object.keys(fees).length === 0 ? bucket : fee), span: () => ALWAYS }
}

function factsOf(options: CostOptions, counts: TokenCounts): CallFacts {
  const fees = Object.entries(options.fees ?? {}).map(([name, units]) => [name, String(units)] as const)
  return {
    time: options.at instanceof Date ? options.at.getTime() : timeOf(options.at),
    promptTokens: counts.inputTokens ?? 0,
    aggregate: false,
    mode: options.mode ?? null,
    region: options.region ?? null,
    parts: partsOf(counts),
    fees: fees.length === 0 ? null : Object.fromEntries(fees),
  }
}

function countsOf(tokens: Tokens): TokenCounts {
  const {
    input_tokens,
    output_tokens,
    total_tokens: _,
    call_count: __,
    ...given
  } = tokens as Partial<TokenCounts> & UsageSum
  const counts = {
    ...NO_COUNTS,
    ...given,
    inputTokens: given.inputTokens ?? input_tokens ?? null,
    outputTokens: given.outputTokens ?? output_tokens ?? null,
  }
  checkCounts(counts)
  return counts
}

function isSum(tokens: Tokens): boolean {
  return 'call_count' in tokens && tokens.call_count !== 1 && tokens.call_count !== undefined
}

function unitsOf(name: string, units: string): Decimal {
  const amount = Decimal.parse(units)
  if (amount === null) throw new RangeError(`${name}: ${units} is not a number of units`)
  return amount
}
