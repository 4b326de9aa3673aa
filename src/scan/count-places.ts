import { COUNTS, type CountSums, keysOf } from '../usage/count-sums.ts'

/** CountSums with places of numbers instead of keys, and numbers of counts. */
export interface CountPlaces {
  /** Pairs: a count, and the place of a number that is one of its terms. */
  readonly singles: Uint8Array
  /** The other terms, each the greatest of some sums. */
  readonly terms: readonly { readonly count: number; readonly sums: readonly (readonly number[])[] }[]
}

/** Of the numbers that stand under keys for which `isPlace` is true; their places are those in `keysOf`. */
export function placesOf(sums: CountSums, isPlace: (key: string) => boolean): CountPlaces {
  const keys = keysOf(sums)
  const all = COUNTS.flatMap((name, count) =>
    sums[name].map((term) => {
      const places = term.map((each) => each.filter(isPlace).map((key) => keys.indexOf(key)))
      return { count, sums: places.filter(({ length }) => length > 0) }
    }),
  )
  const isSingle = ({ sums }: (typeof all)[number]) => sums.length === 1 && sums[0]!.length === 1
  return {
    singles: Uint8Array.from(all.filter(isSingle).flatMap(({ count, sums }) => [count, sums[0]![0]!])),
    terms: all.filter((term) => !isSingle(term)),
  }
}

/** Writes the counts in the numbers of a row, which begin at `from`, behind `at`. */
export function readCounts(
  { singles, terms }: CountPlaces,
  numbers: Float64Array,
  from: number,
  into: Float64Array,
  at: number,
): void {
  for (let count = 0; count < COUNTS.length; count++) into[at + count] = 0
  for (let i = 0; i < singles.length; i += 2) into[at + singles[i]!]! += numbers[from + singles[i + 1]!]!
  for (let t = 0; t < terms.length; t++) {
    const { count, sums } = terms[t]!
    let greatest = 0
    for (let s = 0; s < sums.length; s++) {
      const places = sums[s]!
      let sum = 0
      for (let p = 0; p < places.length; p++) sum += numbers[from + places[p]!]!
      if (sum > greatest) greatest = sum
    }
    into[at + count]! += greatest
  }
}
