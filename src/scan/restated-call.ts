import type { Format, Restated } from '../formats/format.ts'
import { keysOf } from '../usage/count-sums.ts'
import { type Hash, hashText } from '../usage/hash.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { RowTables } from '../usage/row-tables.ts'
import { timeOf } from '../usage/time.ts'
import type { CallBatch } from './call-batch.ts'
import { addUp, type CountPlan, countPlanOf, isCacheAboveInput, tokensOf } from './count-plan.ts'
import type { Kernel } from './kernel.ts'
import { placeOf } from './like-rows.ts'
import { FOUND, type OwnValue } from './projection.ts'
import { repeatedCall } from './repeated-call.ts'

/** What calls have in common whose entries restate one another as their format has it, and at which places each has its own. */
export interface RestatedCall {
  readonly stamp: Uint32Array
  readonly isIdentity: Restated['isIdentity']
  readonly identity: number
  readonly time: number
  readonly plan: CountPlan
  readonly total: number
  /** Other numbers, which must be those of the first entry. */
  readonly fixed: readonly { readonly place: number; readonly number: number }[]
}

/** `own`: the entry's own values in the order of their places; `record`: all that its reader told. null: it is to be asked of each. */
export function restatedCall(
  format: Format,
  entry: JsonObject,
  own: readonly OwnValue[],
  record: UsageRecord,
  tables: RowTables,
): RestatedCall | null {
  const { restates } = format.recurs!
  if (restates?.holds(entry) !== true) return null
  const call = repeatedCall(format, { ...restates, attributes: {}, unless: [] }, entry, record, tables)
  if (call === null) return null
  const { usage, sums, isIdentity } = restates
  const [identity, time, total] = [restates.identity, restates.time, `${usage}.${restates.total}`].map((path) =>
    placeOf(path, entry, own),
  ) as [number, number, number]
  const counts = keysOf(sums).map((key) => placeOf(`${usage}.${key}`, entry, own))
  if (identity < 0 || time < 0 || total < 0) return null
  if (own.some(({ kind }, place) => kind !== FOUND.number && (place !== identity || kind === FOUND.json))) return null
  const named = [identity, time, total, ...counts]
  return {
    stamp: call.stamp,
    isIdentity,
    identity,
    time,
    plan: countPlanOf(sums, (_, index) => counts[index]!),
    total,
    fixed: own.flatMap(({ holder, key }, place) =>
      named.includes(place) ? [] : [{ place, number: holder[key] as number }],
    ),
  }
}

/**
 * Adds the call of a line at `offset`, whose own values begin at `word` of the kernel's rows. False: it is not what its format
 * has in `restates`.
 */
export function addRestated(call: RestatedCall, kernel: Kernel, word: number, offset: number, to: CallBatch): boolean {
  const { rowWords: words, rowNumbers: numbers } = kernel
  const first = word / 2
  for (const { place, number } of call.fixed) if (numbers[first + place] !== number) return false
  const time = timeOf(numbers[first + call.time])
  const into = to.begin(call.stamp)
  if (time === null || !addUp(call.plan, numbers, first, to.words, into)) return false
  if (numbers[first + call.total] !== tokensOf(to.words, into) || isCacheAboveInput(to.words, into)) return false
  const at = word + call.identity * 2
  const identity = kernel.text(words[at]!, words[at + 1]!)
  if (!call.isIdentity(identity)) return false
  hashText(identity, hash)
  to.add(hash, offset, time)
  return true
}

const hash: Hash = { lo: 0, hi: 0 }
