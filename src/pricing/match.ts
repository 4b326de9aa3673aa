import type { CatalogIndex, ListedId, ListedPattern, Listing, Listings } from './catalog-index.ts'
import { isFree, namedId, normalizedIds, undatedId, withoutProvider } from './model-id.ts'
import type { MatchKind } from './priced.ts'

/** Which entry a name leads to, and why. */
export type Match =
  | {
      readonly found: true
      readonly matched: Extract<MatchKind, 'exact' | 'normalized' | 'dated' | 'pattern'>
      readonly listing: Listing
      /** True when the log named no provider. */
      readonly assumed: boolean
      /** The provider that was named, where it lists no price of its own and another's holds. */
      readonly insteadOf: string | null
    }
  | { readonly found: false; readonly free: boolean; readonly provider: string | null; readonly reason: string }

type Kind = Extract<Match, { found: true }>['matched']
/** A subscription and local runtimes: what a call costs there says nothing about a call of whom nobody knows who served it. */
const UNBILLED: readonly string[] = ['github-copilot', 'ollama', 'lmstudio']

type Admits = (listing: Listing) => boolean

/**
 * PRICING.md, "Matching": a provider that is named restricts the entries; without one the maker's entry holds, or what
 * all resellers agree on (`samePrice`). Then exact id → normalised id → dated form → most specific glob. Never a bare
 * prefix, never a similar name.
 */
export function matchModel(
  index: CatalogIndex,
  model: string,
  provider: string | null,
  samePrice: (a: string, b: string) => boolean,
): Match {
  const named = namedId(model, (name) => index.providers.has(name))
  if (provider !== null) return atProvider(index, [model], provider)
  if (named.provider !== null) {
    const match = atProvider(index, [named.id, model], named.provider)
    if (match.found || match.free) return match
  }
  return anywhere(index, named.provider === null ? named.id : model, samePrice)
}

function atProvider(index: CatalogIndex, written: readonly string[], provider: string): Match {
  const bare = withoutProvider(written[0]!, provider)
  const ids = bare === null ? written : [...written, bare]
  const foreign: Admits = (listing) => listing.own && !index.shipped.has(listing.provider ?? '')
  const pools: Pool[] = [
    { admits: (listing) => listing.provider === provider || foreign(listing), listedBy: provider, insteadOf: null },
    { admits: (listing) => listing.own, listedBy: provider, insteadOf: null },
  ]
  for (const other of index.fallback.get(provider) ?? [])
    pools.push({ admits: (listing) => listing.provider === other, listedBy: other, insteadOf: provider })
  for (const { admits, listedBy, insteadOf } of pools) {
    const hit = search(index, ids, admits, listedBy)
    if (hit !== null) return { found: true, ...hit, assumed: false, insteadOf }
    if (ids.some(isFreeId)) return free(provider)
  }
  return { found: false, free: false, provider, reason: `${provider} has no price for this model` }
}

interface Pool {
  readonly admits: Admits
  readonly listedBy: string
  readonly insteadOf: string | null
}

function anywhere(index: CatalogIndex, id: string, samePrice: (a: string, b: string) => boolean): Match {
  const first: Admits = (listing) => listing.maker || listing.own
  const hit = search(index, [id], first, null)
  if (hit !== null) return { found: true, ...hit, assumed: !hit.listing.own, insteadOf: null }
  const others = searchAll(index, id, (listing) => !first(listing) && !UNBILLED.includes(listing.provider ?? ''))
  if (others === null) return isFreeId(id) ? free(null) : NOWHERE
  const [chosen, ...rest] = others.listings
  const odd = rest.find((listing) => !samePrice(chosen!.key, listing.key))
  if (odd === undefined)
    return { found: true, matched: others.matched, listing: chosen!, assumed: true, insteadOf: null }
  const reason = `the log names no provider, and ${chosen!.key} and ${odd.key} have different prices`
  return { found: false, free: false, provider: null, reason }
}

const NOWHERE: Match = { found: false, free: false, provider: null, reason: 'no price for this model' }

function free(provider: string | null): Match {
  return { found: false, free: true, provider, reason: '' }
}

function isFreeId(id: string): boolean {
  return isFree(id.trim().toLowerCase())
}

