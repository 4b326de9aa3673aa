import type { PriceLayer } from './layer.ts'
import { isExact, type Pattern, patternOf } from './pattern.ts'

/** One model of the merged price file, as matching sees it. */
export interface Listing {
  readonly key: string
  /** Canonical; null for a key without provider. */
  readonly provider: string | null
  /** Its provider makes it (and does not only host or resell it). */
  readonly maker: boolean
  /** A user's file gave it its price, its ids or its model: such entries apply without their provider being named. */
  readonly own: boolean
  /** Index of the last layer that names it. */
  readonly layer: number
  readonly except: readonly Pattern[]
}

export interface ListedId {
  /** As written in the file. */
  readonly id: string
  readonly listing: Listing
}

export interface ListedPattern {
  readonly pattern: Pattern
  readonly listing: Listing
}

/** What the ids and globs of models lead to. */
export interface Listings {
  /** By the id in lower case. */
  ids(id: string): readonly ListedId[]
  /** Those among which all are that match one of these ids, in lower case. */
  patterns(ids: readonly string[]): readonly ListedPattern[]
}

export interface CatalogIndex {
  /** Of all models. */
  readonly everywhere: Listings
  /** Those among which all models are that a provider lists; null = that anybody lists who makes the model, or a user's file. */
  listedBy(provider: string | null): Listings
  /** Providers that have entries; `shipped`: in a catalog, the lowest layer or a newer one over it. */
  readonly providers: ReadonlySet<string>
  readonly shipped: ReadonlySet<string>
  readonly fallback: ReadonlyMap<string, readonly string[]>
}

/** An index of which one may also ask for everything that is in it. */
export interface FullIndex extends CatalogIndex {
  /** By the id in lower case. */
  readonly allIds: ReadonlyMap<string, readonly ListedId[]>
  readonly allPatterns: readonly ListedPattern[]
}

/** Builds the index from the layers, lowest first. Deleted models are not in it. */
export function indexOf(layers: readonly PriceLayer[]): FullIndex {
  const makes = new Map<string, readonly Pattern[]>()
  const fallback = new Map<string, readonly string[]>()
  for (const { file } of layers)
    for (const [provider, facts] of Object.entries(file.providers)) {
      if (facts.makes !== undefined) makes.set(provider, facts.makes.map(patternOf))
      if (facts.fallback !== undefined) fallback.set(provider, facts.fallback)
    }
  const ids = new Map<string, ListedId[]>()
  const patterns: ListedPattern[] = []
  const providers = new Set<string>()
  for (const [key, { match, except, own, layer }] of claimsOf(layers)) {
    const { provider, id } = partsOfKey(key)
    const maker = provider !== null && (makes.get(provider)?.some((glob) => glob.matches(id.toLowerCase())) ?? false)
    const listing: Listing = { key, provider, maker, own, layer, except: (except ?? []).map(patternOf) }
    if (provider !== null) providers.add(provider)
    for (const text of match ?? [id])
      if (isExact(text)) add(ids, { id: text, listing })
      else patterns.push({ pattern: patternOf(text), listing })
  }
  const catalogs = layers.filter(({ file }, layer) => layer === 0 || isCatalog(file))
  const shipped = new Set(
    catalogs.flatMap(({ file }) => Object.keys(file.models)).map((key) => partsOfKey(key).provider ?? ''),
  )
  const everywhere: Listings = { ids: (id) => ids.get(id) ?? [], patterns: () => patterns }
  const listedBy = () => everywhere
  return { everywhere, listedBy, allIds: ids, allPatterns: patterns, providers, shipped, fallback }
}

/** The provider and the id of a key: 'openrouter/openai/gpt-4o' → openrouter, openai/gpt-4o. */
export function partsOfKey(key: string): { readonly provider: string | null; readonly id: string } {
  const slash = key.indexOf('/')
  return slash <= 0 ? { provider: null, id: key } : { provider: key.slice(0, slash), id: key.slice(slash + 1) }
}

interface Claim {
  readonly match: readonly string[] | null
  readonly except: readonly string[] | null
  readonly own: boolean
  readonly layer: number
}

const NO_CLAIM: Claim = { match: null, except: null, own: false, layer: 0 }
const OWNING = ['match', 'like', 'from', 'history', 'input', 'output'] as const

/** A file that says what providers make lists everybody's prices, like the shipped one; they are not its reader's own. */
function isCatalog({ providers }: PriceLayer['file']): boolean {
  return Object.values(providers).some(({ makes }) => makes !== undefined)
}

function claimsOf(layers: readonly PriceLayer[]): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>()
  for (const [layer, { file }] of layers.entries()) {
    const listsOthers = layer === 0 || isCatalog(file)
    for (const [key, change] of Object.entries(file.models)) {
      if (change === null) {
        claims.delete(key)
        continue
      }
      const below = claims.get(key) ?? NO_CLAIM
      claims.set(key, {
        match: change.match === undefined ? below.match : change.match,
        except: change.except === undefined ? below.except : change.except,
        own: below.own || (!listsOthers && OWNING.some((name) => change[name] !== undefined)),
        layer,
      })
    }
  }
  return claims
}

function add(ids: Map<string, ListedId[]>, item: ListedId): void {
  const key = item.id.toLowerCase()
  const list = ids.get(key)
  if (list === undefined) ids.set(key, [item])
  else list.push(item)
}
