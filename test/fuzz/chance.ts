/** Random choices that follow from a seed alone (mulberry32), far cheaper than arbitraries: fuzzing lives from many cases. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** From 0 up to 1, without 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** From 0 up to `end`, without it. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.next() * times < 1
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!
  }

  shuffled<T>(values: readonly T[]): readonly T[] {
    return values
      .map((value) => [this.next(), value] as const)
      .sort(([a], [b]) => a - b)
      .map(([, value]) => value)
  }
}
