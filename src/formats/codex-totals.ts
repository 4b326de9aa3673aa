import { copyCells, countCells, countsIn, INPUT, OUTPUT } from '../usage/count-cells.ts'
import type { Hash } from '../usage/hash.ts'
import { type JsonObject, objectAt } from '../usage/json.ts'
import { fitsRow } from '../usage/stamped-calls.ts'
import { type CodexSettings, hashIdentity, totalIdentity } from './codex-call.ts'
import { LAST, lineIn, modelIn, ORDINAL, readCounts, statedAt, TOKENS, WHOLE } from './codex-line.ts'
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
  const { id, attributes, calls, counter, replay } = thread
  const [wholeStated, lastStated] = [statedAt(rows, WHOLE), statedAt(rows, LAST)]
  if (id === null || (wholeStated & NEEDED) !== NEEDED || !calls.followOn) return 0
  const info = objectAt(objectAt(entry, 'payload'), 'info')
  const model = modelIn(info)
  const alike = settings.alike(model, attributes)
  const whole = countCells()
  const last = (lastStated & NEEDED) === 0 ? null : countCells()
  /** The latest row that stands for a call, and its counts. */
  let latest = -1
  const counts = countCells()
  let stated = 0
  let row = 0
  for (; rows.has(row); row++) {
    const time = rows.time(row)
    if (time === null || replay?.owner({ time, ordinal: rows.number(row, ORDINAL) }) !== 'own') break
    readCounts(rows, row, WHOLE, whole)
    if (last !== null) readCounts(rows, row, LAST, last)
    const used = counter.after(whole, last)
    const added = used === 'last' ? last! : used === 'all' ? whole : counter.more
    if (used !== 'nothing' && !fitsRow(added)) break
    counter.keep(whole)
    if (used === 'nothing') rows.folded()
    else if (added[INPUT]! + added[OUTPUT]! > 0) {
      if (latest < 0) calls.settle(sink)
      else {
        hashIdentity(thread, rows, latest, identity)
        rows.call(latest, alike, identity, counts, stated)
      }
      latest = row
      copyCells(added, counts)
      stated = used === 'last' ? lastStated : wholeStated
    }
  }
  if (row > 0) thread.total = rows.number(row - 1, TOKENS) ?? objectAt(info, 'total_token_usage')!['total_tokens']
  if (latest >= 0) {
    const line = lineIn(rows, latest, model)
    readCounts(rows, latest, WHOLE, whole)
    const named = totalIdentity(thread, line, countsIn(whole, wholeStated))
    calls.follow(settings.callOf(line, countsIn(counts, stated), named, attributes), rows.place(latest))
  }
  return row
}

/** Of a whole both must be stated, of a last call one at least. */
const NEEDED = (1 << INPUT) | (1 << OUTPUT)
const identity: Hash = { lo: 0, hi: 0 }
