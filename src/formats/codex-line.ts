import type { CountCells } from '../usage/count-cells.ts'
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
/** Where among these the ordinal stands, where the numbers of the whole and of the last call begin, and some of the whole. */
export const ORDINAL = 0
export const WHOLE = 1
export const LAST = WHOLE + TOTALS.length / 2
export const OUTPUT = TOTAL_VALUES.numbers.indexOf('payload.info.total_token_usage.output_tokens')
export const TOKENS = TOTAL_VALUES.numbers.indexOf('payload.info.total_token_usage.total_tokens')

/** Where each of the first numbers of a usage object, which stand in the order of CODEX_WANTS, is in COUNTS. */
const COUNT_OF = (
  ['inputTokens', 'cacheReadInputTokens', 'cacheCreationInputTokens', 'outputTokens', 'reasoningOutputTokens'] as const
).map((name) => COUNTS.indexOf(name))

/** codexCounts of the numbers of a row from `first` on. */
export function readCounts(rows: OwnRows, row: number, first: number, into: CountCells): void {
  for (let at = 0; at < COUNT_OF.length; at++) into[COUNT_OF[at]!] = rows.number(row, first + at) ?? 0
}

/** A bit for each of COUNTS that the rows state from `first` on: all of them the same. */
export function statedAt(rows: OwnRows, first: number): number {
  return COUNT_OF.reduce((mask, count, at) => (rows.number(0, first + at) === null ? mask : mask | (1 << count)), 0)
}
