import { hash32 } from './hash.ts'

/**
 * Keeps each distinct value once and gives it a small number. Values are equal when their fields are; the number says
 * nothing about order. The hash does: it depends on the value alone, so it may decide between copies.
 */
export class Interner<T extends object> {
  readonly values: T[] = []
  /** Few are asked for. */
  private readonly hashes = new Map<number, number>()
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
    return number
  }

  /** The value with this number is known by another hash. */
  keepHash(number: number, hash: number): void {
    this.hashes.set(number, hash)
  }

  /** The hash of the value with this number. */
  hashOf(number: number): number {
    const hash = this.hashes.get(number) ?? hash32(this.keyOf(this.values[number]!))
    this.hashes.set(number, hash)
    return hash
  }
}
