import {
  type CatalogIndex,
  type FullIndex,
  type ListedId,
  type ListedPattern,
  type Listing,
  partsOfKey,
} from './catalog-index.ts'
import { entryIn, entryText, headIn } from './entry-text.ts'
import { patternOf } from './pattern.ts'

/** A listing of the shipped prices: its key, 1 where its provider makes it, the globs of `except`. */
type WrittenListing = readonly [string, 0 | 1, ...string[]]

/** An id or a pattern, and what it leads to. */
type WrittenItem = readonly [string, WrittenListing]

interface Head {
  readonly providers: readonly string[]
  readonly shipped: readonly string[]
  readonly fallback: readonly (readonly [string, readonly string[]])[]
}

/** The index of the shipped prices as the build writes it: a line that is always read, then a line per id, and the patterns. */
export function writtenIndex({ ids, allPatterns, providers, shipped, fallback }: FullIndex): string {
  const head: Head = { providers: [...providers], shipped: [...shipped], fallback: [...fallback] }
  const lists: (readonly [string, readonly WrittenItem[]])[] = [...ids].map(
    ([id, items]) => [id, items.map(({ id, listing }) => [id, writtenListing(listing)])] as const,
  )
  for (const name of [null, ...providers]) {
    const patterns = allPatterns.filter(({ listing }) => (name === null ? listing.maker : listing.provider === name))
    lists.push([patternsKey(name), patterns.map(({ pattern, listing }) => [pattern.text, writtenListing(listing)])])
  }
  return entryText(head, lists)
}

/** Ids are asked for in lower case, whatever a log calls a model: none is this key. */
function patternsKey(provider: string | null): string {
  return `PATTERNS ${provider ?? ''}`
}

/** The index that was written so; what a model leads to is looked for in the text, so that start-up does not pay for all. */
export function indexFrom(text: Buffer): CatalogIndex {
  const { providers, shipped, fallback } = headIn(text) as Head
  const listings = new Map<string, Listing>()
  const listingOf = (written: WrittenListing): Listing => {
    const known = listings.get(written[0]) ?? readListing(written)
    listings.set(written[0], known)
    return known
  }
  const ids = new Map<string, readonly ListedId[] | undefined>()
  const patterns = new Map<string | null, readonly ListedPattern[]>()
  const itemsAt = (key: string) => entryIn(text, key) as readonly WrittenItem[] | undefined
  const idsOf = (id: string): readonly ListedId[] | undefined =>
    itemsAt(id)?.map(([id, written]) => ({ id, listing: listingOf(written) }))
  const patternsOf = (provider: string | null): readonly ListedPattern[] =>
    itemsAt(patternsKey(provider))?.map(([glob, written]) => ({
      pattern: patternOf(glob),
      listing: listingOf(written),
    })) ?? []
  return {
    ids: {
      get(id) {
        if (!ids.has(id)) ids.set(id, idsOf(id))
        return ids.get(id)
      },
    },
    patterns: {
      of(provider) {
        const known = patterns.get(provider) ?? patternsOf(provider)
        patterns.set(provider, known)
        return known
      },
    },
    providers: new Set(providers),
    shipped: new Set(shipped),
    fallback: new Map(fallback),
  }
}

function writtenListing({ key, maker, except }: Listing): WrittenListing {
  return [key, maker ? 1 : 0, ...except.map(({ text }) => text)]
}

function readListing([key, maker, ...except]: WrittenListing): Listing {
  const { provider } = partsOfKey(key)
  return { key, provider, maker: maker === 1, own: false, layer: 0, except: except.map(patternOf) }
}
