import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { builtInFormatOf } from '../../src/formats/built-in.ts'
import type { FormatReader, RecordSink } from '../../src/formats/format.ts'
import { MalformedUsage } from '../../src/usage/count.ts'
import { isUnstated, isZero, type TokenCounts } from '../../src/usage/counts.ts'
import type { UsageRecord } from '../../src/usage/record.ts'
import { naiveEntries } from './entries.ts'
import { naiveRests } from './totals.ts'

export interface NaiveCalls {
  readonly calls: readonly UsageRecord[]
  readonly rejects: readonly string[]
}

/** Reads one file through FORMATS and folds its calls together with plain Maps, as the Invariants of ARCHITECTURE.md say. */
export function naiveCalls(path: string): NaiveCalls {
  const records: UsageRecord[] = []
  const rejects: string[] = []
  const readers = new Map<string, FormatReader>()
  let line = 0
  const sink: RecordSink = {
    get at() {
      return { offset: line, line }
    },
    record: (record) => void records.push(record),
    reject: (reason) => void rejects.push(reason),
    folded: () => {},
    warn: () => {},
  }
  const context = {
    name: path,
    sibling: (name: string) => {
      const neighbour = join(dirname(path), name)
      return existsSync(neighbour) ? readFileSync(neighbour, 'utf8') : null
    },
  }
  for (const entry of naiveEntries(readFileSync(path))) {
    line++
    const format = builtInFormatOf(entry)
    if (format === null) continue
    if (!readers.has(format.name)) readers.set(format.name, format.open(context))
    try {
      readers.get(format.name)!.push(entry, sink)
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
      rejects.push(error.reason)
    }
  }
  for (const reader of readers.values()) reader.close?.(sink)
  return { calls: naiveJoin(records), rejects }
}

/** One record per identity: updates overlaid in order, then the greatest copy; calls with zero tokens are no calls. */
export function naiveJoin(records: readonly UsageRecord[]): UsageRecord[] {
  const calls = new Map<string | symbol, UsageRecord>()
  for (const record of records) {
    const key = record.identity ?? Symbol('anonymous')
    const known = calls.get(key)
    if (known === undefined) calls.set(key, record)
    else if (record.update)
      calls.set(key, {
        ...known,
        ...record,
        model: record.model ?? known.model,
        time: known.time ?? record.time,
        counts: overlaid(known.counts, record.counts),
      })
    else {
      const best = rank(record.counts) > rank(known.counts) ? record : known
      const { total: _, ...call } = best
      calls.set(key, record.total && known.total ? best : call)
    }
  }
  return naiveRests([...calls.values()].filter((call) => !isZero(call.counts) || call.fees !== undefined))
}

function overlaid(older: TokenCounts, newer: TokenCounts): TokenCounts {
  return Object.fromEntries(
    Object.keys(older).map((name) => [name, newer[name as keyof TokenCounts] ?? older[name as keyof TokenCounts]]),
  ) as unknown as TokenCounts
}

function rank(counts: TokenCounts): number {
  return isUnstated(counts) ? -1 : (counts.outputTokens ?? 0) * 2 ** 40 + (counts.inputTokens ?? 0)
}
