import { PARTS, type Part } from '../usage/parts.ts'

/**
 * A price file as read: checked, every number still the decimal text that was written, brought to USD per million tokens.
 * pricing.yaml and every `--pricing` file have this one shape. docs: PRICING.md.
 */
export interface PriceFile {
  /** The date for which the file was checked, `2026-11-23`; undated calls are priced as of then. */
  readonly as_of?: string
  /** USD per million tokens for models that no entry matches; absent = the layers below decide, null = none. */
  readonly default?: Rates | null
  readonly providers: Readonly<Record<string, ProviderFacts>>
  /** Public holidays per calendar, as dates: a `schedule` with `days` and that calendar does not run on them. */
  readonly holidays: Readonly<Record<string, readonly string[]>>
  /** Keyed 'provider/id'. null deletes the model of a lower layer. */
  readonly models: Readonly<Record<string, ModelChange | null>>
}

/** Token prices by name, USD per million tokens, decimal text. null deletes the price of a lower layer. */
export type Rates = { readonly [name in Part]?: string | null }

export interface ProviderFacts {
  /**
   * Globs of the ids that this provider makes. A log that names no provider gets the entry of the model's maker; entries
   * of resellers, clouds and local runtimes apply only where the log or the id names them.
   */
  readonly makes?: readonly string[]
  /** Providers whose entries hold where this one lists none of its own: Azure sells OpenAI's models at OpenAI's price. */
  readonly fallback?: readonly string[]
}

/** What one file says about one model; merge.ts lays it over what lower layers said. */
export interface ModelChange extends PriceBlock {
  /** Exact ids and globs (`*` any text, `#` one digit, `/^regex$/`); absent = the id of the key. null = back to that. */
  readonly match?: readonly string[] | null
  readonly except?: readonly string[] | null
  /** Key of the entry whose price is borrowed. */
  readonly like?: string | null
  /** With token prices: they hold from then on, and the periods before stay. */
  readonly from?: string
  readonly history?: readonly PricePeriod[] | null
}

/** A price block that holds from `from` on; without `from` since ever. */
export interface PricePeriod extends PriceBlock {
  readonly from?: string
}

export interface PriceBlock extends Rates {
  /** USD per unit, decimal text. */
  readonly fees?: Readonly<Record<string, string | null>> | null
  readonly long_context?: readonly Tier[] | null
  readonly modes?: Readonly<Record<string, Mode | null>> | null
  /** Factors on token prices, never on fees. */
  readonly regions?: Readonly<Record<string, string | null>> | null
  readonly schedule?: readonly Schedule[] | null
}

/** Prices of the whole call once its prompt has more than `over`, or `from` or more, tokens. Others stay as in the block. */
export interface Tier extends Rates {
  readonly over?: string
  readonly from?: string
}

/** A factor; a factor with prices that it leaves alone; or prices of its own, which then need their own long_context. */
export type Mode = string | ModeFactor | ModePrices

export interface ModeFactor {
  readonly multiply: string
  readonly keep: readonly string[]
}

export interface ModePrices extends Rates {
  readonly long_context?: readonly Tier[]
}

/** Hours of the day (UTC) at another price: a factor, or prices in place of the block's. */
export interface Schedule extends Rates {
  /** '16:30-00:30' */
  readonly utc: readonly string[]
  readonly days?: readonly string[]
  /** Whose days and holidays: a time zone without daylight saving. */
  readonly calendar?: string
  readonly multiply?: string
}

/** Names of token prices: one per disjoint part of a call. */
export const PRICE_NAMES: readonly Part[] = PARTS

/** Names of fees that logs state. Others may be priced too, unless they look like one of these misspelt. */
export const FEE_NAMES = [
  'web_search',
  'web_search_preview',
  'web_fetch',
  'file_search',
  'x_search',
  'live_search_source',
  'request',
  'request_low',
  'request_medium',
  'request_high',
  'rerank',
  'page',
  'annotated_page',
  'image',
  'audio_second',
  'audio_minute',
  'audio_hour',
  'message',
  'cache_hour',
  'session_hour',
  'code_hour',
  'code_execution',
  'grounded_prompt',
] as const

export function hasTokenPrice(block: Rates): boolean {
  return PRICE_NAMES.some((name) => block[name] !== undefined && block[name] !== null)
}
