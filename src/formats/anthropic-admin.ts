import { countAt, sumOf } from '../usage/count.ts'
import { firstTextAt, isObject, type JsonObject, keyText, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { anthropic } from '../usage/payloads/anthropic.ts'
import { timeAt } from '../usage/time.ts'
import { claudeCodeAnalytics, isAnalyticsRow } from './anthropic-analytics.ts'
import { knownAttributes, recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { BucketRows, bucketsIn } from './usage-buckets.ts'

const GROUPING = [
  'model',
  'workspace_id',
  'api_key_id',
  'account_id',
  'service_account_id',
  'service_tier',
  'context_window',
  'inference_geo',
  'speed',
]

/** Anthropic's organization usage exports. Cost exports are recognized and left out: they are the bill for the same calls. */
export const anthropicAdmin: Format = {
  name: 'anthropic-admin',
  title: 'Anthropic organization usage exports and Claude Code analytics',
  example:
    '{"starting_at":"2026-03-01T00:00:00Z","ending_at":"2026-03-02T00:00:00Z","results":[{"model":"claude-opus-4-6","workspace_id":"w1","service_tier":"standard","context_window":"0-200k","uncached_input_tokens":700,"cache_read_input_tokens":300,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":0},"output_tokens":50}]}',
  needles: ['model_breakdown'],
  selfContained: true,
  docs: {
    identity: 'bucket start and all fields that the rows are grouped by; day, user and model of Claude Code analytics',
    counts: 'sums of an unknown number of calls; all classes apart from one another',
    ignores: 'costs (they bill the same calls)',
  },
  recognizes: (entry) => bucketsIn(entry, isBucket).length > 0 || bucketsIn(entry, isAnalyticsRow).length > 0,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    for (const bucket of bucketsIn(entry, isBucket)) {
      const rows = new BucketRows(keyText(bucket['starting_at']))
      eachItem(objectsAt(bucket, 'results'), sink, (row) => recordRow(row, bucket, rows, sink))
    }
    eachItem(bucketsIn(entry, isAnalyticsRow), sink, (row) => claudeCodeAnalytics(row, sink))
  },
}

function recordRow(row: JsonObject, bucket: JsonObject, rows: BucketRows, sink: RecordSink): void {
  if ('amount' in row) {
    sink.warn('cost_export', 'a cost export was left out: it is the bill for calls that usage exports count')
    return
  }
  const model = textAt(row, 'model')
  recordCall(
    {
      model,
      provider: 'anthropic',
      identity: rows.identityOf(row, GROUPING),
      time: timeAt(bucket, 'starting_at'),
      calls: null,
      attributes: knownAttributes({ project: textAt(row, 'workspace_id'), user: firstTextAt(row, 'account_id') }),
    },
    anthropic.read(messagesUsage(row), { provider: 'anthropic', model }),
    sink,
  )
}

/** The row in the words of the Messages API: only its uncached input has another name. */
function messagesUsage(row: JsonObject): JsonObject {
  const input = countAt(row, 'uncached_input_tokens')
  return { ...row, input_tokens: input ?? 0, output_tokens: sumOf(0, countAt(row, 'output_tokens')) }
}

function isBucket(entry: JsonObject): boolean {
  if (typeof entry['starting_at'] !== 'string' || !Array.isArray(entry['results'])) return false
  const [first] = entry['results']
  return (
    first === undefined ||
    (isObject(first) &&
      ('model' in first ||
        objectAt(first, 'cache_creation') !== null ||
        'amount' in first ||
        'uncached_input_tokens' in first))
  )
}