/**
 * The best entry that `admits`. A dated form is a guess, and is called one unless the entry has a glob for it as well.
 * `listedBy` = the provider that was named, of whom a glob of only `*` may apply; null = none was.
 */
function search(
  index: CatalogIndex,
  ids: readonly string[],
  admits: Admits,
  listedBy: string | null,
): { matched: Kind; listing: Listing } | null {
  const listings = index.listedBy(listedBy)
  const normalized = [...new Set(ids.flatMap(normalizedIds))]
  const allowed: Admits = (listing) => admits(listing) && !excepted(listing, normalized)
  const exact = pick(written(listings, ids, allowed))
  if (exact !== null) return { matched: 'exact', listing: exact }
  const spelled = pick(listed(listings, normalized, allowed))
  if (spelled !== null) return { matched: 'normalized', listing: spelled }
  if (ids.some(isFreeId)) return null
  const dated = pick(listed(listings, undatedIds(normalized), allowed))
  const globs = listings.patterns(normalized).filter((item) => applies(item, normalized, allowed, listedBy !== null))
  if (dated !== null) {
    const expected = globs.some(({ listing }) => listing === dated)
    return { matched: expected ? 'pattern' : 'dated', listing: dated }
  }
  const glob = mostSpecific(globs)
  return glob === null ? null : { matched: 'pattern', listing: glob }
}

/** All entries that `admits` at the first step that finds any: what resellers must agree on. */
function searchAll(
  { everywhere }: CatalogIndex,
  id: string,
  admits: Admits,
): { matched: Kind; listings: readonly Listing[] } | null {
  const normalized = normalizedIds(id)
  const allowed: Admits = (listing) => admits(listing) && !excepted(listing, normalized)
  const steps: readonly (readonly [Kind, () => readonly Listing[]])[] = [
    ['exact', () => written(everywhere, [id], allowed)],
    ['normalized', () => listed(everywhere, normalized, allowed)],
    ['dated', () => (isFreeId(id) ? [] : listed(everywhere, undatedIds(normalized), allowed))],
  ]
  for (const [matched, list] of steps) {
    const listings = [...new Set(list())].sort(byKey)
    if (listings.length > 0) return { matched, listings }
  }
  return null
}

/** The entries under the first of `ids`, letter by letter, that has any. */
function written(listings: Listings, ids: readonly string[], admits: Admits): readonly Listing[] {
  return firstOf(ids, (id) => listings.ids(id.toLowerCase()).filter((item) => item.id === id), admits)
}

/** The same for ids in lower case, however the file writes them. */
function listed(listings: Listings, ids: readonly string[], admits: Admits): readonly Listing[] {
  return firstOf(ids, (id) => listings.ids(id), admits)
}

function firstOf(ids: readonly string[], of: (id: string) => readonly ListedId[], admits: Admits): readonly Listing[] {
  for (const id of ids) {
    const found = of(id)
      .map(({ listing }) => listing)
      .filter(admits)
    if (found.length > 0) return found
  }
  return []
}

function undatedIds(ids: readonly string[]): readonly string[] {
  return ids.map(undatedId).filter((id) => id !== null)
}

function excepted(listing: Listing, ids: readonly string[]): boolean {
  return listing.except.length > 0 && ids.some((id) => listing.except.some((glob) => glob.matches(id)))
}

function applies(item: ListedPattern, ids: readonly string[], admits: Admits, named: boolean): boolean {
  if (item.pattern.any && !named) return false
  return admits(item.listing) && ids.some((id) => item.pattern.matches(id))
}

/** Among entries with the same id: the user's own, of the later layer, then the maker's, then by key. */
function pick(listings: readonly Listing[]): Listing | null {
  return [...listings].sort(byRank)[0] ?? null
}

function mostSpecific(items: readonly ListedPattern[]): Listing | null {
  const [best] = [...items].sort((a, b) => b.pattern.literal - a.pattern.literal || byRank(a.listing, b.listing))
  return best?.listing ?? null
}

function byRank(a: Listing, b: Listing): number {
  return rank(b) - rank(a) || byKey(a, b)
}

function rank(listing: Listing): number {
  return (listing.own ? 2 * (listing.layer + 1) : 0) + (listing.maker ? 1 : 0)
}

function byKey(a: Listing, b: Listing): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
