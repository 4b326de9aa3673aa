import { bareModel } from '../usage/model-name.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { AttributesOf } from './run-pools.ts'

/**
 * By the row of a single call of telemetry, that of a call with the same session, model and tokens in another log: so what
 * is left are the calls that the other log lacks, with their times. Greatest first, as `totals` are to be.
 */
export function twinsOf(rows: RecordRows, totals: readonly number[], attributesOf: AttributesOf): Map<number, number> {
  const twins = new Map<number, number>()
  const [waiting, sessions] = [new Map<string, number[]>(), new Set<string>()]
  for (const row of totals.toReversed()) {
    const { session } = rows.attributesAt(row)
    const key = session === undefined ? null : keyOf(rows, row, session)
    if (key === null || rows.isSpent(row)) continue
    sessions.add(session!)
    const same = waiting.get(key)
    if (same === undefined) waiting.set(key, [row])
    else same.push(row)
  }
  if (sessions.size === 0) return twins
  for (let row = 0; row < rows.length; row++) {
    if (rows.has(row, FLAG.total)) continue
    const { session } = rows.has(row, FLAG.mixed) ? attributesOf(row) : rows.attributesAt(row)
    if (session === undefined || !sessions.has(session)) continue
    const total = waiting.get(keyOf(rows, row, session) ?? '')?.pop()
    if (total !== undefined) twins.set(total, row)
  }
  return twins
}

/** null = the log names no model. */
function keyOf(rows: RecordRows, row: number, session: string): string | null {
  const { model } = rows.descriptorAt(row)
  const { inputTokens, cacheReadInputTokens, cacheCreationInputTokens, outputTokens } = rows.countsOf(row)
  const counts = [inputTokens, cacheReadInputTokens, cacheCreationInputTokens, outputTokens].map((count) => count ?? 0)
  return model === null ? null : JSON.stringify([session, bareModel(model), ...counts])
}
