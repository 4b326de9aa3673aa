/** As a key of Wants: an object with any other key is wanted whole, and so is all around it. */
export const ONLY: unique symbol = Symbol('only')

/**
 * The keys of a JSON object that a reader looks at, and no others: true = the whole value under the key; an object = of an
 * object under it these keys; a list of one = the same of each element of an array; a list of two = of the object that an
 * array of pairs stands for these keys. A value of another kind is wanted whole.
 */
export interface Wants {
  readonly [ONLY]?: true
  readonly [key: string]: true | Wants | WantedList
}

export type WantedList = readonly [Wants] | readonly [Wants, Pairs]

/**
 * How an array of pairs is written which stands for an object: `[{"key":"a","value":{"intValue":"1"}}]` for { a: "1" }.
 * Readers must take either for the same, for they are shown the object or, where anything is written otherwise, the array.
 */
export interface Pairs {
  readonly name: string
  readonly value: string
  /** Keys of what stands under `value`. One of any other key stays as it is: { a: { arrayValue: … } }. */
  readonly kinds: readonly string[]
  /** Of at most eight letters: what begins so is wanted too. */
  readonly beginnings: readonly string[]
}

export function isWantedList(wanted: true | Wants | WantedList): wanted is WantedList {
  return Array.isArray(wanted)
}
