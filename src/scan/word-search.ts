import { oftenness, SHORTEST_NEEDLE } from './needle-tables.ts'
import type { NeedleSearch } from './needles.ts'

/** Bytes of a word. */
const WORD = 4
/** Bytes of which four, wherever they stand, are a whole word of memory. */
const WINDOW = 2 * WORD - 1
const TABLE_BITS = 15
const MULTIPLIER = 0x9e3779b1

/**
 * Finds any of many byte strings, looking at four bytes at once and only at every fourth place: a needle of seven bytes has a
 * whole word of memory in it wherever it stands. Words that are in needles are known by a table, needles by comparison.
 */
export class WordSearch implements NeedleSearch {
  start = -1
  end = -1
  /** By the hash of a word: 1 = it may be in a needle, which is among the suspects. */
  private readonly table = new Uint8Array(1 << TABLE_BITS)
  private readonly suspects = new Array<readonly Suspect[]>(1 << TABLE_BITS).fill([])
  private buffer: ArrayBufferLike = new ArrayBuffer(0)
  private words: Int32Array = new Int32Array(0)

  /** null when a needle is too short. */
  static of(needles: readonly string[]): WordSearch | null {
    return needles.some((needle) => needle.length < SHORTEST_NEEDLE) ? null : new WordSearch(needles)
  }

  private constructor(needles: readonly string[]) {
    for (const needle of needles) {
      const window = windowOf(needle)
      for (let at = window; at < window + WORD; at++) this.add(needle, at)
    }
  }

  find(bytes: Buffer, from: number): void {
    const { table } = this
    const words = this.wordsOf(bytes.buffer)
    const base = bytes.byteOffset
    this.start = this.end = Number.POSITIVE_INFINITY
    let last = (base + bytes.length) >>> 2
    for (let at = (base + from) >>> 2; at < last; at++) {
      const hash = Math.imul(words[at]!, MULTIPLIER) >>> (32 - TABLE_BITS)
      if (table[hash] === 0) continue
      // Another needle may end earlier that begins before this one or behind it.
      if (this.matches(hash, bytes, at * WORD - base, from)) last = (base + this.end - 1) >>> 2
    }
  }

  private matches(hash: number, bytes: Buffer, place: number, from: number): boolean {
    const suspects = this.suspects[hash]!
    for (let i = 0; i < suspects.length; i++) {
      const { needle, before } = suspects[i]!
      const start = place - before
      let same = 0
      while (same < needle.length && bytes[start + same] === needle[same]) same++
      const end = start + needle.length
      if (same < needle.length || start < from || end > bytes.length || end >= this.end) continue
      this.start = start
      this.end = end
      return true
    }
    return false
  }

  /** Notes the needle by its four bytes from `at` on; where it begins only behind them, with every byte before it. */
  private add(needle: string, at: number): void {
    const words = at < 0 ? BYTES.map((byte) => byte + needle.slice(0, WORD - 1)) : [needle.slice(at, at + WORD)]
    for (const text of words) {
      const word = new Int32Array(Uint8Array.from(Buffer.from(text, 'latin1')).buffer)[0]!
      const hash = Math.imul(word, MULTIPLIER) >>> (32 - TABLE_BITS)
      this.suspects[hash] = [...this.suspects[hash]!, { needle: Buffer.from(needle, 'latin1'), before: at }]
      this.table[hash] = 1
    }
  }

  private wordsOf(buffer: ArrayBufferLike): Int32Array {
    if (buffer === this.buffer) return this.words
    this.buffer = buffer
    this.words = new Int32Array(buffer, 0, buffer.byteLength >>> 2)
    return this.words
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

const BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
