/**
 * The keys of a JSON object that a reader looks at, and no others: true = the whole value under the key; an object = of an
 * object under it these keys; a list of one = the same of each element of an array. A value of another kind is wanted whole.
 */
export interface Wants {
  readonly [key: string]: true | Wants | readonly [Wants]
}
