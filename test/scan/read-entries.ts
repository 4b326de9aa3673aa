import { EntryReader } from '../../src/scan/entry-reader.ts'
import { NeedleFinder } from '../../src/scan/needles.ts'

export interface Seen {
  readonly kind: 'entry' | 'text' | 'broken'
  readonly line: number
  readonly candidate: boolean
  /** The bytes as text; for broken ones the reason. */
  readonly text: string
}

/** Runs bytes through an EntryReader in pieces of the given sizes (the last one repeats). */
export function readEntries(
  content: Buffer | string,
  cuts: readonly number[] = [1 << 20],
  needles = ['_tokens'],
): Seen[] {
  const bytes = Buffer.from(content)
  const seen: Seen[] = []
  const reader = new EntryReader(
    {
      entry: (text, _offset, line, candidate) =>
        void seen.push({ kind: 'entry', line, candidate, text: text.toString() }),
      text: (text, _offset, line, candidate) =>
        void seen.push({ kind: 'text', line, candidate, text: text.toString() }),
      broken: (_offset, line, candidate, reason) => void seen.push({ kind: 'broken', line, candidate, text: reason }),
    },
    new NeedleFinder(needles),
  )
  reader.begin()
  for (let from = 0, cut = 0; from < bytes.length; cut++) {
    const room = reader.room()
    const size = Math.min(cuts[Math.min(cut, cuts.length - 1)]!, room.length, bytes.length - from)
    bytes.copy(room, 0, from, from + size)
    reader.filled(size)
    from += size
  }
  reader.end()
  return seen
}
