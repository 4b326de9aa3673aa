/** Bytes to compare others with, four at a time. */
export interface Stretch {
  readonly length: number
  readonly words: Int32Array
  /** What of the last word counts. */
  readonly mask: number
}

/** Those in [from, to), which more follow. */
export function stretchOf(view: DataView, from: number, to: number): Stretch {
  const length = to - from
  const words = new Int32Array((length >> 2) + 1)
  for (let word = 0; word < words.length; word++) words[word] = view.getInt32(from + word * 4, true)
  const mask = (1 << ((length & 3) * 8)) - 1
  words[length >> 2]! &= mask
  return { length, words, mask }
}

/** Behind the same bytes at `at`; −1 = others stand there, or none before `last`, behind which more are left. */
export function behindStretch(view: DataView, at: number, { length, words, mask }: Stretch, last: number): number {
  if (at + length > last) return -1
  const whole = words.length - 1
  for (let word = 0; word < whole; word++) if (view.getInt32(at + word * 4, true) !== words[word]) return -1
  return (view.getInt32(at + whole * 4, true) & mask) === words[whole] ? at + length : -1
}
