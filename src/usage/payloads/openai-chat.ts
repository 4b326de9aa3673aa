import { countAt, firstCountAt, sumOf } from '../count.ts'
import type { CountSums } from '../count-sums.ts'
import { type JsonObject, objectAt, textAt } from '../json.ts'
import { costInUsage, feesInUsage } from './openai-billing.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedModalities } from './stated.ts'

/**
 * Chat Completions and everything compatible with it. Cached tokens and cache writes lie inside `prompt_tokens`,
 * reasoning inside `completion_tokens`, except where the total says that they stand beside (xAI chat, Gemini's
 * compatible endpoint, gateways that keep Anthropic's counts).
 * Source: OpenAI API reference, "The completion usage object"; docs of xAI, DeepSeek, Mistral, Perplexity, OpenRouter.
 */
export const openaiChat: UsagePayload = {
  name: 'openai-chat',
  example: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17, prompt_tokens_details: { cached_tokens: 0 } },
  markers: ['prompt_tokens', 'completion_tokens'],
  accounting: 'cache inside input, reasoning inside output, unless the total says beside',
  matches: (usage) => 'prompt_tokens' in usage || 'completion_tokens' in usage || 'num_search_queries' in usage,
  read(usage: JsonObject, hints: UsageHints): readonly Usage[] {
    const cache = cacheOf(usage)
    const prompt = countAt(usage, 'prompt_tokens') ?? sumOf(cache.read, countAt(usage, 'prompt_cache_miss_tokens'))
    const completion = countAt(usage, 'completion_tokens')
    const total = countAt(usage, 'total_tokens')
    const output = outputOf(usage, prompt, completion, total, hints)
    const cached = sumOf(cache.read, cache.written) ?? 0
    const cacheBeside = cached > 0 && !output.beside && total === sumOf(prompt, completion, cached)
    return [
      {
        counts: {
          inputTokens: cacheBeside ? sumOf(prompt, cached) : prompt,
          cacheReadInputTokens: cache.read,
          cacheCreationInputTokens: cache.written,
          cacheCreation1hInputTokens: cache.writtenHour,
          outputTokens: output.tokens,
          reasoningOutputTokens: output.reasoning,
          ...modalitiesOf(usage),
        },
        ...feesInUsage(usage),
        // LiteLLM keeps Anthropic's words where it writes Anthropic's usage in this shape.
        mode: textAt(usage, 'speed') === 'fast' ? 'fast' : textAt(usage, 'service_tier'),
        region: textAt(usage, 'inference_geo'),
        loggedCostUsd: costInUsage(usage),
      },
    ]
  },
}

/** What `read` counts where the total is that of prompt and completion, unless Perplexity wrote it. */
export const OPENAI_CHAT_SUMS: CountSums = {
  inputTokens: [[['prompt_tokens']]],
  cacheReadInputTokens: [[['prompt_tokens_details.cached_tokens']]],
  cacheCreationInputTokens: [],
  cacheCreation1hInputTokens: [],
  outputTokens: [[['completion_tokens']]],
  reasoningOutputTokens: [[['completion_tokens_details.reasoning_tokens']]],
}

function promptDetails(usage: JsonObject): JsonObject | null {
  return objectAt(usage, 'prompt_tokens_details') ?? objectAt(usage, 'prompt_token_details')
}

function completionDetails(usage: JsonObject): JsonObject | null {
  return objectAt(usage, 'completion_tokens_details') ?? objectAt(usage, 'completion_token_details')
}

function cacheOf(usage: JsonObject): { read: number | null; written: number | null; writtenHour: number | null } {
  const details = promptDetails(usage)
  const lifetimes = objectAt(details, 'cache_creation_token_details') ?? objectAt(details, 'cache_creation')
  return {
    read:
      countAt(details, 'cached_tokens') ??
      firstCountAt(usage, 'prompt_cache_hit_tokens', 'cached_tokens', 'num_cached_tokens', 'cache_read_input_tokens') ??
      countAt(usage, 'prompt_cached_tokens'),
    written:
      firstCountAt(details, 'cache_write_tokens', 'cache_creation_tokens', 'cache_creation_input_tokens') ??
      firstCountAt(usage, 'cache_creation_input_tokens', 'prompt_cache_creation_tokens'),
    writtenHour: countAt(lifetimes, 'ephemeral_1h_input_tokens'),
  }
}

interface Output {
  readonly tokens: number | null
  readonly reasoning: number | null
  /** True where the reasoning tokens were added to `completion_tokens`. */
  readonly beside: boolean
}

function outputOf(
  usage: JsonObject,
  prompt: number | null,
  completion: number | null,
  total: number | null,
  hints: UsageHints,
): Output {
  const reasoning =
    firstCountAt(completionDetails(usage), 'reasoning_tokens') ??
    firstCountAt(usage, 'reasoning_tokens', 'completion_reasoning_tokens')
  if (reasoning !== null && reasoning > 0) {
    const beside = isPerplexity(usage, hints) || isBeside(reasoning, prompt, completion, total, hints)
    return { tokens: beside ? sumOf(completion, reasoning) : completion, reasoning, beside }
  }
  const unexplained = (total ?? 0) - (sumOf(prompt, completion) ?? 0)
  if (unexplained > 0 && completion !== null && isGemini(hints))
    return { tokens: sumOf(completion, unexplained), reasoning: unexplained, beside: true }
  return { tokens: completion, reasoning, beside: false }
}

/** The total decides; without one, xAI's rule, or a reasoning count that is too great to lie inside. */
function isBeside(
  reasoning: number,
  prompt: number | null,
  completion: number | null,
  total: number | null,
  hints: UsageHints,
): boolean {
  if (total !== null && total > 0) return total === sumOf(prompt, completion, reasoning)
  return hints.provider === 'x-ai' || reasoning > (completion ?? 0)
}

/** Its total leaves out the reasoning that it bills, which it states at the top. Of its models at others the total decides. */
export function isPerplexity(usage: JsonObject, { provider, model }: UsageHints): boolean {
  if (provider === 'perplexity' || 'citation_tokens' in usage) return true
  return provider === null && 'reasoning_tokens' in usage && /^(perplexity\/)?sonar/.test(model ?? '')
}

function isGemini({ provider, model }: UsageHints): boolean {
  return provider === 'google' || /\bgemini-/i.test(model ?? '')
}

function modalitiesOf(usage: JsonObject) {
  const [prompt, completion] = [promptDetails(usage), completionDetails(usage)]
  const cached = objectAt(prompt, 'cached_tokens_details')
  return statedModalities({
    inputAudio: countAt(prompt, 'audio_tokens'),
    inputImage: countAt(prompt, 'image_tokens'),
    inputVideo: countAt(prompt, 'video_tokens'),
    cacheReadAudio: countAt(cached, 'audio_tokens'),
    cacheReadImage: countAt(cached, 'image_tokens'),
    outputAudio: countAt(completion, 'audio_tokens'),
    outputImage: countAt(completion, 'image_tokens'),
    citation: countAt(usage, 'citation_tokens'),
  })
}
