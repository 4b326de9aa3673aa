import { nearestOf } from '../config/nearest.ts'
import type { PriceBook } from './price-book.ts'

/** What to do about a model without a price: those that were perhaps meant, and where all are listed. */
export function nearModels(book: PriceBook, model: string): string {
  const near = nearestOf(model, book.modelKeys(), 5)
  const all = 'tokencost pricing list shows all models with a price.'
  return near.length === 0 ? all : `Near it are: ${near.join(', ')}; ${all}`
}
