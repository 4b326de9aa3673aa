import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { type JsonObject, keyText, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { isPerplexity, OPENAI_CHAT_SUMS } from '../usage/payloads/openai-chat.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import { sureIdsLike } from './call-id.ts'
import { type ChunkPlace, ChunkStreams } from './chunk-streams.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { isMarked } from './marked-usage.ts'
import { REQUEST_WANTS, REQUESTS } from './model-request.ts'
import {
  ANSWER_VARIES,
  ANSWER_WANTS,
  isChunk,
  isOpenaiEntry,
  isPlainChatAnswer,
  openaiAnswers,
  realtimeModel,
  usageInAnswer,
} from './openai-answers.ts'
import { openaiIdentity } from './openai-identity.ts'
import { withToolFees } from './openai-tools.ts'

/**
 * Saved answers of OpenAI's endpoints and of everything compatible with them: chat and text completions, Responses,
 * embeddings, images, transcriptions, Assistants runs, Realtime; whole or as dumped stream events.
 */
export const openai: Format = {
  name: 'openai',
  title: 'OpenAI API answers and streams, and compatible providers',
  example:
    '{"id":"chatcmpl-AbCdEfGhIjKlMnOpQrSt","object":"chat.completion","created":1772359200,"model":"gpt-4o-2024-08-06","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}',
  needles: ['"session.created"', '"session.updated"'],
  selfContained: false,
  wants: {
    ...REQUEST_WANTS,
    ...{ object: true, custom_id: true, type: true, event: true, response: ANSWER_WANTS, data: true, text: true },
    session: { object: true, type: true, model: true },
    ...ANSWER_WANTS,
  },
  recurs: {
    varies: [...ANSWER_VARIES, ...ANSWER_VARIES.map((path) => `response.${path}`)],
    kindOf,
    isUnmistakable: (entry) => isPlainChatAnswer(entry) && kindOf(entry) === 'again',
    restates: {
      identity: 'id',
      time: 'created',
      usage: 'usage',
      sums: OPENAI_CHAT_SUMS,
      total: 'total_tokens',
      holds: isChatAnswer,
      identitiesLike: sureIdsLike,
    },
    beside: REQUESTS,
  },
  docs: {
    identity: '`id`, with `created` where the id may be shared (mocks); run id of Assistants',
    counts:
      'per call; the last usage of a stream; cache inside input, reasoning inside output unless the total says beside',
    ignores: 'null usage of unfinished answers, steps of Assistants runs, `x_groq.usage` beside `usage`',
  },
  recognizes: isOpenaiEntry,
  open(file): FormatReader {
    const streams = new ChunkStreams(file)
    let session: string | null = null
    return {
      push(entry, sink) {
        session = realtimeModel(entry) ?? session
        eachItem(openaiAnswers(entry), sink, (answer) => readAnswer(answer, streams, session, sink))
      },
    }
  },
}

/** Pieces of streams and requests for them mostly say nothing; whole answers mostly state counts. */
function kindOf(entry: JsonObject): 'nothing' | 'again' | null {
  if (realtimeModel(entry) !== null) return null
  const usages = openaiAnswers(entry).map(usageOf)
  if (usages.every((usage) => usage === null)) return 'nothing'
  const isAnswer = !('data' in entry) && usages.every((usage) => usage !== null && isMarked(usage))
  return isAnswer ? 'again' : null
}

/** A whole chat completion of which the host is not told by its id. */
function isChatAnswer(entry: JsonObject): boolean {
  const usage = objectAt(entry, 'usage')
  const [provider, model] = [textAt(entry, 'provider'), textAt(entry, 'model')]
  const isWhole = entry['object'] === 'chat.completion' && usage !== null && provider === null
  return isWhole && !isPerplexity(usage, { provider, model })
}

function usageOf(answer: JsonObject): JsonObject | null {
  return answer['object'] === 'thread.run.step' ? null : usageInAnswer(answer)
}

/** `session`: the model of a Realtime session, which its answers do not name. */
function readAnswer(answer: JsonObject, streams: ChunkStreams, session: string | null, sink: RecordSink): void {
  const usage = usageOf(answer)
  if (usage === null) return
  const model = textAt(answer, 'model') ?? (answer['object'] === 'realtime.response' ? session : null)
  const provider = providerOf(answer, usage)
  const usages = readUsage(usage, { provider, model }) ?? unknownUsages(answer, usage)
  const update = isChunk(answer)
  const identity = openaiIdentity(answer)
  recordCall(
    {
      model,
      provider,
      identity: identity ?? (update ? streams.identityOf(sink.at, placeInStream(answer, usage)) : null),
      ...(update && { update }),
      time: timeAt(answer, 'created', 'created_at'),
      mode: textAt(answer, 'service_tier'),
    },
    withToolFees(usages, answer),
    sink,
  )
}

/** A chat completion of which nothing is known but how many tokens it used is a call all the same; any other usage may be anything. */
function unknownUsages(answer: JsonObject, usage: JsonObject): readonly Usage[] {
  const isCall = answer['object'] === 'chat.completion' && textAt(answer, 'model') !== null
  return isCall && (countAt(usage, 'total_tokens') ?? 0) > 0 ? [{ counts: NO_COUNTS }] : []
}

/** Only hosts that sign their answers: elsewhere the model's maker is the better guess, and pricing's business. */
function providerOf(answer: JsonObject, usage: JsonObject): string | null {
  if ('x_groq' in answer) return 'groq'
  if ('cost_in_usd_ticks' in usage) return 'x-ai'
  return textAt(answer, 'provider') !== null && textAt(answer, 'id')?.startsWith('gen-') ? 'openrouter' : null
}

function placeInStream(chunk: JsonObject, usage: JsonObject): ChunkPlace {
  const choices = objectsAt(chunk, 'choices')
  return {
    key: `${textAt(chunk, 'model')} ${keyText(usage['prompt_tokens'])}`,
    last: choices.some((choice) => textAt(choice, 'finish_reason') !== null),
    trailing: choices.length === 0,
  }
}
