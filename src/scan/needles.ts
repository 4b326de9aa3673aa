/**
 * Tells which stretches of a buffer contain at least one of a few byte strings. Each needle remembers its next hit, so
 * that a buffer is searched once per needle, however many lines it has.
 */
export class NeedleFinder {
  private readonly needles: readonly Buffer[]
  private readonly next: number[]
  private bytes: Buffer = Buffer.alloc(0)

  constructor(needles: readonly string[]) {
    this.needles = needles.map((needle) => Buffer.from(needle, 'latin1'))
    this.next = this.needles.map(() => -1)
  }

  /** Starts on other bytes. */
  begin(bytes: Buffer): void {
    this.bytes = bytes
    this.next.fill(-1)
  }

  /** True when a needle lies wholly inside [from, to). Calls must go forward: `from` never before an earlier one. */
  within(from: number, to: number): boolean {
    for (let i = 0; i < this.needles.length; i++) {
      const needle = this.needles[i]!
      let hit = this.next[i]!
      if (hit < from) {
        hit = this.bytes.indexOf(needle, from)
        if (hit < 0) hit = Number.POSITIVE_INFINITY
        this.next[i] = hit
      }
      if (hit + needle.length <= to) return true
    }
    return false
  }

  /** True when any needle occurs in `bytes`, apart from the buffer at hand. */
  in(bytes: Buffer): boolean {
    return this.needles.some((needle) => bytes.includes(needle))
  }
}
