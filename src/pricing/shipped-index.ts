import { type CatalogIndex, type FullIndex, type ListedId, type Listing, partsOfKey } from './catalog-index.ts'
import { entryIn, entryText, headIn } from './entry-text.ts'
import { patternOf } from './pattern.ts'

/** A listing of the shipped prices: its key, 1 where its provider makes it, the globs of `except`. */
type WrittenListing = readonly [string, 0 | 1, ...string[]]

interface Head {
  readonly patterns: readonly (readonly [string, WrittenListing])[]
  readonly providers: readonly string[]
  readonly shipped: readonly string[]
  readonly fallback: readonly (readonly [string, readonly string[]])[]
}

/** The index of the shipped prices as the build writes it: a line that is always read, then a line per id. */
export function writtenIndex({ ids, patterns, providers, shipped, fallback }: FullIndex): string {
  const head: Head = {
    patterns: patterns.map(({ pattern, listing }) => [pattern.text, writtenListing(listing)]),
    providers: [...providers],
    shipped: [...shipped],
    fallback: [...fallback],
  }
  const lists = [...ids].map(
    ([id, items]) => [id, items.map(({ id, listing }) => [id, writtenListing(listing)])] as const,
  )
  return entryText(head, lists)
}

/** The index that was written so; an id is looked for in the text, so that start-up does not pay for all of them. */
export function indexFrom(text: string): CatalogIndex {
  const { patterns, providers, shipped, fallback } = headIn(text) as Head
  const listings = new Map<string, Listing>()
  const listingOf = (written: WrittenListing): Listing => {
    const known = listings.get(written[0]) ?? readListing(written)
    listings.set(written[0], known)
    return known
  }
  const ids = new Map<string, readonly ListedId[] | undefined>()
  const idsOf = (id: string): readonly ListedId[] | undefined =>
    (entryIn(text, id) as (readonly [string, WrittenListing])[] | undefined)?.map(([id, written]) => ({
      id,
      listing: listingOf(written),
    }))
  return {
    ids: {
      get(id) {
        if (!ids.has(id)) ids.set(id, idsOf(id))
        return ids.get(id)
      },
    },
    patterns: patterns.map(([glob, written]) => ({ pattern: patternOf(glob), listing: listingOf(written) })),
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
