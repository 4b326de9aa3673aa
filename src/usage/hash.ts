/**
 * Hashes for identity and order, not for security. Both halves together are 64 bits: with a million calls the odds that
 * any two identities collide are about 3 in 10^8.
 */
export interface Hash {
  lo: number
  hi: number
}

/** Writes the 64-bit hash of `text` (its UTF-16 units) into `into`: no allocation on the hot path. */
export function hashText(text: string, into: Hash): void {
  let lo = 0xdeadbeef
  let hi = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    lo = Math.imul(lo ^ unit, 2654435761)
    hi = Math.imul(hi ^ unit, 1597334677)
  }
  write(lo, hi, into)
}

/** The same of a text whose ASCII letters are view[from, to). */
export function hashAscii(view: DataView, from: number, to: number, into: Hash): void {
  let lo = 0xdeadbeef
  let hi = 0x41c6ce57
  for (let at = from; at < to; at++) {
    const unit = view.getUint8(at)
    lo = Math.imul(lo ^ unit, 2654435761)
    hi = Math.imul(hi ^ unit, 1597334677)
  }
  write(lo, hi, into)
}

function write(low: number, high: number, into: Hash): void {
  let lo = low
  let hi = high
  lo = Math.imul(lo ^ (lo >>> 16), 2246822507) ^ Math.imul(hi ^ (hi >>> 13), 3266489909)
  hi = Math.imul(hi ^ (hi >>> 16), 2246822507) ^ Math.imul(lo ^ (lo >>> 13), 3266489909)
  into.lo = lo >>> 0
  into.hi = hi >>> 0
}

/** The low half of hashText. */
export function hash32(text: string): number {
  hashText(text, scratch)
  return scratch.lo
}

const LOW_BITS = 0xffffffff

/** Mixes one number into a running 32-bit hash. */
export function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value >>> 0), 2654435761) ^ (value > LOW_BITS ? Math.floor(value / 2 ** 32) : 0)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

const scratch: Hash = { lo: 0, hi: 0 }
