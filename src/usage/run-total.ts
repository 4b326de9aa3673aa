import type { TokenCounts } from './counts.ts'
import { type Hash, hashText } from './hash.ts'
import type { UsageRecord } from './record.ts'

/**
 * What a total sums. Other logs may itemise the same calls, and state them better; so what it states beyond its calls is
 * known only when of all copies of a call one was kept. A total of one model covers calls of that model, one without a
 * model covers all.
 */
export interface RunTotal {
  /** Identities of calls that it certainly includes, and of earlier totals of the run, which then do not count. */
  readonly parts: readonly string[]
  /** Which further calls of its session it includes: all, those of the main loop, those of agents beside it, or none. */
  readonly others: 'all' | 'main' | 'agents' | 'none'
}

/** As rows keep it: plain data, identities by their hashes. */
export interface KeptTotal {
  readonly others: RunTotal['others']
  /** The halves of the hash of each identity: low, high, low, high … */
  readonly parts: readonly number[]
  /** What the log states, before what the calls account for was taken off. */
  readonly stated: Pick<UsageRecord, 'fees'> & { readonly counts: TokenCounts; readonly loggedCostUsd: string | null }
}

export function keptTotal({ counts, fees, loggedCostUsd = null }: UsageRecord, total: RunTotal): KeptTotal {
  const hash: Hash = { lo: 0, hi: 0 }
  const parts = total.parts.flatMap((identity) => {
    hashText(identity, hash)
    return [hash.lo, hash.hi]
  })
  return { others: total.others, parts, stated: { counts, loggedCostUsd, ...(fees !== undefined && { fees }) } }
}
