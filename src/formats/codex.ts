import { fell } from '../usage/arithmetic.ts'
import { isUnstated, isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { firstTextAt, isArray, isObject, type Json, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { codexCounts } from '../usage/payloads/codex.ts'
import type { UsageRecord } from '../usage/record.ts'
import { CodexSettings, totalIdentity } from './codex-call.ts'
import { type CodexLine, lineOf, TOTAL_VALUES } from './codex-line.ts'
import { threadOf } from './codex-thread.ts'
import { takeTotals } from './codex-totals.ts'
import { LINE_VARIES, LINE_WANTS } from './codex-wants.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { isMarked } from './marked-usage.ts'

const LINES = new Set(['session_meta', 'turn_context', 'event_msg', 'response_item', 'compacted', 'token_usage_record'])
const OLD_EVENTS = new Set(['session_configured', 'task_started', 'token_count'])

/** Of all types those that the reader does not pass over. */
const TELLING: ReadonlySet<Json | undefined> = new Set([
  ...['session_meta', 'session_configured', 'turn_context', 'task_started', 'turn_started'],
  ...['thread_settings_applied', 'turn.completed', 'token_usage_record', 'token_count'],
])

/**
 * Codex rollouts. `token_count` carries the thread's running total, `token_usage_record` (newer) one response; where
 * both stand they say the same twice. Forks begin with a copy of their parent's history (codex-replay.ts).
 */
export const codex: Format = {
  name: 'codex',
  title: 'Codex rollouts',
  example:
    '{"timestamp":"2026-03-01T10:00:00Z","type":"event_msg","payload":{"type":"token_count","info":{"model":"gpt-5.2-codex","total_token_usage":{"input_tokens":900,"cached_input_tokens":700,"output_tokens":60},"last_token_usage":{"input_tokens":900,"cached_input_tokens":700,"output_tokens":60}}}}',
  needles: [
    '"session_meta"',
    '"session_configured"',
    '"turn_context"',
    '"task_started"',
    '"thread_settings_applied"',
    '"token_count"',
  ],
  selfContained: false,
  wants: LINE_WANTS,
  recurs: {
    varies: LINE_VARIES,
    kindOf,
    byValue: { isFor: isTotal, ...TOTAL_VALUES },
  },
  docs: {
    identity: 'thread and `response_id`; for `token_count` thread, time and running total',
    counts:
      'running totals, turned into per-call differences, of which one beyond the last call is a sum of several; cache inside input, reasoning inside output',
    ignores:
      'unchanged totals (re-emits), the history that a fork copies from its parent, `token_count` beside records',
  },
  recognizes: (entry) =>
    objectAt(entry, 'payload') === null
      ? OLD_EVENTS.has(textAt(objectAt(entry, 'msg'), 'type') ?? '')
      : LINES.has(textAt(entry, 'type') ?? ''),
  open: reader,
}

/** What tells of a line what it is. */
function typeOf(entry: JsonObject, payload: JsonObject): Json | undefined {
  const type = textAt(entry, 'type')
  return type === null || type === 'event_msg' ? payload['type'] : type
}

/** Most lines say nothing: what was said, tools and their results. Most others state counts. */
function kindOf(entry: JsonObject): 'nothing' | 'again' | null {
  const payload = objectAt(entry, 'payload') ?? objectAt(entry, 'msg')
  const type = payload === null ? null : typeOf(entry, payload)
  if (!TELLING.has(type)) return 'nothing'
  if (type !== 'token_count' && type !== 'token_usage_record') return null
  const info = objectAt(payload, 'info')
  const held = [objectAt(info, 'total_token_usage'), objectAt(info, 'last_token_usage'), objectAt(payload, 'usage')]
  return [payload, ...held].some((usage) => usage !== null && isMarked(usage)) ? 'again' : null
}

/** True for a `token_count` as all but the oldest versions write it. */
function isTotal(entry: JsonObject): boolean {
  const payload = objectAt(entry, 'payload')
  return payload !== null && typeOf(entry, payload) === 'token_count' && !('input_tokens' in payload)
}

function reader(): FormatReader {
  let thread = threadOf(null)
  const settings = new CodexSettings()

  function readMeta(entry: JsonObject, meta: JsonObject, sink: RecordSink): void {
    const isSame = firstTextAt(meta, 'id', 'session_id') === thread.id
    if (thread.meta !== null && (isSame || !thread.calls.hasOwn)) thread.replay?.meta(meta)
    else {
      thread.calls.finish(sink)
      thread = threadOf(entry)
      settings.model = textAt(meta, 'model') ?? settings.model
    }
  }

  function readSettings(stated: JsonObject | null): void {
    settings.model = firstTextAt(stated, 'model', 'model_name') ?? settings.model
    if (stated !== null && 'service_tier' in stated) settings.mode = textAt(stated, 'service_tier')
  }

  function readTotal(line: CodexLine, whole: JsonObject | null, last: JsonObject | null, sink: RecordSink): void {
    const lastCounts = last === null ? null : codexCounts(last)
    const total = whole === null ? null : codexCounts(whole)
    const added = total === null ? (lastCounts ?? NO_COUNTS) : addedBy(total, whole!['total_tokens'], lastCounts)
    if (added === null) sink.folded()
    else if (!isUnstated(added) && !isZero(added)) {
      const identity = total === null ? null : totalIdentity(thread, line, total)
      const call = callOf(line, added, identity)
      // More than the last call used: calls are missing from the log, and their number with them.
      const ofSeveral = lastCounts !== null && !isUnstated(lastCounts) && fell(lastCounts, added)
      thread.calls.counted(ofSeveral ? { ...call, calls: null } : call, thread.replay?.owner(line) ?? 'own', sink)
    }
  }

  function addedBy(total: TokenCounts, tokens: Json | undefined, last: TokenCounts | null): TokenCounts | null {
    // Never equal to another: an object that is kept may be shown again.
    const stated = isObject(tokens) || isArray(tokens) ? Number.NaN : tokens
    if (isUnstated(total) && stated === thread.total) return null
    thread.total = stated
    const added = isUnstated(total) ? (last ?? NO_COUNTS) : thread.counter.advance(total, last)
    return added !== null && thread.calls.followsReplay ? (last ?? added) : added
  }

  function readRecord(line: CodexLine, payload: JsonObject, sink: RecordSink): void {
    const usage = objectAt(payload, 'usage')
    if (usage === null) return
    const counts = codexCounts(usage)
    const threadId = textAt(payload, 'thread_id') ?? thread.id
    const response = textAt(payload, 'response_id')
    const identity =
      response === null
        ? totalIdentity(thread, line, codexCounts(objectAt(payload, 'thread_token_usage') ?? usage))
        : `${threadId}:${response}`
    const isParents = thread.replay?.isCandidate === true && threadId !== thread.id
    thread.calls.responded(callOf(line, counts, identity), isParents ? 'parent' : 'own', sink)
  }

  function callOf(line: CodexLine, counts: TokenCounts, identity: string | null): UsageRecord {
    return settings.callOf(line, counts, identity, thread)
  }

  return {
    push(entry, sink) {
      const payload = objectAt(entry, 'payload') ?? objectAt(entry, 'msg')
      if (payload === null) return
      switch (typeOf(entry, payload)) {
        case 'session_meta':
        case 'session_configured':
          return readMeta(entry, payload, sink)
        case 'turn_context':
          readSettings(payload)
          return thread.replay?.turn(entry, payload)
        case 'task_started':
        case 'turn_started':
          return thread.replay?.turn(entry, payload)
        case 'thread_settings_applied':
          return readSettings(objectAt(payload, 'thread_settings'))
        case 'turn.completed':
          return readTotal(lineOf(entry), objectAt(payload, 'usage'), null, sink)
        case 'token_usage_record':
          return readRecord(lineOf(entry), payload, sink)
        case 'token_count': {
          const info = objectAt(payload, 'info')
          const bare = 'input_tokens' in payload ? payload : null
          const last = objectAt(info, 'last_token_usage') ?? bare
          return readTotal(lineOf(entry), objectAt(info, 'total_token_usage'), last, sink)
        }
      }
    },
    pushRows: (entry, rows, sink) => takeTotals(thread, settings, entry, rows, sink),
    close: (sink) => thread.calls.finish(sink),
  }
}
