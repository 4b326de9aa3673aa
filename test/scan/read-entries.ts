import { EntryReader } from '../../src/scan/entry-reader.ts'
import type { Kernel } from '../../src/scan/kernel.ts'
import { NeedleFinder } from '../../src/scan/needles.ts'

/** What an EntryReader said: of entries and texts the bytes as text, of broken ones the reason, of others how many. */
export type Seen =
  | { readonly kind: 'entry' | 'text'; readonly offset: number; readonly line: number; readonly text: string }
  | { readonly kind: 'broken'; readonly line: number; readonly candidate: boolean; readonly reason: string }
  | { readonly kind: 'others'; count: number }

export interface Reading {
  /** Sizes of the pieces; the last one repeats. */
  readonly cuts?: readonly number[]
  /** The empty needle is in everything. */
  readonly needles?: readonly string[]
  readonly kernel?: Kernel | null
  /** What the same reader has read as another file. */
  readonly before?: string
}

/** Runs bytes through an EntryReader. Others that follow one another are added up. */
export function readEntries(
  content: Buffer | string,
  { cuts = [1 << 20], needles = [''], kernel = null, before = '' }: Reading = {},
) {
  const seen: Seen[] = []
  const reader = new EntryReader(new NeedleFinder(needles, kernel), kernel)
  reader.begin({ entry() {}, text() {}, broken() {}, others() {} })
  feed(reader, Buffer.from(before), cuts)
  reader.end()
  reader.begin({
    entry: (bytes, from, to, offset, line) =>
      void seen.push({ kind: 'entry', offset, line, text: bytes.toString('utf8', from, to) }),
    text: (bytes, from, to, offset, line) =>
      void seen.push({ kind: 'text', offset, line, text: bytes.toString('utf8', from, to) }),
    broken: (line, candidate, reason) => void seen.push({ kind: 'broken', line, candidate, reason }),
    others: (count) => {
      const last = seen.at(-1)
      if (last?.kind === 'others') last.count += count
      else seen.push({ kind: 'others', count })
    },
  })
  feed(reader, Buffer.from(content), cuts)
  reader.end()
  return seen
}

function feed(reader: EntryReader, bytes: Buffer, cuts: readonly number[]): void {
  for (let from = 0, cut = 0; from < bytes.length; cut++) {
    const room = reader.room()
    const size = Math.min(cuts[Math.min(cut, cuts.length - 1)]!, room.length, bytes.length - from)
    bytes.copy(room, 0, from, from + size)
    reader.filled(size)
    from += size
  }
}
