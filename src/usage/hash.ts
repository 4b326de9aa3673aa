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

/** The 64-bit hash of a text (its UTF-16 units) that is told piece by piece. */
export class TextHash {
  private lo = START_LOW
  private hi = START_HIGH

  /** Begins anew, behind what another one was told. */
  begin(behind: TextHash | null = null): this {
    this.lo = behind === null ? START_LOW : behind.lo
    this.hi = behind === null ? START_HIGH : behind.hi
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

  /** A whole number from 0 to 2^53−1, as it is written. */
  number(value: number): this {
    if (value > LARGEST_SMALL) return this.text(String(value))
    let first = MOST_DIGITS
    let rest = value | 0
    do {
      const tens = (rest / 10) | 0
      digits.setUint8(--first, rest - tens * 10 + 48)
      rest = tens
    } while (rest > 0)
    return this.ascii(digits, first, MOST_DIGITS)
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

/** The same of a text whose ASCII letters are view[from, to). */
export function hashAscii(view: DataView, from: number, to: number, into: Hash): void {
  whole.begin().ascii(view, from, to).write(into)
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
const whole = new TextHash()
/** The largest number of 32 bits, which is divided several times faster than a larger one, and how many digits it has. */
const [LARGEST_SMALL, MOST_DIGITS] = [0x7fffffff, 10]
/** Of the number at hand. */
const digits = new DataView(new ArrayBuffer(MOST_DIGITS))
