import { amountAt, amountOf, scaledDown, TICKS_PER_DOLLAR_PLACES } from '../amount.ts'
import { countAt, sumOf } from '../count.ts'
import { isObject, type JsonObject, objectAt, textAt } from '../json.ts'
import { secondsAt, statedFees } from './stated.ts'

/**
 * The cost in USD that a usage object of OpenAI's family carries: xAI's ticks (10^−10 USD), Perplexity's `cost` object,
 * OpenRouter's `cost` (with a key of one's own only OpenRouter's fee), DeepInfra's estimate.
 */
export function costInUsage(usage: JsonObject): string | null {
  const ticks = amountAt(usage, 'cost_in_usd_ticks')
  if (ticks !== null) return scaledDown(ticks, TICKS_PER_DOLLAR_PLACES)
  const cost = usage['cost']
  if (isObject(cost)) return amountAt(cost, 'total_cost')
  return amountOf(cost) ?? amountAt(usage, 'estimated_cost')
}

/**
 * What a usage object of OpenAI's family says is billed beside tokens: xAI's server tools, OpenRouter's web plugin,
 * Perplexity's searches (deep research) or its request fee by context size (the other models), Mistral's seconds of audio.
 */
export function feesInUsage(usage: JsonObject): { fees?: Readonly<Record<string, string>> } {
  const tools = objectAt(usage, 'server_side_tool_usage_details')
  const searches = countAt(usage, 'num_search_queries')
  const size = requestSize(usage, searches)
  return statedFees({
    web_search: sumOf(
      searches,
      countAt(tools, 'web_search_calls'),
      countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests'),
    ),
    x_search: countAt(tools, 'x_search_calls'),
    file_search: sumOf(countAt(tools, 'file_search_calls'), countAt(tools, 'document_search_calls')),
    code_execution: countAt(tools, 'code_interpreter_calls'),
    image: countAt(tools, 'image_generation_calls'),
    live_search_source: 'prompt_tokens' in usage ? countAt(usage, 'num_sources_used') : null,
    ...(size !== null && { [`request_${size}`]: 1 }),
    audio_second: typeof usage['prompt_audio_seconds'] === 'number' ? secondsAt(usage, 'prompt_audio_seconds') : null,
  })
}

/** Perplexity bills each request by its context size, but deep research by its searches. */
function requestSize(usage: JsonObject, searches: number | null): string | null {
  const cost = objectAt(usage, 'cost')
  if (cost !== null ? cost['request_cost'] === 0 : searches !== null) return null
  const size = textAt(usage, 'search_context_size')
  return size === 'low' || size === 'medium' || size === 'high' ? size : null
}
