import { firstCountAt, sumOf } from '../count.ts'
import { firstTextAt, type JsonObject, objectsAt } from '../json.ts'
import { modalityCounts } from './gemini-modalities.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedModalities } from './stated.ts'

/**
 * Gemini's `usageMetadata`, in REST's spelling and in the SDKs' (`usage_metadata`). Cached tokens lie inside the prompt;
 * the prompt of tool use lies outside it, and thoughts outside the candidates, unless the total says inside (Qwen Code).
 * Source: Gemini API reference, "UsageMetadata"; Vertex AI reference, "GenerateContentResponse".
 */
export const gemini: UsagePayload = {
  name: 'gemini',
  example: {
    promptTokenCount: 900,
    cachedContentTokenCount: 800,
    candidatesTokenCount: 20,
    thoughtsTokenCount: 100,
    totalTokenCount: 1020,
  },
  markers: ['TokenCount', 'token_count'],
  accounting: 'cache inside input; reasoning and tool prompts beside, unless the total says inside',
  matches: (usage) =>
    ['promptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount', 'responseTokenCount'].some(
      (key) => key in usage,
    ) ||
    ['candidates_token_count', 'thoughts_token_count', 'cached_content_token_count'].some((key) => key in usage) ||
    ('prompt_token_count' in usage && 'total_token_count' in usage),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const prompt = firstCountAt(usage, 'promptTokenCount', 'prompt_token_count')
    const toolPrompt = firstCountAt(usage, 'toolUsePromptTokenCount', 'tool_use_prompt_token_count', 'tool_token_count')
    const visible = firstCountAt(
      usage,
      'candidatesTokenCount',
      'responseTokenCount',
      'candidates_token_count',
      'response_token_count',
    )
    const thoughts = firstCountAt(usage, 'thoughtsTokenCount', 'thoughts_token_count')
    const total = firstCountAt(usage, 'totalTokenCount', 'total_token_count')
    const thoughtsInside = total !== null && total > 0 && total === sumOf(prompt, toolPrompt, visible)
    return [
      {
        counts: {
          inputTokens: sumOf(prompt, toolPrompt),
          cacheReadInputTokens: firstCountAt(usage, 'cachedContentTokenCount', 'cached_content_token_count'),
          cacheCreationInputTokens: null,
          cacheCreation1hInputTokens: null,
          outputTokens: thoughtsInside ? visible : sumOf(visible, thoughts),
          reasoningOutputTokens: thoughts,
          ...modalitiesOf(usage),
        },
        mode: modeOf(firstTextAt(usage, 'serviceTier', 'service_tier', 'trafficType', 'traffic_type')),
      },
    ]
  },
}

/** Vertex AI's traffic types in the words of the Gemini API's service tiers. */
function modeOf(text: string | null): string | null {
  const mode = text?.toLowerCase().replace(/^on_demand_/, '') ?? null
  return mode === 'traffic_type_unspecified' || mode === 'on_demand' ? null : mode
}

function modalitiesOf(usage: JsonObject) {
  const detailsOf = (...keys: readonly string[]) => modalityCounts(keys.flatMap((key) => objectsAt(usage, key)))
  const input = detailsOf(
    'promptTokensDetails',
    'promptTokenDetails',
    'toolUsePromptTokensDetails',
    'prompt_tokens_details',
    'tool_use_prompt_tokens_details',
  )
  const cached = detailsOf('cacheTokensDetails', 'cache_tokens_details')
  const output = detailsOf(
    'candidatesTokensDetails',
    'responseTokensDetails',
    'candidates_tokens_details',
    'response_tokens_details',
  )
  return statedModalities({
    inputAudio: input.audio,
    inputImage: input.image,
    inputVideo: input.video,
    cacheReadAudio: cached.audio,
    cacheReadImage: cached.image,
    cacheReadVideo: cached.video,
    outputAudio: output.audio,
    outputImage: output.image,
    outputVideo: output.video,
  })
}
