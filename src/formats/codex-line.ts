import { COUNTS } from '../usage/count-sums.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { type OwnedLine, ordinalAt } from './codex-replay.ts'
import { TOTALS } from './codex-wants.ts'
import type { OwnRows } from './format.ts'

/** What a line that states counts says beside them. */
export interface CodexLine extends OwnedLine {
  readonly timestamp: string | null
  readonly model: string | null
}

export function lineOf(entry: JsonObject): CodexLine {
  const info = objectAt(objectAt(entry, 'payload') ?? objectAt(entry, 'msg'), 'info')
  const [timestamp, time] = [textAt(entry, 'timestamp'), timeAt(entry, 'timestamp')]
  return { timestamp, time, ordinal: ordinalAt(entry, 'ordinal'), model: modelIn(info) }
}

export function modelIn(info: JsonObject | null): string | null {
  return firstTextAt(info, 'model', 'model_name')
}

/** lineOf an entry that is a row of others like it: see TOTAL_VALUES. */
export function lineIn(rows: OwnRows, row: number, model: string | null): CodexLine {
  return { timestamp: rows.timeText(row), time: rows.time(row), ordinal: rows.number(row, ORDINAL), model }
}

/** Of entries with a running total what is read by value; the numbers of a usage object stand together. */
export const TOTAL_VALUES = { time: 'timestamp', numbers: ['ordinal', ...TOTALS] }
/** Where among these the ordinal stands, where the numbers of the whole and of the last call begin, and `total_tokens` of the whole. */
export const ORDINAL = 0
export const WHOLE = 1
export const LAST = WHOLE + TOTALS.length / 2
export const TOKENS = TOTAL_VALUES.numbers.indexOf('payload.info.total_token_usage.total_tokens')

/** Which of COUNTS the first numbers of a usage object are, which stand in the order of CODEX_WANTS. */
const COUNT_OF: readonly (typeof COUNTS)[number][] = [
  ...(['inputTokens', 'cacheReadInputTokens', 'cacheCreationInputTokens'] as const),
  ...(['outputTokens', 'reasoningOutputTokens'] as const),
]

/** At which of the numbers of rows each of COUNTS stands, of a usage object whose first one is at `first`; below 0 = at none. */
export function countPlaces(rows: OwnRows, first: number): readonly number[] {
  return COUNTS.map((name) => {
    const at = first + COUNT_OF.indexOf(name)
    return at < first || rows.number(0, at) === null ? -1 : at
  })
}
