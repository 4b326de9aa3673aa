import type { Format, TextKind } from '../formats/format.ts'
import { CACHE_CREATION, CACHE_READ, INPUT } from '../usage/count-cells.ts'
import { keysOf } from '../usage/count-sums.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { WORD } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import { countPlanOf } from './count-plan.ts'
import { placeOf } from './like-rows.ts'
import { FOUND, type OwnValue } from './projection.ts'
import { repeatedCall, valueAt } from './repeated-call.ts'
import { OWN, planBytes } from './template.ts'

/**
 * How the kernel makes the calls of entries that restate one another as their format has it. `own`: the entry's own values in the
 * order of their places; `record`: all that its reader told. null: the reader is to be asked of each.
 */
export function restatedPlan(
  format: Format,
  entry: JsonObject,
  own: readonly OwnValue[],
  record: UsageRecord,
  tables: RowTables,
): Uint8Array | null {
  const { restates } = format.recurs!
  if (restates?.holds(entry) !== true) return null
  const call = repeatedCall(format, { ...restates, attributes: {}, unless: [] }, entry, record, tables)
  const identities = call === null ? null : restates.identitiesLike(valueAt(entry, restates.identity) as string)
  if (call === null || identities === null || identities.letters.length > MOST_LETTERS) return null
  const { usage, sums } = restates
  const named = [restates.identity, restates.time, `${usage}.${restates.total}`].map((path) =>
    placeOf(path, entry, own),
  )
  if (named.some((place) => place < 0)) return null
  if (own.some(({ kind }, place) => kind !== FOUND.number && (place !== named[0] || kind === FOUND.json))) return null
  const counts = keysOf(sums).map((key) => placeOf(`${usage}.${key}`, entry, own))
  const fixed = own.flatMap(({ holder, key }, place) =>
    named.includes(place) || counts.includes(place) ? [] : [[place, ...bytesOf(holder[key] as number)]],
  )
  // Each has a time, whether the first one had one or not.
  call.stamp[WORD.ownDelay] = 0
  return planBytes(call.stamp, OWN.inPlaces, [
    ...countPlanOf(sums, counts),
    ...[...named, fixed.length, ...fixed.flat()],
    ...[INPUT + 1, CACHE_READ + 1, CACHE_CREATION + 1, 0],
    ...lettersOf(identities),
  ])
}

function bytesOf(number: number): Uint8Array {
  return new Uint8Array(Float64Array.of(number).buffer)
}

/** See kernel/own-values.ts. */
function lettersOf({ letters, isOpen, mostInARow }: TextKind): readonly number[] {
  const kinds = letters.map((each) => (each === 'word' ? KIND.word : each === 'hex' ? KIND.hex : each.charCodeAt(0)))
  return [mostInARow, Number(isOpen), letters.length, ...kinds]
}

const KIND = { word: 1, hex: 2 }
const MOST_LETTERS = 255
