import { addedAmounts, amountAt } from '../usage/amount.ts'
import { fell, minus, plus } from '../usage/arithmetic.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { isObject, type JsonObject, objectAt } from '../usage/json.ts'
import { anthropic } from '../usage/payloads/anthropic.ts'
import type { Usage } from '../usage/payloads/payload.ts'

/** What one model used in a session, by its calls or by a result. */
export interface Tally {
  readonly counts: TokenCounts
  readonly webSearches: number
  readonly costUsd: string | null
}

export type Tallies = ReadonlyMap<string | null, Tally>

/** What a `result` entry states, by model. Without `modelUsage` it knows the main loop only, under `model`. Empty when it states nothing. */
export function resultTallies(result: JsonObject, model: string | null): Tallies {
  const usage = mainLoopOf(result)
  const cost = amountAt(result, 'total_cost_usd', 'cost_usd')
  const rows = Object.entries(objectAt(result, 'modelUsage') ?? {}).filter((row): row is [string, JsonObject] =>
    isObject(row[1]),
  )
  if (rows.length === 0) return new Map(usage === null || isZero(usage.counts) ? [] : [[model, tallyOf(usage, cost)]])
  return new Map(
    rows.map(([name, row]) => {
      const counts = rows.length === 1 ? withLifetimes(countsOf(row), usage) : countsOf(row)
      const costUsd = amountAt(row, 'costUSD') ?? (rows.length === 1 ? cost : null)
      return [name, { counts, webSearches: countAt(row, 'webSearchRequests') ?? 0, costUsd }]
    }),
  )
}

/** The tally of one call. */
export function tallyOf(usage: Usage, costUsd: string | null = null): Tally {
  return { counts: usage.counts, webSearches: Number(usage.fees?.['web_search'] ?? 0), costUsd }
}

export function sum(a: Tally | undefined, b: Tally): Tally {
  if (a === undefined) return b
  const costUsd =
    a.costUsd === null || b.costUsd === null ? (a.costUsd ?? b.costUsd) : addedAmounts(a.costUsd, b.costUsd)
  return { counts: plus(a.counts, b.counts), webSearches: a.webSearches + b.webSearches, costUsd }
}

/** What `total` states beyond `part`; the cost stays whole. */
export function rest(total: Tally, part: Tally | undefined): Tally {
  if (part === undefined) return total
  const webSearches = Math.max(0, total.webSearches - part.webSearches)
  return { counts: minus(total.counts, part.counts), webSearches, costUsd: total.costUsd }
}

/** True when `next` is a later state of the same totals, false when a new process began to count. */
export function continues(next: Tallies, before: Tallies): boolean {
  return [...before].every(([model, { counts }]) => !fell(next.get(model)?.counts ?? NO_COUNTS, counts))
}

/** Cursor's agent prints the same result around counts of its own, of one run each; Claude Code's grow with the session. */
export function isCursors(result: JsonObject): boolean {
  return 'inputTokens' in (objectAt(result, 'usage') ?? {})
}

function mainLoopOf(result: JsonObject): Usage | null {
  const usage = objectAt(result, 'usage')
  if (usage !== null && isCursors(result)) return { counts: cursorCounts(usage) }
  return usage === null ? null : (anthropic.read(usage, { provider: 'anthropic', model: null })[0] ?? null)
}

function countsOf(row: JsonObject): TokenCounts {
  const read = countAt(row, 'cacheReadInputTokens')
  const written = countAt(row, 'cacheCreationInputTokens')
  return {
    ...NO_COUNTS,
    inputTokens: sumOf(countAt(row, 'inputTokens'), read, written),
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
    outputTokens: countAt(row, 'outputTokens'),
  }
}

/** Only `usage` tells cache lifetimes; they hold for the model where both speak of the same writes. */
function withLifetimes(counts: TokenCounts, usage: Usage | null): TokenCounts {
  const isSame = usage !== null && usage.counts.cacheCreationInputTokens === counts.cacheCreationInputTokens
  return isSame ? { ...counts, cacheCreation1hInputTokens: usage.counts.cacheCreation1hInputTokens } : counts
}

function cursorCounts(usage: JsonObject): TokenCounts {
  return inclusive({
    input: countAt(usage, 'inputTokens'),
    cacheRead: countAt(usage, 'cacheReadTokens'),
    cacheWrite: countAt(usage, 'cacheWriteTokens'),
    output: countAt(usage, 'outputTokens'),
  })
}
