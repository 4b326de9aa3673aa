import { hash32 } from './hash.ts'

/** How values are told apart. */
export interface Likeness<T> {
  /** Equal for equal values; of others only mostly different. 32 bits, signed; another one in another process. */
  readonly key: (value: T) => number
  readonly isSame: (a: T, b: T) => boolean
  /** Equal for equal values only. */
  readonly text: (value: T) => string
}

/**
 * Keeps each distinct value once and gives it a small number, which says nothing about order. `hashOf` does: it depends on the
 * value alone, so it may decide between copies.
 */
export class Interner<T extends object> {
  readonly values: T[] = []
  /** Few are asked for. */
  private readonly hashes = new Map<number, number>()
  /** By their key, or the next one that was free. */
  private readonly numbers = new Map<number, number>()
  private readonly likeness: Likeness<T>

  constructor(likeness: Likeness<T>) {
    this.likeness = likeness
  }

  number(value: T): number {
    const { numbers, values, likeness } = this
    let key = likeness.key(value)
    let known = numbers.get(key)
    while (known !== undefined && !likeness.isSame(values[known]!, value)) {
      key = (key + 1) | 0
      known = numbers.get(key)
    }
    if (known !== undefined) return known
    numbers.set(key, values.length)
    return values.push(value) - 1
  }

  /** The value with this number is known by another hash. */
  keepHash(number: number, hash: number): void {
    this.hashes.set(number, hash)
  }

  /** The hash of the value with this number. */
  hashOf(number: number): number {
    const hash = this.hashes.get(number) ?? hash32(this.likeness.text(this.values[number]!))
    this.hashes.set(number, hash)
    return hash
  }
}
