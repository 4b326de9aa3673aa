import { amountOf } from '../usage/amount.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, textAt } from '../usage/json.ts'
import { timeOf } from '../usage/time.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/**
 * aider's chat history, `.aider.chat.history.md`. Its lines are no JSON: a line of text reaches a format as the entry
 * `{"text": line}`. Counts from 1,000 on are rounded in newer versions ("6.1k").
 */
export const aiderHistory: Format = {
  name: 'aider-history',
  title: 'aider chat histories (.aider.chat.history.md)',
  example: '> Tokens: 11,055 sent, 10,984 cache hit, 30 received. Cost: $0.0040 message, $0.05 session.',
  needles: ['> Tokens: ', ' edit format', '# aider chat started'],
  selfContained: false,
  docs: {
    identity: 'none: two messages may be equal',
    counts: 'per message, rounded; cache inside the tokens sent, or beside them where it is larger',
    ignores: 'the cost of the session (it runs over its messages)',
  },
  recognizes: (entry) => 'text' in entry && Object.keys(entry).length === 1 && lineOf(entry) !== null,
  open,
}

/** What one line of a chat history says; null for all lines of the chat itself. */
export type HistoryLine =
  | { readonly kind: 'start'; readonly time: number | null }
  | { readonly kind: 'model'; readonly model: string }
  | ({ readonly kind: 'message'; readonly sent: number; readonly read: number; readonly written: number } & {
      readonly received: number
      readonly rounded: boolean
      readonly cost: string | null
    })

const LONGEST_LINE = 400

/** Reads one line, without looking at others. */
export function historyLine(line: string): HistoryLine | null {
  if (line.length > LONGEST_LINE) return null
  const start = /^# aider chat started at (\S+ \S+)/.exec(line)
  if (start !== null) return { kind: 'start', time: timeOf(start[1]!) }
  const model = /^> (?:Main model|Models?): (\S+) with .*\bedit format/.exec(line)
  if (model !== null) return { kind: 'model', model: model[1]! }
  const tokens = /^> Tokens: [\d.,]+[kM]? sent, .*\breceived\b/.exec(line)?.[0]
  if (tokens === undefined) return null
  return {
    kind: 'message',
    sent: amountBefore('sent', tokens),
    read: amountBefore('cached', tokens) + amountBefore('cache hit', tokens),
    written: amountBefore('cache write', tokens),
    received: amountBefore('received', tokens),
    rounded: /\d[kM] /.test(tokens),
    cost: amountOf(/Cost: \$([\d.]+) (?:message|request)/.exec(line)?.[1]),
  }
}

function open(): FormatReader {
  let [model, time]: [string | null, number | null] = [null, null]
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      const line = lineOf(entry)
      if (line?.kind === 'start') [model, time] = [null, line.time]
      if (line?.kind === 'model') model = line.model
      if (line?.kind !== 'message') return
      if (line.rounded) sink.warn('rounded_counts', "aider rounds the counts of its chat history: '6.1k' is 6,100")
      const cache = line.read + line.written
      sink.record({
        model,
        provider: null,
        counts: {
          ...NO_COUNTS,
          inputTokens: cache > line.sent ? line.sent + cache : line.sent,
          cacheReadInputTokens: line.read,
          cacheCreationInputTokens: line.written,
          outputTokens: line.received,
        },
        identity: null,
        time,
        loggedCostUsd: line.cost,
      })
    },
  }
}

function lineOf(entry: JsonObject): HistoryLine | null {
  return historyLine(textAt(entry, 'text') ?? '')
}

/** The count that stands before `word`: "6.1k sent", "1,234 received"; 0 where the line has no such word. */
function amountBefore(word: string, line: string): number {
  const [, digits, unit] = new RegExp(`([\\d.,]+)([kM]?) ${word}\\b`).exec(line) ?? []
  const scale = unit === 'k' ? 1e3 : unit === 'M' ? 1e6 : 1
  return Math.round(Number((digits ?? '0').replaceAll(',', '')) * scale)
}
