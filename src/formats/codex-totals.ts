import { INPUT, OUTPUT } from '../usage/count-cells.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, objectAt } from '../usage/json.ts'
import { type CodexSettings, totalIdentity } from './codex-call.ts'
import { countPlaces, LAST, lineIn, modelIn, ORDINAL, TOKENS, WHOLE } from './codex-line.ts'
import type { CodexThread } from './codex-thread.ts'
import type { OwnRows, RecordSink } from './format.ts'

/**
 * Running totals of a thread in rows: what its reader would tell of entries like this one, without a record of each. It takes
 * them up to the first that is unusual: what may be a copy of another thread's history, what stands beside a
 * `token_usage_record`, what a row cannot say. The result is how many.
 */
export function takeTotals(
  thread: CodexThread,
  settings: CodexSettings,
  entry: JsonObject,
  rows: OwnRows,
  sink: RecordSink,
): number {
  const { id, calls, counter, replay, hash: identity } = thread
  const own = replay?.ownFrom(rows.number(0, ORDINAL) !== null) ?? null
  const [total, last] = [countPlaces(rows, WHOLE), countPlaces(rows, LAST)]
  const needed = [INPUT, OUTPUT]
  if (id === null || own === null || needed.some((count) => total[count]! < 0) || !calls.followOn) return 0
  const info = objectAt(objectAt(entry, 'payload'), 'info')
  const model = modelIn(info)
  const { length, latest } = rows.take({
    ...{ counter, total, identity, like: settings.alike(model, thread) },
    last: needed.some((count) => last[count]! >= 0) ? last : last.map(() => -1),
    least: { time: own.time, index: ORDINAL, number: own.ordinal },
  })
  if (length > 0) thread.total = rows.number(length - 1, TOKENS) ?? objectAt(info, 'total_token_usage')!['total_tokens']
  if (latest !== null) {
    const line = lineIn(rows, latest.row, model)
    const stated = (count: number) => rows.number(latest.row, total[count]!)
    const whole = { ...NO_COUNTS, inputTokens: stated(INPUT), outputTokens: stated(OUTPUT) }
    const named = totalIdentity(thread, line, whole)
    calls.settle(sink)
    calls.follow(settings.callOf(line, latest.counts, named, thread), rows.place(latest.row))
  }
  return length
}
