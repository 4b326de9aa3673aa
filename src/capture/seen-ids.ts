import { type Hash, hashText } from '../usage/hash.ts'

/** A set of identities by their 64-bit hashes: about 12 bytes each, no strings. */
export class SeenIds {
  private slots = new Uint32Array(2 * 64)
  private size = 0
  private readonly hash: Hash = { lo: 0, hi: 0 }

  /** True when `id` was in the set already; it is from now on. */
  addOrKnow(id: string): boolean {
    if (this.size * 10 >= this.slots.length * 4) this.grow()
    hashText(id, this.hash)
    return this.put(this.hash.lo, this.hash.hi || 1)
  }

  /** An empty slot has a high half of zero. */
  private put(lo: number, hi: number): boolean {
    const { slots } = this
    const mask = slots.length / 2 - 1
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      const [knownLo, knownHi] = [slots[slot * 2]!, slots[slot * 2 + 1]!]
      if (knownHi === hi && knownLo === lo) return true
      if (knownHi !== 0) continue
      slots[slot * 2] = lo
      slots[slot * 2 + 1] = hi
      this.size++
      return false
    }
  }

  private grow(): void {
    const { slots } = this
    this.slots = new Uint32Array(slots.length * 2)
    this.size = 0
    for (let at = 0; at < slots.length; at += 2) if (slots[at + 1] !== 0) this.put(slots[at]!, slots[at + 1]!)
  }
}
