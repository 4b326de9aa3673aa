import { firstTextAt, isObject, type JsonObject, keyText, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { gemini as payload } from '../usage/payloads/gemini.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import { type ChunkPlace, ChunkStreams } from './chunk-streams.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { isVertexEmbedding, vertexEmbeddingUsage } from './gemini-embeddings.ts'
import { groundingFees } from './gemini-grounding.ts'
import { StreamedUsage } from './streamed-usage.ts'

/**
 * Saved answers of Gemini (API and Vertex AI, REST's spelling and the SDKs'): generateContent, its streams, embeddings and
 * the lines of Vertex batch output.
 */
export const gemini: Format = {
  name: 'gemini',
  title: 'Google Gemini and Vertex AI answers, streams and batches',
  example:
    '{"candidates":[],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":20,"thoughtsTokenCount":100,"totalTokenCount":128},"modelVersion":"gemini-2.5-flash","responseId":"AbCdEfGhIjKlMn"}',
  needles: ['usageMetadata', '"setup"'],
  selfContained: false,
  docs: {
    identity: '`responseId`; chunks without one belong to the stream at hand until it ends',
    counts: 'per call; the last chunk of a stream; cache inside input, thoughts and tool prompts beside',
    ignores: 'answers of countTokens, failed lines of a batch',
  },
  recognizes: (entry) => isAnswer(entry) || batchedAnswer(entry) !== null || liveModel(entry) !== null,
  open(file): FormatReader {
    const streams = { chunks: new ChunkStreams(file), usage: new StreamedUsage() }
    let session: string | null = null
    return {
      push(entry, sink) {
        session = liveModel(entry) ?? session
        const batched = batchedAnswer(entry)
        if (isLive(entry))
          recordAnswer({ modelVersion: session, ...entry }, usageOf(entry), { identity: identityOf(entry) }, sink)
        else if (batched === null) readAnswer(entry, streams, sink)
        else recordAnswer(batched, usageOf(batched), { identity: identityOf(batched), mode: 'batch' }, sink)
      },
    }
  },
}

interface Streams {
  readonly chunks: ChunkStreams
  readonly usage: StreamedUsage
}

function readAnswer(answer: JsonObject, streams: Streams, sink: RecordSink): void {
  const usage = usageOf(answer) ?? vertexEmbeddingUsage(answer)
  if (usage === null) return
  if (answersPrompt(answer)) {
    const identity = identityOf(answer) ?? streams.chunks.identityOf(sink.at, placeInStream(answer, usage))
    recordAnswer(answer, streams.usage.after(identity, usage), { identity, update: true }, sink)
  } else {
    recordAnswer(answer, usage, { identity: identityOf(answer) }, sink)
  }
}

function recordAnswer(
  answer: JsonObject,
  usage: JsonObject | null,
  call: { identity: string | null; update?: boolean; mode?: string },
  sink: RecordSink,
): void {
  if (usage === null) return
  const model = firstTextAt(answer, 'modelVersion', 'model_version')
  const frame = { model, provider: 'google', time: timeAt(answer, 'createTime', 'create_time'), ...call }
  const usages = payload.read(usage, { provider: 'google', model })
  recordCall(
    frame,
    usages.map((each) => ({ ...each, ...groundingFees(answer, model) })),
    sink,
  )
}

function isAnswer(entry: JsonObject): boolean {
  if (typeof entry['type'] === 'string') return false
  return answersPrompt(entry) || isEmbedding(entry) || isLive(entry)
}

/** Vertex AI: `{request, response, status, processed_time}`; Gemini API: `{key, response}`. A failed line has no usage. */
function batchedAnswer(entry: JsonObject): JsonObject | null {
  const response = 'request' in entry || 'key' in entry ? objectAt(entry, 'response') : null
  return response !== null && answersPrompt(response) ? response : null
}

function answersPrompt(answer: JsonObject): boolean {
  return (
    (Array.isArray(answer['candidates']) ||
      isObject(answer['promptFeedback']) ||
      isObject(answer['prompt_feedback'])) &&
    (usageOf(answer) !== null || 'modelVersion' in answer || 'model_version' in answer)
  )
}

function isEmbedding(entry: JsonObject): boolean {
  const embeds = 'embeddings' in entry || 'embedding' in entry
  return (embeds && usageOf(entry) !== null) || isVertexEmbedding(entry)
}

function isLive(entry: JsonObject): boolean {
  return ('serverContent' in entry || 'server_content' in entry) && usageOf(entry) !== null
}

/** The model that a Live session is set up with; its answers do not name it. */
function liveModel(entry: JsonObject): string | null {
  return textAt(objectAt(entry, 'setup'), 'model')?.replace(/^models\//, '') ?? null
}

function usageOf(answer: JsonObject): JsonObject | null {
  return objectAt(answer, 'usageMetadata') ?? objectAt(answer, 'usage_metadata')
}

function identityOf(answer: JsonObject): string | null {
  return firstTextAt(answer, 'responseId', 'response_id')
}

function placeInStream(answer: JsonObject, usage: JsonObject): ChunkPlace {
  const candidates = objectsAt(answer, 'candidates')
  const last = candidates.some(
    (candidate) => (candidate['finishReason'] ?? candidate['finish_reason'] ?? null) !== null,
  )
  return { key: keyText(usage['promptTokenCount']), last: last || candidates.length === 0, trailing: false }
}
