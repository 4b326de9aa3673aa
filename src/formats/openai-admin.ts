import { countAt, firstCountAt } from '../usage/count.ts'
import { NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { idAt, type JsonObject, keyText, objectsAt, textAt } from '../usage/json.ts'
import { secondsAt, statedFees, statedModalities } from '../usage/payloads/stated.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { BucketRows, bucketsIn } from './usage-buckets.ts'

const GROUPING = ['object', 'model', 'project_id', 'user_id', 'api_key_id', 'batch', 'service_tier', 'size', 'source']

/** OpenAI's organization usage exports. Cost exports are recognized and left out: they are the bill for the same calls. */
export const openaiAdmin: Format = {
  name: 'openai-admin',
  title: 'OpenAI organization usage exports',
  example:
    '{"object":"bucket","start_time":1772323200,"end_time":1772409600,"results":[{"object":"organization.usage.completions.result","input_tokens":1000,"input_cached_tokens":800,"output_tokens":500,"num_model_requests":5,"model":"gpt-4o-2024-08-06","project_id":"proj_1","batch":false}]}',
  needles: ['num_model_requests', 'organization.costs'],
  selfContained: true,
  docs: {
    identity: 'bucket start and all fields that the rows are grouped by',
    counts: 'sums of `num_model_requests` calls; cache, audio and images inside input',
    ignores: 'costs (they bill the same calls); file searches, container sessions and storage (they name no model)',
  },
  recognizes: (entry) => bucketsIn(entry, isBucket).length > 0,
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    for (const bucket of bucketsIn(entry, isBucket)) {
      const rows = new BucketRows(keyText(bucket['start_time']))
      eachItem(objectsAt(bucket, 'results'), sink, (row) => recordRow(row, bucket, rows, sink))
    }
  },
}

function recordRow(row: JsonObject, bucket: JsonObject, rows: BucketRows, sink: RecordSink): void {
  const kind = /^organization\.(?:usage\.)?(\w+)/.exec(textAt(row, 'object') ?? '')?.[1]
  if (kind === 'costs') {
    sink.warn('cost_export', 'a cost export was left out: it is the bill for calls that usage exports count')
    return
  }
  const identity = rows.identityOf(row, GROUPING)
  const counted = countedIn(row)
  if (counted === null) {
    sink.warn('usage_without_model', 'file searches, container sessions and storage were left out: they name no model')
    return
  }
  recordCall(
    {
      model: textAt(row, 'model'),
      provider: 'openai',
      identity,
      time: timeAt(bucket, 'start_time'),
      calls: kind?.startsWith('web_search') ? 0 : countAt(row, 'num_model_requests'),
      mode: row['batch'] === true ? 'batch' : textAt(row, 'service_tier'),
      attributes: knownAttributes({ project: idAt(row, 'project_id'), user: idAt(row, 'user_id') }),
    },
    [counted],
    sink,
  )
}

/** The tokens of a row, or what it bills instead; null for what names no model. */
function countedIn(row: JsonObject): { counts: TokenCounts; fees?: Readonly<Record<string, string>> } | null {
  if ('input_tokens' in row || 'output_tokens' in row) return { counts: countsOf(row) }
  if (/web_search/.test(textAt(row, 'object') ?? ''))
    return { counts: NOTHING, ...statedFees({ web_search: countAt(row, 'num_requests') }) }
  if ('seconds' in row) return { counts: NOTHING, ...statedFees({ audio_second: secondsAt(row, 'seconds') }) }
  if ('images' in row) return { counts: NO_COUNTS, ...statedFees({ image: countAt(row, 'images') }) }
  return 'characters' in row ? { counts: NO_COUNTS } : null
}

const NOTHING: TokenCounts = { ...NO_COUNTS, inputTokens: 0, outputTokens: 0 }

function countsOf(row: JsonObject): TokenCounts {
  return {
    inputTokens: countAt(row, 'input_tokens') ?? 0,
    cacheReadInputTokens: countAt(row, 'input_cached_tokens'),
    cacheCreationInputTokens: firstCountAt(row, 'input_cache_write_tokens', 'input_cached_write_tokens'),
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(row, 'output_tokens') ?? 0,
    reasoningOutputTokens: null,
    ...statedModalities({
      inputAudio: countAt(row, 'input_audio_tokens'),
      inputImage: countAt(row, 'input_image_tokens'),
      cacheReadAudio: countAt(row, 'input_cached_audio_tokens'),
      cacheReadImage: countAt(row, 'input_cached_image_tokens'),
      outputAudio: countAt(row, 'output_audio_tokens'),
      outputImage: countAt(row, 'output_image_tokens'),
    }),
  }
}

function isBucket(entry: JsonObject): boolean {
  return entry['object'] === 'bucket' && Array.isArray(entry['results'])
}
