import type { TokenCounts } from '../usage/counts.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt, timeOf } from '../usage/time.ts'
import { type OwnedLine, ordinalAt } from './codex-replay.ts'
import { TOTALS } from './codex-wants.ts'
import type { OwnValues } from './format.ts'

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

function modelIn(info: JsonObject | null): string | null {
  return firstTextAt(info, 'model', 'model_name')
}

/** lineOf an entry with values of its own: see TOTAL_VALUES. */
export function lineWith(values: OwnValues, entry: JsonObject): CodexLine {
  const timestamp = values.text(0)
  const info = objectAt(objectAt(entry, 'payload'), 'info')
  return { timestamp, time: timeOf(timestamp), ordinal: values.number(0), model: modelIn(info) }
}

/** Of entries with a running total what is read by value; the numbers of a usage object stand together. */
export const TOTAL_VALUES = { texts: ['timestamp'], numbers: ['ordinal', ...TOTALS] }
/** Where the numbers of the whole and of the last call begin, and where the total tokens stand. */
export const WHOLE = 1
export const LAST = 1 + TOTALS.length / 2
export const TOKENS = TOTAL_VALUES.numbers.indexOf('payload.info.total_token_usage.total_tokens')

/** codexCounts of the numbers from `first` on, which stand in the order of CODEX_WANTS. */
export function countsIn(values: OwnValues, first: number): TokenCounts {
  return {
    inputTokens: values.number(first),
    cacheReadInputTokens: values.number(first + 1),
    cacheCreationInputTokens: values.number(first + 2),
    cacheCreation1hInputTokens: null,
    outputTokens: values.number(first + 3),
    reasoningOutputTokens: values.number(first + 4),
  }
}
