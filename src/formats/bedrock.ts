import { firstTextAt, isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { recordCall } from './call.ts'
import { isRandomId } from './call-id.ts'
import { ChunkStreams } from './chunk-streams.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { StreamedUsage } from './streamed-usage.ts'

const METRICS = 'amazon-bedrock-invocationMetrics'

/** Events of Converse streams, named by their only key. */
const EVENTS = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata']

/**
 * Saved answers of Amazon Bedrock: Converse, InvokeModel of the model families whose answers are their own (Titan, Llama,
 * Nova), their streams, and batch output. Claude's answers are `anthropic`'s, Mistral's and AI21's chat `openai`'s.
 */
export const bedrock: Format = {
  name: 'bedrock',
  title: 'Amazon Bedrock answers, streams and batches',
  example:
    '{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":121,"totalTokens":2072,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236}}',
  needles: [],
  selfContained: false,
  docs: {
    identity:
      'the request id that SDKs add, by which invocation logs name the call too; else none: streamed chunks of Llama belong together until one ends the answer',
    counts: 'per call; cache outside input',
    ignores: 'the copy of the counts that the last chunk of a Llama or Titan stream carries',
  },
  recognizes: (entry) => isConverse(entry) || isEvent(entry) || isFamily(entry) || isBatchLine(entry),
  open(file): FormatReader {
    const streams = { chunks: new ChunkStreams(file), usage: new StreamedUsage() }
    return {
      push(entry, sink) {
        if (isBatchLine(entry)) readBatchLine(entry, sink)
        else if ('generation' in entry) readLlama(entry, streams, sink)
        else readAnswer(entry, sink)
      },
    }
  },
}

function readAnswer(entry: JsonObject, sink: RecordSink): void {
  const usage = usageOf(entry)
  if (usage !== null) recordAnswer(entry, usage, { identity: requestOf(entry), mode: modeOf(entry) }, sink)
}

/** A streamed answer comes in chunks: the first states the prompt, each a growing output. */
function readLlama(
  chunk: JsonObject,
  streams: { readonly chunks: ChunkStreams; readonly usage: StreamedUsage },
  sink: RecordSink,
): void {
  if (chunk['generation_token_count'] === undefined) return
  const place = { key: 'llama', last: textAt(chunk, 'stop_reason') !== null, trailing: false }
  const identity = streams.chunks.identityOf(sink.at, place)
  recordAnswer(chunk, streams.usage.after(identity, countsAlone(chunk)), { identity, update: true, mode: null }, sink)
}

function countsAlone({ prompt_token_count, generation_token_count }: JsonObject): JsonObject {
  return { prompt_token_count, generation_token_count }
}

function readBatchLine(entry: JsonObject, sink: RecordSink): void {
  const answer = objectAt(entry, 'modelOutput')
  const usage = answer === null ? null : (usageOf(answer) ?? objectAt(answer, 'usage'))
  if (answer !== null && usage !== null)
    recordAnswer(answer, usage, { identity: textAt(answer, 'id'), mode: 'batch' }, sink)
}

function recordAnswer(
  answer: JsonObject,
  usage: JsonObject,
  call: { identity: string | null; update?: boolean; mode: string | null },
  sink: RecordSink,
): void {
  const model = firstTextAt(answer, 'modelId', 'model')
  recordCall({ model, provider: 'aws', time: null, ...call }, readUsage(usage, { provider: 'aws', model }) ?? [], sink)
}

function usageOf(entry: JsonObject): JsonObject | null {
  if ('inputTextTokenCount' in entry && !('outputText' in entry)) return entry
  if ('generation_token_count' in entry) return entry
  const usage = objectAt(entry, 'usage') ?? objectAt(objectAt(entry, 'metadata'), 'usage')
  return usage !== null && 'inputTokens' in usage ? usage : objectAt(entry, METRICS)
}

/** The SDKs add the request's id, under which invocation logs know the call as well. */
function requestOf(entry: JsonObject): string | null {
  const id =
    textAt(objectAt(entry, 'ResponseMetadata'), 'RequestId') ?? textAt(objectAt(entry, '$metadata'), 'requestId')
  return isRandomId(id) ? id : null
}

function modeOf(entry: JsonObject): string | null {
  const told = objectAt(entry, 'metadata') ?? entry
  const latency = textAt(objectAt(told, 'performanceConfig'), 'latency')
  return textAt(objectAt(told, 'serviceTier'), 'type') ?? (latency === 'standard' ? null : latency)
}

function isConverse(entry: JsonObject): boolean {
  return typeof entry['stopReason'] === 'string' && isObject(entry['output'])
}

function isEvent(entry: JsonObject): boolean {
  const [key, ...others] = Object.keys(entry).filter((name) => name !== METRICS && name !== 'p')
  if (key === undefined || others.length > 0 || !EVENTS.includes(key)) return METRICS in entry && key === undefined
  return isObject(entry[key]) && (key !== 'metadata' || isObject(objectAt(entry, key)?.['usage']))
}

function isFamily(entry: JsonObject): boolean {
  const titan = 'inputTextTokenCount' in entry
  const llama = 'generation' in entry && 'generation_token_count' in entry
  return titan || llama || (METRICS in entry && !('type' in entry))
}

function isBatchLine(entry: JsonObject): boolean {
  return 'modelInput' in entry && ('modelOutput' in entry || 'error' in entry)
}
