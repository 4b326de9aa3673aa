import type { KeptCopy } from './kept-copies.ts'
import type { CopyOfCall } from './merge-calls.ts'
import type { Warning } from './report.ts'

/**
 * What a run's total states beyond its calls was worked out in one report of an older version. Where another report has fuller copies of these
 * calls, some of that counts twice, which only the logs can tell apart.
 */
export function shortTotals(kept: Iterable<KeptCopy>): readonly Warning[] {
  const all = [...kept]
  const beyond = new Set(all.filter(({ copy }) => isBeyondCalls(copy)).map(({ copy }) => copy.keyed.name))
  const short = new Map<string, string>()
  for (const { copy, copies } of all)
    for (const { keyed, row } of copies)
      if (keyed !== copy.keyed && beyond.has(keyed.name) && (row.counts[OUTPUT] ?? 0) < (copy.row.counts[OUTPUT] ?? 0))
        short.set(keyed.name, copy.keyed.name)
  return [...short].sort().map(([name, other]) => ({
    code: 'run_total',
    message: `${name}: a run's total in it was compared with calls that ${other} has with more tokens, so some may count twice; make one report of all logs of a run`,
  }))
}

/** Tokens of a run that none of its calls account for: no identity, no call. */
function isBeyondCalls({ row }: CopyOfCall): boolean {
  return row.id === null && row.calls === 0
}

/** Its place among the counts of a row. */
const OUTPUT = 1
