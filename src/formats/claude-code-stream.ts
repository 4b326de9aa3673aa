import { isZero } from '../usage/counts.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { bareModel, sameModel } from '../usage/model-name.ts'
import { anthropic } from '../usage/payloads/anthropic.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, partIdentity, recordCall } from './call.ts'
import {
  continues,
  isCursors,
  rest,
  resultTallies,
  sum,
  type Tallies,
  type Tally,
  tallyOf,
} from './claude-code-result.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'

const LINES = new Set(['assistant', 'user', 'system', 'result', 'stream_event'])

/**
 * `claude -p --output-format stream-json` (or json), the Agent SDK's messages and Cowork's audit.jsonl. The lines know
 * the calls, the last `result` of a session knows the true totals of all models: calls are recorded as they come, and so
 * is the total, of which only what it states beyond them counts; the session's own file may know them better.
 */
export const claudeCodeStream: Format = {
  name: 'claude-code-stream',
  title: 'Claude Code stream-json, Agent SDK messages, Cowork audits, Cursor CLI output',
  example:
    '{"type":"assistant","session_id":"s1","parent_tool_use_id":null,"message":{"id":"msg_1","model":"claude-opus-4-6","usage":{"input_tokens":4,"cache_creation_input_tokens":1200,"cache_read_input_tokens":30000,"output_tokens":250}}}',
  needles: ['"modelUsage"', '"init"'],
  selfContained: false,
  docs: {
    identity: '`message.id`; for what a result adds, its `uuid` and model',
    counts:
      'per call, and what `modelUsage` of the last result of a session states beyond the calls that any log knows; each result of Cursor',
    ignores: 'results that only repeat their calls, earlier results of a session, `<synthetic>` messages',
  },
  recognizes: (entry) =>
    LINES.has(textAt(entry, 'type') ?? '') &&
    ('session_id' in entry || 'parent_tool_use_id' in entry || objectAt(entry, 'modelUsage') !== null),
  open: reader,
}

/** Lines of a message stand close together; more messages are not compared, so that memory stays bounded. */
const RECENT_MESSAGES = 512

interface Message {
  readonly identity: string | null
  readonly hasId: boolean
  /** As the message stated it so far. */
  readonly body: JsonObject
}

interface Session {
  readonly id: string | null
  model: string | null
  project: string | null
  readonly calls: Map<string | null, Tally>
  readonly recent: Map<string, Tally>
  /** Of calls, those that no other log can name. */
  readonly nameless: Map<string | null, Tally>
  /** The identities of the others. */
  readonly named: Map<string | null, Set<string>>
  /** The latest message of the main loop (null) and of each subagent. */
  readonly open: Map<string | null, Message>
  /** The ids of the results before the latest one. */
  readonly results: string[]
  /** Totals of processes that ended before the latest one. */
  readonly ended: Map<string | null, Tally>
  result: { readonly entry: JsonObject; readonly tallies: Tallies; readonly at: EntryPlace } | null
}

function reader(): FormatReader {
  const sessions = new Map<string | null, Session>()
  let current: string | null = null
  return {
    push(entry, sink) {
      current = textAt(entry, 'session_id') ?? current
      const session = sessions.get(current) ?? newSession(current)
      sessions.set(current, session)
      const event = objectAt(entry, 'event')
      if (entry['type'] === 'system') readInit(session, entry)
      else if (entry['type'] === 'result') readResult(session, entry, sink)
      else if (entry['type'] === 'assistant') readMessage(session, entry, objectAt(entry, 'message'), sink)
      else if (event?.['type'] === 'message_start') readMessage(session, entry, objectAt(event, 'message'), sink)
      else if (event?.['type'] === 'message_delta') readDelta(session, entry, objectAt(event, 'usage'), sink)
    },
    close(sink) {
      for (const session of sessions.values()) finish(session, sink)
    },
  }
}

function newSession(id: string | null): Session {
  const [calls, recent, nameless, named] = [new Map(), new Map(), new Map(), new Map()]
  const [open, ended] = [new Map(), new Map()]
  const known = { calls, recent, nameless, named, results: [] }
  return { id, model: null, project: null, ...known, open, ended, result: null }
}

function readInit(session: Session, entry: JsonObject): void {
  session.model = textAt(entry, 'model') ?? session.model
  session.project = textAt(entry, 'cwd') ?? session.project
}

function readMessage(session: Session, entry: JsonObject, body: JsonObject | null, sink: RecordSink): void {
  if (body === null || textAt(body, 'model') === '<synthetic>' || objectAt(body, 'usage') === null) return
  const id = textAt(body, 'id')
  const parent = textAt(entry, 'parent_tool_use_id')
  const before = session.open.get(parent)
  const repeats = id === null && before !== undefined && !before.hasId && samePrompt(before.body, body)
  const identity = id ?? (repeats ? before.identity : textAt(entry, 'uuid'))
  session.open.set(parent, { identity, hasId: id !== null, body })
  if (repeats && identity === null) sink.folded()
  else readUsage(session, entry, identity, body, sink)
}

