import type { TokenCounts } from './counts.ts'
import { type Hash, hashText } from './hash.ts'

/**
 * What a record states that other logs may itemise too, under ids that it does not have: what it states beyond those calls
 * is known only when of all copies of a call one was kept. A record with a model is about calls of that model, one without
 * about all.
 */
export type RunTotal = CallOfSession | TotalOfRun

/** One call, of which only the session links it to that session's own log. */
interface CallOfSession {
  readonly of: 'call'
}

interface TotalOfRun {
  readonly of: 'run'
  /** Identities of calls that it certainly includes, and of earlier totals of the run, which then do not count. */
  readonly parts?: readonly string[]
  /**
   * Which further calls of its session it includes, where logs tell them apart: those of the main loop, those of agents
   * beside it, none; absent = all.
   */
  readonly others?: 'main' | 'agents' | 'none'
}

/** A total of a run as rows keep it: plain data, identities by their hashes. */
export interface KeptTotal {
  readonly others: TotalOfRun['others'] | null
  /** The halves of the hash of each identity: low, high, low, high … */
  readonly parts: readonly number[]
}

/** What the log states of a total, before what calls account for was taken off. */
export interface StatedUse {
  readonly counts: TokenCounts
  readonly fees: Readonly<Record<string, string>> | null
  readonly loggedCostUsd: string | null
  readonly calls: number | null
}

/** null = one call; its flag says all. */
export function keptTotal(total: RunTotal): KeptTotal | null {
  if (total.of === 'call') return null
  const hash: Hash = { lo: 0, hi: 0 }
  const parts = (total.parts ?? []).flatMap((identity) => {
    hashText(identity, hash)
    return [hash.lo, hash.hi]
  })
  return { others: total.others ?? null, parts }
}
