import { oftenness } from './log-bytes.ts'
import { SHORTEST_NEEDLE } from './needle-tables.ts'
import type { NeedleSearch } from './needles.ts'

/** Bytes of a word. */
const WORD = 4
/** Bytes of which four, wherever they stand, are a whole word of memory. */
const WINDOW = 2 * WORD - 1
const TABLE_BITS = 15
const MULTIPLIER = 0x9e3779b1
/** How far from a word its probe may lie. */
const FARTHEST = 8

/**
 * Finds any of many byte strings, looking at four bytes at once and only at every fourth place: a needle of seven bytes has a
 * whole word of memory in it wherever it stands. Words that are in needles are known by a table; of these most are passed
 * over for one more byte beside them, the probe.
 */
export class WordSearch implements NeedleSearch {
  start = -1
  end = -1
  /** By the hash of a word: 1 = it may be in a needle, which is among the suspects. */
  private readonly table = new Uint8Array(1 << TABLE_BITS)
  private readonly suspects = new Array<readonly Suspect[]>(1 << TABLE_BITS).fill([])
  /** Where the probe lies, from the word's first byte on, and a bit for each byte it may be, by the byte's low five bits. */
  private readonly probeAt = new Int8Array(1 << TABLE_BITS)
  private readonly probeBits = new Int32Array(1 << TABLE_BITS)
  private bytes: Uint8Array = new Uint8Array(0)
  private words: Int32Array = new Int32Array(0)

  /** null when a needle is too short. */
  static of(needles: readonly string[]): WordSearch | null {
    return needles.some((needle) => needle.length < SHORTEST_NEEDLE) ? null : new WordSearch(needles)
  }

  private constructor(needles: readonly string[]) {
    const hashes = new Set<number>()
    for (const needle of needles) {
      const window = windowOf(needle)
      for (let before = window; before < window + WORD; before++) {
        for (const hash of hashesAt(needle, before)) {
          this.suspects[hash] = [...this.suspects[hash]!, { needle: Buffer.from(needle, 'latin1'), before }]
          hashes.add(hash)
        }
      }
    }
    const often = BYTES.slice(0, 128).map(oftenness)
    for (const hash of hashes) {
      const { at, bits } = probeOf(this.suspects[hash]!, often)
      this.table[hash] = 1
      this.probeAt[hash] = at
      this.probeBits[hash] = bits
    }
  }

  find({ buffer, byteOffset, length }: Buffer, from: number): void {
    if (buffer !== this.bytes.buffer) this.lookAt(buffer)
    const { words } = this
    const first = byteOffset + from
    const limit = byteOffset + length
    this.start = this.end = Number.POSITIVE_INFINITY
    let last = limit >>> 2
    for (let at = this.suspect(first >>> 2, last); at < last; at = this.suspect(at + 1, last)) {
      // Another needle may end earlier that begins before this one or behind it.
      if (this.matches(hashOf(words[at]!), at * WORD, first, limit)) last = (this.end - 1) >>> 2
    }
    this.start -= byteOffset
    this.end -= byteOffset
  }

  /** The next word at `from` or behind it that may be in a needle; `to` or more when there is none. A loop without calls is fast. */
  private suspect(from: number, to: number): number {
    const { table, probeAt, probeBits, bytes, words } = this
    for (let at = from; at < to; at++) {
      const hash = Math.imul(words[at]!, MULTIPLIER) >>> (32 - TABLE_BITS)
      if (table[hash] === 1 && ((probeBits[hash]! >>> bytes[at * WORD + probeAt[hash]!]!) & 1) === 1) return at
    }
    return to
  }

  /** Whether a needle with this word at `place` ends before the one that was found last; of several the one that ends first. */
  private matches(hash: number, place: number, first: number, limit: number): boolean {
    const { bytes } = this
    const suspects = this.suspects[hash]!
    let found = false
    for (let i = 0; i < suspects.length; i++) {
      const { needle, before } = suspects[i]!
      const start = place - before
      const end = start + needle.length
      if (start < first || end > limit || end >= this.end) continue
      let same = 0
      while (same < needle.length && bytes[start + same] === needle[same]) same++
      if (same < needle.length) continue
      this.start = start
      this.end = end
      found = true
    }
    return found
  }

  private lookAt(buffer: ArrayBufferLike): void {
    this.bytes = new Uint8Array(buffer)
    this.words = new Int32Array(buffer, 0, buffer.byteLength >>> 2)
  }
}

interface Suspect {
  readonly needle: Buffer
  /** Bytes of the needle before the word; −1 = it begins with the word's second byte. */
  readonly before: number
}

/** Where the seven bytes of a needle begin by whose words it is known: the rarest. A needle of six lacks the first of them. */
function windowOf(needle: string): number {
  let best = needle.length < WINDOW ? needle.length - WINDOW : 0
  let least = Number.POSITIVE_INFINITY
  for (let window = 0; window + WINDOW <= needle.length; window++) {
    let often = 0
    for (let at = window; at < window + WORD; at++) often += oftenness(needle.slice(at, at + WORD))
    if (often >= least) continue
    best = window
    least = often
  }
  return best
}

/** Of the four bytes of the needle behind `before` others; where it begins only behind the first of them, with every byte there. */
function hashesAt(needle: string, before: number): readonly number[] {
  const texts =
    before < 0 ? BYTES.map((byte) => byte + needle.slice(0, WORD - 1)) : [needle.slice(before, before + WORD)]
  return texts.map((text) => {
    const word = new Int32Array(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer)[0]!
    return hashOf(word)
  })
}

function hashOf(word: number): number {
  return Math.imul(word, MULTIPLIER) >>> (32 - TABLE_BITS)
}

/** The place beside a word that is in all its needles, and there passes the fewest bytes. */
function probeOf(
  suspects: readonly Suspect[],
  oftenness: readonly number[],
): { readonly at: number; readonly bits: number } {
  let best = { at: 0, bits: -1 }
  let least = Number.POSITIVE_INFINITY
  for (let at = WORD + FARTHEST; at > -FARTHEST; at--) {
    const bytes = suspects.map(({ needle, before }) => needle[before + at])
    if ((at >= 0 && at < WORD) || bytes.includes(undefined)) continue
    const bits = bytes.reduce<number>((all, byte) => all | (1 << byte!), 0)
    const often = oftenness.reduce((sum, each, byte) => ((bits >>> byte) & 1 ? sum + each : sum), 0)
    if (often >= least) continue
    best = { at, bits }
    least = often
  }
  return best
}

const BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
