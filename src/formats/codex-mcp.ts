import { firstTextAt, idAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { codex } from './codex.ts'
import type { Format, FormatReader } from './format.ts'

/**
 * Codex spoken to over JSON-RPC: events of `codex mcp-server`, each of which wraps an event of a rollout, and what the
 * app server tells of the thread's tokens. Several threads may share one connection; each is read as a rollout is.
 */
export const codexMcp: Format = {
  name: 'codex-mcp',
  title: 'JSON-RPC logs of Codex (mcp-server, app-server)',
  example:
    '{"jsonrpc":"2.0","method":"codex/event","params":{"_meta":{"requestId":1,"threadId":"t1"},"id":"1","msg":{"type":"token_count","info":{"model":"gpt-5.2-codex","total_token_usage":{"input_tokens":900,"cached_input_tokens":700,"output_tokens":60},"last_token_usage":{"input_tokens":900,"cached_input_tokens":700,"output_tokens":60}}}}}',
  needles: ['"codex/event', '"thread/tokenUsage/updated"', '"modelProvider"'],
  selfContained: false,
  docs: {
    identity: 'thread and running total',
    counts: 'running totals of a thread, turned into per-call differences; cache inside input, reasoning inside output',
    ignores: 'unchanged totals (re-emits)',
  },
  recognizes: (entry) => eventOf(entry) !== null,
  open(file): FormatReader {
    const threads = new Map<string, FormatReader>()
    let latest: FormatReader | null = null

    /** What begins a thread has a reader of its own; what names none that is known goes on with the latest. */
    function readerOf({ thread, msg }: ThreadEvent): FormatReader {
      const known = thread === null ? latest : threads.get(thread)
      const begins = msg['type'] === 'session_configured'
      const reader = known ?? (begins ? null : latest) ?? codex.open(file)
      if (thread !== null) threads.set(thread, reader)
      latest = reader
      return reader
    }

    return {
      push(entry, sink) {
        const event = eventOf(entry)
        if (event !== null) readerOf(event).push({ msg: event.msg }, sink)
      },
      close(sink) {
        for (const reader of new Set(threads.values()).add(latest ?? codex.open(file))) reader.close?.(sink)
      },
    }
  },
}

interface ThreadEvent {
  readonly thread: string | null
  /** As a rollout's event. */
  readonly msg: JsonObject
}

function eventOf(entry: JsonObject): ThreadEvent | null {
  const params = objectAt(entry, 'params')
  const method = textAt(entry, 'method') ?? ''
  const msg = objectAt(params, 'msg')
  if (msg !== null && /^codex\/event(?:\/|$)/.test(method)) return { thread: threadIn(params, msg), msg }
  const usage = objectAt(params, 'tokenUsage')
  const thread = textAt(params, 'threadId')
  if (usage !== null && method === 'thread/tokenUsage/updated') return { thread, msg: tokenCount(usage) }
  const result = objectAt(entry, 'result')
  const id = textAt(objectAt(result, 'thread'), 'id')
  const model = textAt(result, 'model')
  if (id === null || model === null || !('modelProvider' in result!)) return null
  const { modelProvider: model_provider, cwd } = result!
  return { thread: id, msg: { type: 'session_configured', session_id: id, model, model_provider, cwd } }
}

function threadIn(params: JsonObject | null, msg: JsonObject): string | null {
  const meta = objectAt(params, '_meta')
  const named = firstTextAt(meta, 'threadId') ?? firstTextAt(params, 'conversationId', 'threadId')
  return named ?? textAt(msg, 'thread_id') ?? idAt(meta, 'requestId')
}

function tokenCount(usage: JsonObject): JsonObject {
  return {
    type: 'token_count',
    info: { total_token_usage: rolloutUsage(usage, 'total'), last_token_usage: rolloutUsage(usage, 'last') },
  }
}

function rolloutUsage(usage: JsonObject, key: string): JsonObject {
  const counts = objectAt(usage, key) ?? {}
  return {
    input_tokens: counts['inputTokens'],
    cached_input_tokens: counts['cachedInputTokens'],
    cache_write_input_tokens: counts['cacheWriteInputTokens'],
    output_tokens: counts['outputTokens'],
    reasoning_output_tokens: counts['reasoningOutputTokens'],
  }
}
