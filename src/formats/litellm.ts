import { amountAt } from '../usage/amount.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { isUnstated, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { providerKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import { callIdAt } from './call-id.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { listIn, objectIn } from './json-text.ts'
import { labelsIn } from './metadata-labels.ts'

/** Rows of LiteLLM's spend log, and the payload that its proxy hands to loggers. `prompt_tokens` holds all cache counts. */
export const litellm: Format = {
  name: 'litellm',
  title: 'LiteLLM spend logs and logging payloads',
  example:
    '{"request_id":"chatcmpl-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9","call_type":"acompletion","cache_hit":"None","startTime":"2026-03-01 10:00:00.000000","model":"gpt-4o","custom_llm_provider":"openai","spend":0.000225,"total_tokens":30,"prompt_tokens":10,"completion_tokens":20,"metadata":"{\\"usage_object\\":{\\"prompt_tokens\\":10,\\"completion_tokens\\":20,\\"total_tokens\\":30}}"}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'the id of the answer in `response`, where it surely names one call, else `request_id` or `id`',
    counts:
      'per call; cache reads and writes inside `prompt_tokens` for every provider, reasoning inside completion, unless the total says beside',
    ignores: '`usage_object` and `response.usage` (they repeat the row), free answers from the cache, failures',
  },
  recognizes: (entry) =>
    'call_type' in entry && 'prompt_tokens' in entry && ('spend' in entry || 'response_cost' in entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(row: JsonObject, sink: RecordSink): void {
    const response = objectIn(row['response'])
    const metadata = objectIn(row['metadata'])
    const model = firstTextAt(row, 'model', 'model_group')
    const provider = providerKey(textAt(row, 'custom_llm_provider'))
    const cost = amountAt(row, 'spend', 'response_cost')
    const usage = objectAt(metadata, 'usage_object') ?? objectAt(response, 'usage')
    const detailed = usage === null ? undefined : readUsage(usage, { provider, model })?.[0]
    const counts = countsOf(row, detailed)
    if (isFree(row, cost) || (isUnstated(counts) && textAt(row, 'status') === 'failure')) return
    recordCall(
      {
        model,
        provider,
        identity: callIdAt(response, 'id') ?? firstTextAt(row, 'request_id', 'id'),
        time: timeAt(row, 'startTime', 'endTime'),
        loggedCostUsd: cost,
        attributes: knownAttributes(
          {
            session: firstTextAt(row, 'session_id', 'trace_id'),
            project: firstTextAt(row, 'team_id') ?? textAt(metadata, 'user_api_key_team_id'),
            user: firstTextAt(row, 'end_user', 'user') ?? textAt(metadata, 'user_api_key_user_id'),
            agent: textAt(row, 'agent_id'),
          },
          labelsIn(listIn(row['request_tags']), ...LABELS.map((name) => metadata?.[name]), metadata ?? undefined),
        ),
      },
      [{ ...detailed, counts, loggedCostUsd: null }],
      sink,
    )
  },
}

/** Below `metadata`: what the caller gave along. */
const LABELS = ['tags', 'requester_metadata', 'spend_logs_metadata']

/** An answer out of LiteLLM's cache. The flag is also set where a call was made and billed, so a cost overrules it. */
function isFree(row: JsonObject, cost: string | null): boolean {
  const hit = row['cache_hit'] === true || /^true$/i.test(textAt(row, 'cache_hit') ?? '')
  return hit && Number(cost ?? 0) === 0
}

/** The row's own counts, with the parts that only the provider's usage tells. */
function countsOf(row: JsonObject, detailed: Usage | undefined): TokenCounts {
  const parts = detailed?.counts ?? NO_COUNTS
  const input = countAt(row, 'prompt_tokens')
  const output = countAt(row, 'completion_tokens')
  const empty = (input ?? 0) === 0 && (output ?? 0) === 0
  if (empty && !isUnstated(parts)) return parts
  const reasoning = parts.reasoningOutputTokens ?? 0
  const beside = reasoning > 0 && countAt(row, 'total_tokens') === sumOf(input, output, reasoning)
  return { ...parts, inputTokens: input, outputTokens: beside ? sumOf(output, reasoning) : output }
}
