import { countAt } from '../usage/count.ts'
import { firstTextAt, isArray, isObject, type Json, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { bedrockHourWrites } from '../usage/payloads/bedrock.ts'
import { bedrockInvocation as payload } from '../usage/payloads/bedrock-invocation.ts'
import { timeAt } from '../usage/time.ts'
import { insightsRows, isInsights } from './bedrock-insights.ts'
import { knownAttributes, recordCall } from './call.ts'
import { callIdAt } from './call-id.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Bedrock's model invocation logs, from S3 or CloudWatch, and what CloudWatch Logs Insights answers about them. */
export const bedrockInvocationLog: Format = {
  name: 'bedrock-invocation-log',
  title: 'Amazon Bedrock model invocation logs, also from CloudWatch Logs Insights',
  example:
    '{"schemaType":"ModelInvocationLog","timestamp":"2026-03-01T10:00:00Z","requestId":"r-1","region":"us-east-1","operation":"Converse","modelId":"us.anthropic.claude-sonnet-4-20250514-v1:0","input":{"inputTokenCount":219,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":0},"output":{"outputTokenCount":109}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'the `msg_…` id of the logged answer; else `requestId`: answers of Insights overlap',
    counts: 'per call; cache outside input',
    ignores: '`usage` inside `outputBodyJson` (it repeats the call), calls that failed',
  },
  recognizes: (entry) => isLog(entry) || isInsights(entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    if (isLog(entry)) recordLog(entry, sink)
    else eachItem(insightsRows(entry), sink, (log) => recordLog(log, sink))
  },
}

function isLog(entry: JsonObject): boolean {
  return (
    entry['schemaType'] === 'ModelInvocationLog' ||
    ('requestId' in entry && 'modelId' in entry && isObject(entry['input']))
  )
}

function recordLog(log: JsonObject, sink: RecordSink): void {
  const [input, output] = [objectAt(log, 'input'), objectAt(log, 'output')]
  const usage = { ...countsOf(log), ...countsOf(input), ...countsOf(output) }
  const model = firstTextAt(log, 'modelId', 'model')
  if (Object.keys(usage).length === 0 || textAt(log, 'errorCode') !== null) return
  const body = lastBody(output?.['outputBodyJson'])
  const hour = hourWrites(output?.['outputBodyJson'])
  recordCall(
    {
      model,
      provider: 'aws',
      identity: answerId(output?.['outputBodyJson']) ?? textAt(log, 'requestId'),
      time: timeAt(log, 'timestamp', 'invocationTime', '@timestamp'),
      mode: textAt(objectAt(body, 'serviceTier'), 'type'),
      attributes: knownAttributes({ user: textAt(objectAt(log, 'identity'), 'arn') }),
    },
    payload
      .read(usage, { provider: 'aws', model })
      .map((each) => ({ ...each, counts: { ...each.counts, cacheCreation1hInputTokens: hour } })),
    sink,
  )
}

/** Only counts that are stated: a failed call has none. */
function countsOf(part: JsonObject | null): JsonObject {
  const counts = Object.entries(part ?? {}).filter(([key, value]) => /TokenCount$/.test(key) && value !== null)
  return Object.fromEntries(counts)
}

/** The id by which a saved answer of Claude knows the call: that of the body, or of the message that a stream begins. */
function answerId(body: Json | undefined): string | null {
  const first = isArray(body) ? body.find((event) => isObject(event) && isObject(event['message'])) : body
  const answer = isObject(first) ? (objectAt(first, 'message') ?? first) : null
  const id = callIdAt(answer, 'id')
  return id?.startsWith('msg_') === true ? id : null
}

/** A streamed answer is logged as the list of its events. */
function lastBody(body: Json | undefined): JsonObject | null {
  const last = isArray(body) ? body.at(-1) : body
  return isObject(last) ? last : null
}

/** Only the body knows the lifetimes of cache writes: that of Converse or of Claude's Messages, whole or as events. */
function hourWrites(body: Json | undefined): number | null {
  for (const event of (isArray(body) ? body : [body]).filter(isObject)) {
    const holder = objectAt(event, 'message') ?? objectAt(event, 'metadata') ?? event
    const usage = objectAt(holder, 'usage')
    const messages = countAt(objectAt(usage, 'cache_creation'), 'ephemeral_1h_input_tokens')
    const hour = messages ?? (usage === null ? null : bedrockHourWrites(usage))
    if (hour !== null) return hour
  }
  return null
}
