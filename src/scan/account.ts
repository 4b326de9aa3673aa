import { mix } from '../usage/hash.ts'

/** What happened to the entries of one file while it was read; what copies do to them is known only after dedupe. */
export class ScanAccount {
  bytes = 0
  lines = 0
  /** No usage in it. */
  other = 0
  malformed = 0
  /** Of malformed, those with a usage marker: their tokens are missing from the totals. */
  malformedUsage = 0
  /** Entries that stated a call that their reader already knew, and no other. */
  folded = 0
  callsFound = 0
  /** Of where calls were found and of their tokens: files of equal content have equal ones, not always the other way. */
  digest = 0
  /** Offsets of entries that count as malformed although calls of them are kept; null = there are none. */
  mixed: Set<number> | null = null
  /** Entries with calls: records or duplicates, as dedupe will tell. */
  entriesWithCalls = 0
  formats: readonly string[] = NONE
  /** Where malformed entries stand, the first few. */
  rejects: readonly Reject[] = NONE

  /** An entry at `offset` has so many calls, of so many tokens. */
  found(calls: number, offset: number, tokens: number): void {
    this.foundMany(calls, mix(mix(0, offset), tokens))
  }

  /** Entries have so many calls; `digest`: the sum of what places and tokens are when they are mixed as in `found`. */
  foundMany(calls: number, digest: number): void {
    this.callsFound += calls
    this.digest = (this.digest + digest) >>> 0
  }

  reject(line: number, reason: string, usage: boolean): void {
    this.malformed++
    if (usage) this.malformedUsage++
    if (this.rejects.length < REJECTS_KEPT) this.rejects = [...this.rejects, { line, reason }]
  }

  /** Calls of the entry at `offset` are kept although it counts as malformed. */
  mix(offset: number): void {
    this.mixed ??= new Set()
    this.mixed.add(offset)
  }

  /** There are calls of this format. */
  has(format: string): void {
    if (!this.formats.includes(format)) this.formats = this.formats === NONE ? [format] : [...this.formats, format]
  }
}

export interface Reject {
  readonly line: number
  /** Never quotes the log. */
  readonly reason: string
}

/** The account of a file from those of its beginning and of the rest, whose lines count from behind `lines` others. */
export function addedAccount(begin: ScanAccount, rest: ScanAccount, lines = 0): ScanAccount {
  const rejects = rest.rejects.map(({ line, reason }) => ({ line: lines + line, reason }))
  const account = Object.assign(new ScanAccount(), begin, {
    digest: (begin.digest + rest.digest) >>> 0,
    mixed: begin.mixed === null ? rest.mixed : new Set([...begin.mixed, ...(rest.mixed ?? [])]),
    formats: [...new Set([...begin.formats, ...rest.formats])],
    rejects: [...begin.rejects, ...rejects].slice(0, REJECTS_KEPT),
  })
  for (const name of SUMS) account[name] += rest[name]
  return account
}

const SUMS = [
  'bytes',
  'lines',
  'other',
  'malformed',
  'malformedUsage',
  'folded',
  'callsFound',
  'entriesWithCalls',
] as const satisfies readonly (keyof ScanAccount)[]

const REJECTS_KEPT = 5
/** Most files have no use for lists of their own. */
const NONE: readonly never[] = []
