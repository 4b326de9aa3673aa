import { hash32 } from './hash.ts'

/**
 * Keeps each distinct value once and gives it a small number. Values are equal when their fields are; the number says
 * nothing about order. `hashes` do: they depend on the value alone, so they may decide between copies.
 */
export class Interner<T extends object> {
  readonly values: T[] = []
  readonly hashes: number[] = []
  private readonly numbers = new Map<string, number>()
  private readonly keyOf: (value: T) => string

  /** `keyOf` must give equal text for equal values only. */
  constructor(keyOf: (value: T) => string) {
    this.keyOf = keyOf
  }

  number(value: T): number {
    const key = this.keyOf(value)
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.values.length
    this.numbers.set(key, number)
    this.values.push(value)
    this.hashes.push(hash32(key))
    return number
  }
}
