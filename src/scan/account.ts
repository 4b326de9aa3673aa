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
  /** Offsets of entries that count as malformed although calls of them are kept. */
  readonly mixed = new Set<number>()
  /** Entries with calls: records or duplicates, as dedupe will tell. */
  entriesWithCalls = 0
  readonly formats = new Set<string>()
  /** Where malformed entries stand, the first few. */
  readonly rejects: Reject[] = []

  reject(line: number, reason: string, usage: boolean): void {
    this.malformed++
    if (usage) this.malformedUsage++
    if (this.rejects.length < REJECTS_KEPT) this.rejects.push({ line, reason })
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
    mixed: new Set([...begin.mixed, ...rest.mixed]),
    formats: new Set([...begin.formats, ...rest.formats]),
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
