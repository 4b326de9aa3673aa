import { plus } from '../usage/arithmetic.ts'
import type { TokenCounts } from '../usage/counts.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import {
  type AiMessage,
  aiMessage,
  aiMessagesIn,
  answerId,
  messageId,
  modelOf,
  providerOf,
  usageOf,
} from './langchain-messages.ts'
import { langsmith } from './langsmith.ts'

/** LangChain and LangGraph as people dump them: messages, states, LLM results, events of a stream. */
export const langchainDump: Format = {
  name: 'langchain',
  title: 'LangChain and LangGraph messages, states and events',
  example:
    '{"type":"ai","id":"run--0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9-0","content":"","response_metadata":{"model_name":"gpt-4o-2024-08-06","token_usage":{"prompt_tokens":350,"completion_tokens":240,"total_tokens":590}},"usage_metadata":{"input_tokens":350,"output_tokens":240,"total_tokens":590,"input_token_details":{"cache_read":100}}}',
  needles: [],
  selfContained: false,
  docs: {
    identity: "the message's `id`, else the id of the answer in `response_metadata`",
    counts: 'per message; cache inside input for every provider, reasoning inside output; chunks of a message add up',
    ignores:
      '`token_usage` beside `usage_metadata`, events of chains (they repeat their messages), the aggregated chunk after its parts',
  },
  recognizes: (entry) =>
    isEvent(entry) || isResult(entry) || aiMessage(entry) !== null || (isState(entry) && !langsmith.recognizes(entry)),
  open,
}

function open(): FormatReader {
  const streams = new Map<string, TokenCounts>()
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      const event = textAt(entry, 'event')
      if (isEvent(entry) && !/^on_(chat_model|llm)_(end|stream)$/.test(event ?? '')) return
      const messages = aiMessagesIn(entry)
      if (messages.length === 0 && isResult(entry)) recordResult(entry, sink)
      eachItem(messages, sink, (message) => {
        const usage = usageOf(message.fields)
        if (usage === null) return
        const id = messageId(message.fields)
        const whole = !message.chunk || event?.endsWith('_end') === true || id === null
        const counts = whole ? usage.counts : added(streams, id, usage.counts)
        sink.record({
          ...frameOf(entry, message),
          ...usage,
          model: modelOf(message.fields) ?? firstTextAt(objectAt(entry, 'metadata'), 'ls_model_name'),
          counts,
          identity: whole && !streams.has(id ?? '') ? (answerId(message.fields) ?? id) : id,
          ...((!whole || streams.has(id ?? '')) && { update: true }),
        })
      })
    },
  }
}

/** What a stream has used so far. A last chunk that repeats the sum of the others is the aggregated message. */
function added(streams: Map<string, TokenCounts>, id: string, chunk: TokenCounts): TokenCounts {
  const known = streams.get(id)
  if (known === undefined) {
    streams.set(id, chunk)
    return chunk
  }
  if (known.inputTokens === chunk.inputTokens && known.outputTokens === chunk.outputTokens) return known
  const counts = plus(known, chunk)
  streams.set(id, counts)
  return counts
}

/** An LLMResult whose messages say nothing: its own `llm_output` does. */
function recordResult(entry: JsonObject, sink: RecordSink): void {
  const output = objectAt(entry, 'llm_output')
  const usage = objectAt(output, 'token_usage') ?? objectAt(output, 'usage')
  const model = firstTextAt(output, 'model_name', 'model')
  const read: readonly Usage[] = usage === null ? [] : (readUsage(usage, { provider: null, model }) ?? [])
  for (const each of read) sink.record({ ...each, model, provider: null, identity: null, time: null })
}

function frameOf(entry: JsonObject, { fields }: AiMessage) {
  const metadata = objectAt(entry, 'metadata')
  return {
    provider: providerOf(fields),
    time:
      timeAt(objectAt(fields, 'response_metadata'), 'created_at', 'created') ??
      timeAt(entry, 'timestamp', 'time', 'ts'),
    attributes: knownAttributes({
      session: firstTextAt(metadata, 'thread_id', 'session_id') ?? firstTextAt(entry, 'thread_id', 'session_id'),
      agent: firstTextAt(metadata, 'langgraph_node') ?? textAt(fields, 'name'),
    }),
  }
}

function isEvent(entry: JsonObject): boolean {
  return /^on_(chat_model|llm|chain|tool|retriever|prompt|parser)_\w+$/.test(textAt(entry, 'event') ?? '')
}

/** LLMResult: a list of generations for each prompt. */
function isResult(entry: JsonObject): boolean {
  const generations = entry['generations']
  return Array.isArray(generations) && (Array.isArray(generations[0]) || 'llm_output' in entry)
}

/** A state or an update of one: messages in a list, at the top or under the name of a node. */
function isState(entry: JsonObject): boolean {
  const lists = [entry, ...Object.values(entry)].map((value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)['messages']
      : undefined,
  )
  return lists.some((list) => Array.isArray(list) && list.some((each) => isMessage(each)))
}

function isMessage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && aiMessage(value as JsonObject) !== null
}
