import { firstCountAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { idAt, isArray, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, RecordSink } from './format.ts'

/**
 * Amp threads. The ledger lists the calls, the message that a call led to knows its cache counts; older threads have only
 * the messages. Credits are no dollars.
 */
export const amp: Format = {
  name: 'amp',
  title: 'Amp threads',
  example:
    '{"id":"T-1","messages":[{"role":"assistant","messageId":2,"usage":{"cacheCreationInputTokens":20,"cacheReadInputTokens":10}}],"usageLedger":{"events":[{"id":"e1","timestamp":"2026-03-01T10:00:00Z","model":"claude-sonnet-4-20250514","tokens":{"input":100,"output":50},"toMessageId":2}]}}',
  needles: ['"usageLedger"', '"cacheReadInputTokens"', '"totalInputTokens"'],
  selfContained: true,
  docs: {
    identity: 'thread and ledger event, else thread and message',
    counts: 'per call; cache outside input; cache counts from the message that a ledger event names',
    ignores: "messages' usage where there is a ledger, credits",
  },
  recognizes: (entry) =>
    objectAt(entry, 'usageLedger') !== null || (/^T-/.test(textAt(entry, 'id') ?? '') && isArray(entry['messages'])),
  open: () => ({
    push(entry, sink) {
      const thread = textAt(entry, 'id')
      const messages = objectsAt(entry, 'messages')
      const events = objectsAt(objectAt(entry, 'usageLedger'), 'events')
      if (events.length > 0) eachItem(events, sink, (event) => readEvent(thread, event, messages, sink))
      else eachItem(messages.entries(), sink, ([index, message]) => readMessage(thread, index, message, sink))
    },
  }),
}

function readEvent(thread: string | null, event: JsonObject, messages: readonly JsonObject[], sink: RecordSink): void {
  const to = idAt(event, 'toMessageId')
  const message = to === null ? undefined : messageOf(to, messages)
  const cache = objectAt(message ?? null, 'usage')
  const tokens = objectAt(event, 'tokens')
  if (tokens === null) return
  record(thread, textAt(event, 'id'), event, countsOf(tokens, cache), sink)
}

/** Messages without ids are numbered by their place. */
function messageOf(id: string, messages: readonly JsonObject[]): JsonObject | undefined {
  const named = messages.find((each) => idAt(each, 'messageId') === id)
  return named ?? messages.find((each, index) => idAt(each, 'messageId') === null && String(index) === id)
}

function readMessage(thread: string | null, index: number, message: JsonObject, sink: RecordSink): void {
  const usage = objectAt(message, 'usage')
  if (usage !== null)
    record(
      thread,
      idAt(message, 'messageId') ?? `message ${index}`,
      { ...message, ...usage },
      countsOf(usage, usage),
      sink,
    )
}

function record(
  thread: string | null,
  id: string | null,
  call: JsonObject,
  counts: TokenCounts,
  sink: RecordSink,
): void {
  if (isZero(counts)) return
  sink.record({
    model: textAt(call, 'model'),
    provider: null,
    counts,
    identity: thread === null || id === null ? null : `${thread}:${id}`,
    time: timeAt(call, 'timestamp'),
    attributes: knownAttributes({ session: thread }),
  })
}

function countsOf(tokens: JsonObject, cache: JsonObject | null): TokenCounts {
  return inclusive({
    input: firstCountAt(tokens, 'input', 'inputTokens'),
    cacheRead: firstCountAt(tokens, 'cacheReadInputTokens') ?? firstCountAt(cache, 'cacheReadInputTokens'),
    cacheWrite: firstCountAt(tokens, 'cacheCreationInputTokens') ?? firstCountAt(cache, 'cacheCreationInputTokens'),
    output: firstCountAt(tokens, 'output', 'outputTokens'),
  })
}
