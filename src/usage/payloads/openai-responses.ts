import { countAt, sumOf } from '../count.ts'
import { type JsonObject, objectAt, textAt } from '../json.ts'
import { costInUsage, feesInUsage } from './openai-billing.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedModalities } from './stated.ts'

/**
 * The Responses API and its relatives (Realtime, images, transcription, xAI, OpenRouter), and every plain
 * {input_tokens, output_tokens}. Cached tokens and cache writes lie inside `input_tokens`, reasoning inside
 * `output_tokens`, unless the total says beside. Source: OpenAI API reference, "The response object"; xAI docs, "Responses".
 */
export const openaiResponses: UsagePayload = {
  name: 'openai-responses',
  example: {
    input_tokens: 120,
    input_tokens_details: { cached_tokens: 100 },
    output_tokens: 40,
    output_tokens_details: { reasoning_tokens: 30 },
    total_tokens: 160,
  },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache inside input, reasoning inside output, unless the total says beside',
  matches: (usage) => ('input_tokens' in usage || 'output_tokens' in usage) && !hasCacheBeside(usage),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const input = objectAt(usage, 'input_tokens_details') ?? objectAt(usage, 'input_token_details')
    const output = objectAt(usage, 'output_tokens_details') ?? objectAt(usage, 'output_token_details')
    const [prompt, answer] = [countAt(usage, 'input_tokens'), countAt(usage, 'output_tokens')]
    const reasoning = countAt(output, 'reasoning_tokens') ?? countAt(usage, 'reasoning_tokens')
    const total = countAt(usage, 'total_tokens')
    const beside = (reasoning ?? 0) > 0 && total === sumOf(prompt, answer, reasoning)
    return [
      {
        counts: {
          inputTokens: prompt,
          cacheReadInputTokens: countAt(input, 'cached_tokens') ?? countAt(usage, 'cached_tokens'),
          cacheCreationInputTokens: countAt(input, 'cache_write_tokens'),
          cacheCreation1hInputTokens: null,
          outputTokens: beside ? sumOf(answer, reasoning) : answer,
          reasoningOutputTokens: reasoning,
          ...modalitiesOf(input, output),
        },
        ...feesInUsage(usage),
        mode: textAt(usage, 'service_tier'),
        loggedCostUsd: costInUsage(usage),
      },
    ]
  },
}

/** Whole counts with a cache that this API does not name so: they are home-made, which decides where it lies. */
function hasCacheBeside(usage: JsonObject): boolean {
  const isStated = (key: string) => typeof usage[key] === 'number'
  return isStated('input_tokens') && isStated('output_tokens') && CACHE_BESIDE.some(isStated)
}

const CACHE_BESIDE = ['cache_read_tokens', 'cache_write_tokens', 'cache_creation_tokens', 'cache_tokens']

function modalitiesOf(input: JsonObject | null, output: JsonObject | null) {
  const cached = objectAt(input, 'cached_tokens_details')
  return statedModalities({
    inputAudio: countAt(input, 'audio_tokens'),
    inputImage: countAt(input, 'image_tokens'),
    inputVideo: countAt(input, 'video_tokens'),
    cacheReadAudio: countAt(cached, 'audio_tokens') ?? countAt(input, 'cached_audio_tokens'),
    cacheReadImage: countAt(cached, 'image_tokens') ?? countAt(input, 'cached_image_tokens'),
    outputAudio: countAt(output, 'audio_tokens'),
    outputImage: countAt(output, 'image_tokens'),
  })
}
