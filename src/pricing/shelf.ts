import { type ListedId, type ListedPattern, type Listing, type Listings, partsOfKey } from './catalog-index.ts'
import { entriesIn, entryIn, entryText, headIn } from './entry-text.ts'
import type { MergedModel } from './merge.ts'
import { type Pattern, patternOf } from './pattern.ts'

/** A listing of the shipped prices: its key, and the globs of `except`. */
type WrittenListing = readonly [key: string, ...except: string[]]

/** An id as the file writes it, and what it leads to. */
type WrittenId = readonly [id: string, listing: WrittenListing]

/** A glob, what every id has in it that it matches, and what it leads to. */
type WrittenPattern = readonly [core: string, glob: string, listing: WrittenListing]

/** Ids are asked for in lower case, whatever a log calls a model: none is one of these keys. */
const PATTERNS = 'PATTERNS'
const PRICE = 'PRICE '

/** Models as the build writes them: a line per id, the patterns, and a line per model; see `entryText`. */
export function shelfText(
  head: unknown,
  ids: Iterable<readonly [string, readonly ListedId[]]>,
  patterns: readonly ListedPattern[],
  models: readonly (readonly [string, MergedModel])[],
): string {
  return entryText(head, [
    ...[...ids].map(([name, items]) => [name, items.map(writtenId)] as const),
    [PATTERNS, patterns.map(writtenPattern)],
    ...models.map(([key, model]) => [`${PRICE}${key}`, model] as const),
  ])
}

/** Models that were written so; what is asked for is looked for in the text, so that start-up does not pay for all. */
export class Shelf implements Listings {
  private readonly text: string
  /** Its lines of ids, and those after them: most ids are looked for in vain, so in as little text as may be. */
  private readonly idLines: string
  private readonly otherLines: string
  /** Their providers make them. */
  private readonly maker: boolean
  private readonly listings = new Map<string, Listing>()
  private readonly known = new Map<string, readonly ListedId[]>()
  private written: readonly WrittenPattern[] | null = null

  constructor(text: string, maker: boolean) {
    const end = text.indexOf(`\n"${PATTERNS}":`)
    this.text = text
    this.idLines = text.slice(0, end + 1)
    this.otherLines = text.slice(end)
    this.maker = maker
  }

  ids(id: string): readonly ListedId[] {
    let items = this.known.get(id)
    if (items === undefined) {
      const written = (entryIn(this.idLines, id) ?? []) as readonly WrittenId[]
      items = written.map(([id, listing]) => ({ id, listing: this.listingOf(listing) }))
      this.known.set(id, items)
    }
    return items
  }

  patterns(ids: readonly string[]): readonly ListedPattern[] {
    this.written ??= entryIn(this.otherLines, PATTERNS) as readonly WrittenPattern[]
    const { written } = this
    // By index: taking all of them apart makes more objects than the rest of a small report.
    const found = ids.flatMap((id) => written.filter((each) => id.includes(each[0])))
    return found.map(([, glob, listing]) => ({ pattern: patternOf(glob), listing: this.listingOf(listing) }))
  }

  model(key: string): MergedModel | null {
    return (entryIn(this.otherLines, `${PRICE}${key}`) as MergedModel | undefined) ?? null
  }

  get head(): unknown {
    return headIn(this.text)
  }

  /** All models, in the order in which they were written. */
  models(): readonly (readonly [string, MergedModel])[] {
    return Object.entries(entriesIn(this.text) as Record<string, MergedModel>)
      .filter(([name]) => name.startsWith(PRICE))
      .map(([name, value]) => [name.slice(PRICE.length), value])
  }

  private listingOf([key, ...except]: WrittenListing): Listing {
    let listing = this.listings.get(key)
    if (listing === undefined) {
      const { provider } = partsOfKey(key)
      listing = { key, provider, maker: this.maker, own: false, layer: 0, except: except.map(patternOf) }
      this.listings.set(key, listing)
    }
    return listing
  }
}

function writtenId({ id, listing }: ListedId): WrittenId {
  return [id, writtenListing(listing)]
}

function writtenPattern({ pattern, listing }: ListedPattern): WrittenPattern {
  return [coreOf(pattern), pattern.text, writtenListing(listing)]
}

function writtenListing({ key, except }: Listing): WrittenListing {
  return [key, ...except.map(({ text }) => text)]
}

/** The longest text that a glob states; a `/regex/` states none. */
function coreOf({ text, literal }: Pattern): string {
  const stated = literal === 0 ? [] : text.toLowerCase().split(/[*#]/)
  return stated.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}
