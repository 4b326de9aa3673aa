import type { CatalogIndex, Listings } from './catalog-index.ts'
import type { Shelf } from './shelf.ts'

/** What the built-in index knows without looking at any model. */
export interface IndexHead {
  readonly providers: readonly string[]
  readonly shipped: readonly string[]
  readonly fallback: readonly (readonly [string, readonly string[]])[]
  /** Providers that list models which they do not make. */
  readonly resellers: readonly string[]
}

/** The index of the shipped prices: those of makers, which most logs are about, apart from what others ask for the same models. */
export function shippedIndex(head: IndexHead, makers: Shelf, others: () => Shelf): CatalogIndex {
  const everywhere: Listings = {
    ids: (id) => [...makers.ids(id), ...others().ids(id)],
    patterns: (ids) => [...makers.patterns(ids), ...others().patterns(ids)],
  }
  const resellers = new Set(head.resellers)
  return {
    everywhere,
    listedBy: (provider) => (provider !== null && resellers.has(provider) ? everywhere : makers),
    providers: new Set(head.providers),
    shipped: new Set(head.shipped),
    fallback: new Map(head.fallback),
  }
}
