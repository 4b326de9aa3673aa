import { plus } from '../arithmetic.ts'
import { countAt, sumOf } from '../count.ts'
import { type CountSums, countsBy, type Term } from '../count-sums.ts'
import { isUnstated, type TokenCounts } from '../counts.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'
import type { Wants } from '../wants.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Anthropic Messages. Cache reads and writes lie outside `input_tokens`, thinking inside `output_tokens`; the split of
 * writes by lifetime adds up to `cache_creation_input_tokens`. Source: Anthropic docs, "Prompt caching" and "Pricing".
 *
 * `iterations` itemises the call: its `message` entries make up the top level, `compaction` lies outside, advisors and
 * declined models are billed at their own price. Source: Anthropic SDK, BetaUsage and Beta…IterationUsage.
 */
export const anthropic: UsagePayload = {
  name: 'anthropic',
  example: { input_tokens: 4, cache_creation_input_tokens: 1200, cache_read_input_tokens: 30000, output_tokens: 250 },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache outside input; reasoning inside output',
  matches: (usage) =>
    'cache_creation_input_tokens' in usage ||
    'cache_read_input_tokens' in usage ||
    'cache_creation' in usage ||
    ('input_tokens' in usage && (textAt(usage, 'speed') !== null || textAt(usage, 'inference_geo') !== null)),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const iterations = objectsAt(usage, 'iterations')
    const served = textAt(ofType(iterations, 'fallback_message').at(-1) ?? null, 'model')
    const webSearches = countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests') ?? 0
    const mode = textAt(usage, 'speed') === 'fast' ? 'fast' : textAt(usage, 'service_tier')
    const region = textAt(usage, 'inference_geo')
    return [
      {
        counts: anthropicCounts(usage),
        ...(served !== null && { model: served }),
        ...(webSearches > 0 && { fees: { web_search: String(webSearches) } }),
        mode,
        region,
      },
      ...billedElsewhere(iterations, served).map((part) => ({ ...part, mode, region })),
    ]
  },
}

const COUNTS: Wants = {
  input_tokens: true,
  output_tokens: true,
  total_tokens: true,
  cache_read_input_tokens: true,
  cache_creation_input_tokens: true,
  cache_creation: { ephemeral_5m_input_tokens: true, ephemeral_1h_input_tokens: true },
  output_tokens_details: { thinking_tokens: true },
}

const READ: Term = [['cache_read_input_tokens']]
/** The whole and its parts by lifetime; some tools write only one of them. */
const WRITTEN: Term = [
  ['cache_creation_input_tokens'],
  ['cache_creation.ephemeral_5m_input_tokens', 'cache_creation.ephemeral_1h_input_tokens'],
]

/** The counts where no total says that cache lies inside, and nothing stands beside the call. */
export const ANTHROPIC_SUMS: CountSums = {
  inputTokens: [[['input_tokens']], READ, WRITTEN],
  cacheReadInputTokens: [READ],
  cacheCreationInputTokens: [WRITTEN],
  cacheCreation1hInputTokens: [[['cache_creation.ephemeral_1h_input_tokens']]],
  outputTokens: [[['output_tokens']]],
  reasoningOutputTokens: [[['output_tokens_details.thinking_tokens']]],
}

/** What `read` looks at. */
export const ANTHROPIC_WANTS: Wants = {
  ...COUNTS,
  iterations: [{ ...COUNTS, type: true, model: true }],
  server_tool_use: { web_search_requests: true },
  speed: true,
  service_tier: true,
  inference_geo: true,
}

/** Parts outside the top level that another model served: advisors, and attempts that were declined before a fallback. */
function billedElsewhere(
  iterations: readonly JsonObject[],
  served: string | null,
): { counts: TokenCounts; model: string }[] {
  if (iterations.length === 0) return []
  const declined = served === null ? [] : ofType(iterations, 'message').filter(({ model }) => model !== served)
  return [...declined, ...ofType(iterations, 'advisor_message')].flatMap((part) => {
    const model = textAt(part, 'model')
    const counts = statedCounts(part)
    return model === null || isUnstated(counts) ? [] : [{ model, counts }]
  })
}

function ofType(iterations: readonly JsonObject[], type: string): readonly JsonObject[] {
  return iterations.filter((iteration) => iteration['type'] === type)
}

/** The counts of the call itself, with those of the compaction before it. */
function anthropicCounts(usage: JsonObject): TokenCounts {
  return ofType(objectsAt(usage, 'iterations'), 'compaction').map(statedCounts).reduce(plus, statedCounts(usage))
}

function statedCounts(usage: JsonObject): TokenCounts {
  const counts = countsBy(ANTHROPIC_SUMS, usage)
  const input = countAt(usage, 'input_tokens')
  return cacheLiesInside(usage, input, counts) ? { ...counts, inputTokens: input } : counts
}

/** Compatible tools (Qwen Code) write Anthropic's keys over a prompt that includes the cache, and a total that says so. */
function cacheLiesInside(usage: JsonObject, input: number | null, counts: TokenCounts): boolean {
  const total = countAt(usage, 'total_tokens')
  if (total === null || total === 0 || total !== sumOf(input, counts.outputTokens)) return false
  // Others (MLflow) write a total without the cache; one greater than the input cannot lie inside.
  return (sumOf(counts.cacheReadInputTokens, counts.cacheCreationInputTokens) ?? 0) <= (input ?? 0)
}
