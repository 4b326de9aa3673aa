import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { firstTextAt, isObject, type Json, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { providerOfUrl } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { anthropic } from './anthropic.ts'
import { bedrock } from './bedrock.ts'
import { cohere } from './cohere.ts'
import type { FileContext, Format, FormatReader, RecordSink } from './format.ts'
import { frameAround, framedSink } from './framed-sink.ts'
import { gemini } from './gemini.ts'
import { geminiInteractions } from './gemini-interactions.ts'
import { generic } from './generic.ts'
import { bodyOf, entriesOfBody, FLAT_BODIES, headersOf } from './http-body.ts'
import { InnerReaders } from './inner-readers.ts'
import { objectIn } from './json-text.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import { openaiBatch } from './openai-batch.ts'
import { openrouterGeneration } from './openrouter-generation.ts'
import { modelIn, statedCost } from './surroundings.ts'
import { voyage } from './voyage.ts'
import { watsonx } from './watsonx.ts'

/** What servers answer, in the order in which they are asked. */
const ANSWERS: readonly Format[] = [
  ...[openaiBatch, openai, anthropic, gemini, geminiInteractions, bedrock, cohere, ollama],
  ...[openrouterGeneration, watsonx, voyage, generic],
]

/**
 * Saved HTTP traffic: HAR files, cassettes of tests (VCR, Polly), and records of proxies that hold a request and its
 * response. The body, whole or a stream, is read by the format that knows it; a model that it does not name is the
 * request's, or stands in the URL.
 */
export const httpExchange: Format = {
  name: 'http-exchange',
  title: 'HAR files, HTTP cassettes, logged requests with their responses',
  example:
    '{"request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","body":"{\\"model\\":\\"gpt-4o\\"}"},"response":{"status":200,"body":"{\\"id\\":\\"chatcmpl-AbCdEfGhIjKlMnOpQrSt\\",\\"object\\":\\"chat.completion\\",\\"created\\":1772359200,\\"model\\":\\"gpt-4o-2024-08-06\\",\\"choices\\":[],\\"usage\\":{\\"prompt_tokens\\":12,\\"completion_tokens\\":5,\\"total_tokens\\":17}}"}}',
  needles: [
    '"startedDateTime"',
    '"base64_string"',
    'vnd.amazon.eventstream',
    'edrock-input-token-count',
    'edrock-Input-Token-Count',
  ],
  selfContained: false,
  docs: {
    identity: 'as the answer in the body is identified',
    counts: 'as the format of the body counts; a stream is one call',
    ignores: 'answers that count the tokens of a prompt',
  },
  recognizes: (entry) => exchangesIn(entry).length > 0,
  open(file): FormatReader {
    let number = 0
    return {
      push(entry, sink) {
        // Streams without ids are told apart by their file.
        for (const exchange of exchangesIn(entry))
          readExchange(exchange, { name: `${file.name}#${++number}`, sibling: (name) => file.sibling(name) }, sink)
      },
    }
  },
}

function readExchange(exchange: JsonObject, file: FileContext, sink: RecordSink): void {
  const request = requestOf(exchange)
  const response = objectAt(exchange, 'response') ?? exchange
  const url = firstTextAt(request, ...URL_KEYS) ?? ''
  if (COUNTING.test(url)) return
  const frame = frameAround(
    { object: exchange, outer: null, fromText: false },
    { model: modelOfRequest(request, url) ?? modelIn(exchange), provider: providerOfUrl(url) },
  )
  const time = timeAt(exchange, 'startedDateTime', 'recorded_at') ?? frame.time ?? timeAt(request, 'timestamp')
  let found = false
  const framed = framedSink(sink, { ...frame, time })
  const counting: RecordSink = {
    ...framed,
    at: sink.at,
    record(record, at) {
      const cost = found ? null : statedCost(exchange)
      found = true
      framed.record({ ...record, loggedCostUsd: record.loggedCostUsd ?? cost }, at)
    },
  }
  const body = bodyOf(response)
  if (isCompressed(body) && providerOfUrl(url) !== null) {
    sink.reject('a compressed body; decompress it first')
    return
  }
  const { entries, broken } = entriesOfBody(body)
  const readers = new InnerReaders(ANSWERS, file)
  readers.push(entries, counting)
  readers.close(counting)
  if (broken > 0) sink.reject('a piece of an answer that is not valid JSON')
  if (!found) recordHeaders(response, counting)
  // A body that was left out or shortened: the counts may stand beside it.
  if (!found && broken === 0) generic.open(file).push(exchange, sink)
}

/** Gzip, as far as it could be made text. */
function isCompressed(body: Json | undefined): boolean {
  return typeof body === 'string' && body.startsWith('\x1f')
}

/** Bedrock tells in its headers what a body without usage used. */
function recordHeaders(response: JsonObject, sink: RecordSink): void {
  const headers = headersOf(response)
  const input = countAt(headers, COUNT_HEADER)
  const output = countAt(headers, 'x-amzn-bedrock-output-token-count')
  if (input === null && output === null) return
  sink.record({
    model: null,
    provider: 'aws',
    counts: { ...NO_COUNTS, inputTokens: input, outputTokens: output },
    identity: textAt(headers, 'x-amzn-requestid'),
    time: null,
  })
}

const COUNT_HEADER = 'x-amzn-bedrock-input-token-count'
const URL_KEYS = ['url', 'uri', 'path', 'endpoint']
/** Questions for the size of a prompt. */
const COUNTING = /count_tokens|:countTokens|\/input_tokens\b|\/tokenize\b/
const MODEL_IN_URL = /\/models?\/([^/:?]+(?::[^/?]*(?=\/))?)(?:[:/?]|$)|\/deployments\/([^/?]+)/

/** The requests with their responses in an entry: an archive, a cassette, or the entry itself. */
function exchangesIn(entry: JsonObject): readonly JsonObject[] {
  const saved = [
    ...objectsAt(objectAt(entry, 'log'), 'entries'),
    ...objectsAt(entry, 'interactions'),
    ...objectsAt(entry, 'http_interactions'),
  ]
  return (saved.length > 0 ? saved : [entry]).filter(isExchange)
}

function isExchange(value: JsonObject): boolean {
  const response = objectAt(value, 'response')
  // What boto3 returns of a model whose body has no usage.
  if (COUNT_HEADER in headersOf(response ?? value)) return true
  const isHttp = firstTextAt(requestOf(value), ...URL_KEYS) !== null || isHttpResponse(response)
  if (response === null) return isHttp && FLAT_BODIES.some((key) => key in value)
  return isHttp && 'request' in value && bodyOf(response) !== undefined
}

/** Answers of models have a `status` too, which is a word. */
function isHttpResponse(response: JsonObject | null): boolean {
  const codes = [response?.['status'], response?.['status_code'], response?.['statusCode']]
  return codes.some((code) => typeof code === 'number') || isObject(response?.['headers'])
}

/** The request as an object of its own, or as columns of a record: `request_path`, `request_body`. */
function requestOf(exchange: JsonObject): JsonObject {
  const url = firstTextAt(exchange, 'request_path', 'request_url', 'requestUrl', ...URL_KEYS)
  return objectAt(exchange, 'request') ?? { url: url ?? '', body: exchange['request_body'] ?? exchange['requestBody'] }
}
function modelOfRequest(request: JsonObject, url: string): string | null {
  const [, inModels, inDeployments] = MODEL_IN_URL.exec(url) ?? []
  const body = objectIn(textAt(objectAt(request, 'postData'), 'text') ?? request['body'] ?? request['json'])
  const asked = body === null ? null : modelIn(body)
  const named = inModels ?? inDeployments
  return asked ?? (named === undefined ? null : decoded(named))
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
