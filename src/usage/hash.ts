/**
 * Hashes for identity and order, not for security. Both halves together are 64 bits: with a million calls the odds that
 * any two identities collide are about 3 in 10^8.
 */
export interface Hash {
  lo: number
  hi: number
}

/** Signed, as all that follows from them. */
const [START_LOW, START_HIGH] = [0xdeadbeef | 0, 0x41c6ce57]

/** The 64-bit hash of a text, of its UTF-16 units, whole or as far as it was told. kernel/text-hash.ts does the same. */
class TextHash {
  private lo = START_LOW
  private hi = START_HIGH

  begin(): this {
    this.lo = START_LOW
    this.hi = START_HIGH
    return this
  }

  text(text: string): this {
    let { lo, hi } = this
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      lo = Math.imul(lo ^ unit, 2654435761)
      hi = Math.imul(hi ^ unit, 1597334677)
    }
    this.lo = lo
    this.hi = hi
    return this
  }

  /** The text whose ASCII letters are view[from, to). */
  ascii(view: DataView, from: number, to: number): this {
    let { lo, hi } = this
    for (let at = from; at < to; at++) {
      const unit = view.getUint8(at)
      lo = Math.imul(lo ^ unit, 2654435761)
      hi = Math.imul(hi ^ unit, 1597334677)
    }
    this.lo = lo
    this.hi = hi
    return this
  }

  /** As it is behind what was told so far. */
  get begun(): Hash {
    return { lo: this.lo >>> 0, hi: this.hi >>> 0 }
  }

  write(into: Hash): void {
    let { lo, hi } = this
    lo = Math.imul(lo ^ (lo >>> 16), 2246822507) ^ Math.imul(hi ^ (hi >>> 13), 3266489909)
    hi = Math.imul(hi ^ (hi >>> 16), 2246822507) ^ Math.imul(lo ^ (lo >>> 13), 3266489909)
    into.lo = lo >>> 0
    into.hi = hi >>> 0
  }
}

/** Writes the hash of `text` into `into`: no allocation on the hot path. */
export function hashText(text: string, into: Hash): void {
  whole.begin().text(text).write(into)
}

/** How the hash of a text begins that begins like this: who tells what follows goes on from there (kernel/text-hash.ts). */
export function hashBegun(text: string): Hash {
  return whole.begin().text(text).begun
}

/** The same as hashText of a text whose ASCII letters are view[from, to). */
export function hashAscii(view: DataView, from: number, to: number, into: Hash): void {
  whole.begin().ascii(view, from, to).write(into)
}

/** The low half of hashText. */
export function hash32(text: string): number {
  hashText(text, scratch)
  return scratch.lo
}

const LOW_BITS = 0xffffffff

/** Mixes one number into a running 32-bit hash. kernel/hash.ts does the same. */
export function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value >>> 0), 2654435761) ^ (value > LOW_BITS ? Math.floor(value / 2 ** 32) : 0)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** For finding things again in this process alone: texts of one such hash cannot be made by who does not know the seed. */
export const SEED: number = Math.floor(Math.random() * 2 ** 32) | 0

/** Mixes a text into a running hash that begins with SEED; 32 bits, signed. */
export function mixText(hash: number, text: string): number {
  let mixed = hash + 1
  for (let i = 0; i < text.length; i++) {
    mixed = Math.imul(mixed ^ text.charCodeAt(i), 2654435761)
    mixed ^= mixed >>> 15
  }
  return mixed
}

const scratch: Hash = { lo: 0, hi: 0 }
const whole = new TextHash()