/** A partial message's last event: its usage lies over that of the start. */
function readDelta(session: Session, entry: JsonObject, usage: JsonObject | null, sink: RecordSink): void {
  const parent = textAt(entry, 'parent_tool_use_id')
  const started = session.open.get(parent)
  if (started === undefined || usage === null) return
  const stated = Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null))
  const body = { ...started.body, usage: { ...objectAt(started.body, 'usage'), ...stated } }
  session.open.set(parent, { ...started, body })
  readUsage(session, entry, started.identity, body, sink)
}

function readUsage(
  session: Session,
  entry: JsonObject,
  identity: string | null,
  body: JsonObject,
  sink: RecordSink,
): void {
  const model = textAt(body, 'model')
  const usage = objectAt(body, 'usage')!
  const usages = anthropic.read(usage, { provider: 'anthropic', model })
  for (const [index, each] of usages.entries())
    called(session, identity === null ? null : partIdentity(identity, index), each.model ?? model, each)
  const frame = { ...frameOf(session, entry), model, provider: null, identity }
  // Qwen Code, which alone adds a total, has other ids in its session files.
  recordCall('total_tokens' in usage ? { ...frame, total: { of: 'call' } } : frame, usages, sink)
}

function called(session: Session, identity: string | null, model: string | null, usage: Usage): void {
  const tally = tallyOf(usage)
  const known = identity === null ? undefined : session.recent.get(identity)
  if (known !== undefined && (known.counts.outputTokens ?? 0) >= (tally.counts.outputTokens ?? 0)) return
  session.calls.set(model, sum(session.calls.get(model), rest(tally, known)))
  if (identity === null) session.nameless.set(model, sum(session.nameless.get(model), tally))
  if (identity === null) return
  session.named.set(model, (session.named.get(model) ?? new Set()).add(identity))
  session.recent.set(identity, tally)
  if (session.recent.size > RECENT_MESSAGES) session.recent.delete(session.recent.keys().next().value!)
}

function readResult(session: Session, entry: JsonObject, sink: RecordSink): void {
  const tallies = resultTallies(entry, session.model)
  if (tallies.size === 0) return
  const before = session.result
  const id = resultId(before?.entry ?? null)
  if (id !== null) session.results.push(id)
  if (before !== null && !isCursors(entry) && continues(tallies, before.tallies)) sink.folded(before.at)
  else if (before !== null)
    for (const [model, tally] of before.tallies) session.ended.set(model, sum(session.ended.get(model), tally))
  session.result = { entry, tallies, at: sink.at }
}

/** Records what the results state beyond the calls, which are known where only output is missing. */
function finish(session: Session, sink: RecordSink): void {
  if (session.result === null) {
    if (session.calls.size > 0)
      sink.warn(
        'cut_stream',
        'a Claude Code stream ends without its result: output counts may be those of the first chunk',
      )
    return
  }
  const { entry, at } = session.result
  let isRepeat = true
  for (const [model, stated] of resultTotals(session)) {
    const known = session.calls.get(model)
    const missing = rest(stated, known)
    if (isZero(missing.counts) && missing.webSearches === 0 && missing.costUsd === null) continue
    const { counts, webSearches, costUsd } = rest(stated, session.nameless.get(model))
    const id = resultId(entry)
    isRepeat = false
    sink.record(
      {
        ...frameOf(session, entry),
        model,
        provider: null,
        counts,
        ...(webSearches > 0 && { fees: { web_search: String(webSearches) } }),
        identity: id === null ? null : totalIdentity(id, model),
        calls: null,
        loggedCostUsd: costUsd,
        total: {
          of: 'run',
          parts: [
            ...(session.named.get(model) ?? []),
            ...session.results.filter((result) => result !== id).map((result) => totalIdentity(result, model)),
          ],
          ...(session.calls.size > 0 && { others: 'agents' }),
        },
      },
      at,
    )
  }
  if (isRepeat) sink.folded(at)
}

function resultId(entry: JsonObject | null): string | null {
  return firstTextAt(entry, 'uuid', 'request_id')
}

function totalIdentity(result: string, model: string | null): string {
  return `${result}#${model === null ? null : bareModel(model)}`
}

/** The results' totals under the names that the calls have. Without `modelUsage` they are no match for calls. */
function resultTotals({ calls, ended, result }: Session): Tallies {
  const totals = new Map<string | null, Tally>()
  const isByModel = objectAt(result!.entry, 'modelUsage') !== null
  if (!isByModel && calls.size > 0) return totals
  for (const [name, tally] of [...ended, ...result!.tallies]) {
    const model = [...calls.keys()].find((called) => sameModel(called, name)) ?? name
    totals.set(model, sum(totals.get(model), tally))
  }
  return totals
}

function frameOf(session: Session, entry: JsonObject) {
  return {
    time: timeAt(entry, 'timestamp', '_audit_timestamp'),
    attributes: knownAttributes({ session: session.id, project: textAt(entry, 'cwd') ?? session.project }),
  }
}

function samePrompt(a: JsonObject, b: JsonObject): boolean {
  const [one, other] = [objectAt(a, 'usage'), objectAt(b, 'usage')]
  return ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].every(
    (key) => one?.[key] === other?.[key],
  )
}
