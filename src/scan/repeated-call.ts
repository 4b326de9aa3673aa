import type { CallPaths, Format, Repeated } from '../formats/format.ts'
import { statedIn } from '../usage/count-cells.ts'
import { COUNTS, countsBy, keysOf } from '../usage/count-sums.ts'
import { isUnstated } from '../usage/counts.ts'
import { isObject, type Json, type JsonObject } from '../usage/json.ts'
import { type AttributeName, type Attributes, sameAttributes, type UsageRecord } from '../usage/record.ts'
import type { RowTables } from '../usage/row-tables.ts'
import { stampOf } from '../usage/stamped-calls.ts'
import { timeOf } from '../usage/time.ts'
import { type CountPlan, countPlanOf } from './count-plan.ts'

/** What calls have in common that entries state which repeat one another as their format has it in `repeats`. */
export interface RepeatedCall {
  readonly format: Format
  /** Their row, as stampOf has it. */
  readonly stamp: Uint32Array
  readonly plan: CountPlan
}

/** Where the entry says what its record has of its own. */
type Repeating = CallPaths & Pick<Repeated, 'attributes' | 'unless'>

/**
 * That of an entry whose reader told this record of it and nothing else; null = the record holds more than others may repeat.
 * `tables`: of the rows that it is for.
 */
export function repeatedCall(
  format: Format,
  repeating: Repeating,
  entry: JsonObject,
  record: UsageRecord,
  tables: RowTables,
): RepeatedCall | null {
  const { identity, time, usage, sums, unless } = repeating
  const { fees, update = false, calls = 1, counts, total } = record
  if (fees !== undefined || total !== undefined || counts.modalities !== undefined || update || calls !== 1) return null
  if (isUnstated(counts) || unless.some((path) => (valueAt(entry, path) ?? null) !== null)) return null
  if (record.identity === null || record.identity !== valueAt(entry, identity)) return null
  const moment = valueAt(entry, time)
  if (timeOf(moment) !== record.time || (typeof moment === 'string' && record.time === null)) return null
  if (!sameAttributes(attributesIn(entry, repeating), record.attributes ?? {})) return null
  const used = valueAt(entry, usage)
  if (!isObject(used)) return null
  const counted = countsBy(sums, used)
  if (COUNTS.some((name) => counts[name] !== counted[name])) return null
  const numbers = keysOf(sums).map((key) => valueAt(used, key) ?? null)
  if (numbers.some((number) => number !== null && typeof number !== 'number')) return null
  const stamp = stampOf(
    {
      descriptor: {
        model: record.model?.toWellFormed() ?? null,
        provider: record.provider,
        mode: record.mode ?? null,
        region: record.region ?? null,
        calls: 1,
        keepLoggedCost: record.keepLoggedCost ?? false,
        format: format.name,
      },
      loggedCostUsd: record.loggedCostUsd ?? null,
      partial: record.partial ?? false,
      stated: statedIn(counts),
      time: record.time ?? Number.NaN,
    },
    tables,
  )
  if (stamp === null) return null
  const places = numbers.map((number, at) => (number === null ? -1 : at))
  return { format, stamp, plan: countPlanOf(sums, places) }
}

function attributesIn(entry: JsonObject, { attributes }: Repeating): Attributes {
  const known: { [name in AttributeName]?: string } = {}
  for (const path in attributes) {
    const value = path.includes('.') ? valueAt(entry, path) : entry[path]
    if (typeof value === 'string' && value !== '') known[attributes[path]!] = value
  }
  return known
}

export function valueAt(entry: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = entry
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined
  return value
}
