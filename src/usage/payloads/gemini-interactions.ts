import { countAt, sumOf } from '../count.ts'
import { type JsonObject, objectsAt } from '../json.ts'
import { modalityCounts } from './gemini-modalities.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { statedModalities } from './stated.ts'

/**
 * Gemini's Interactions API. Cached tokens lie inside the input; thoughts lie outside the output and tool prompts outside
 * the input. Source: Gemini API reference, "Interaction usage".
 */
export const geminiInteractions: UsagePayload = {
  name: 'gemini-interactions',
  example: {
    total_input_tokens: 8,
    total_cached_tokens: 0,
    total_output_tokens: 12,
    total_thought_tokens: 100,
    total_tool_use_tokens: 0,
    total_tokens: 120,
  },
  markers: ['input_tokens', 'output_tokens'],
  accounting: 'cache inside input; reasoning and tool prompts beside',
  matches: (usage) =>
    'total_input_tokens' in usage &&
    ['total_thought_tokens', 'total_tool_use_tokens', 'total_cached_tokens', 'input_tokens_by_modality'].some(
      (key) => key in usage,
    ),
  read(usage: JsonObject, _hints: UsageHints): readonly Usage[] {
    const thoughts = countAt(usage, 'total_thought_tokens')
    const input = modalityCounts([
      ...objectsAt(usage, 'input_tokens_by_modality'),
      ...objectsAt(usage, 'tool_use_tokens_by_modality'),
    ])
    const cached = modalityCounts(objectsAt(usage, 'cached_tokens_by_modality'))
    const output = modalityCounts(objectsAt(usage, 'output_tokens_by_modality'))
    return [
      {
        counts: {
          inputTokens: sumOf(countAt(usage, 'total_input_tokens'), countAt(usage, 'total_tool_use_tokens')),
          cacheReadInputTokens: countAt(usage, 'total_cached_tokens'),
          cacheCreationInputTokens: null,
          cacheCreation1hInputTokens: null,
          outputTokens: sumOf(countAt(usage, 'total_output_tokens'), thoughts),
          reasoningOutputTokens: thoughts,
          ...statedModalities({
            inputAudio: input.audio,
            inputImage: input.image,
            inputVideo: input.video,
            cacheReadAudio: cached.audio,
            cacheReadImage: cached.image,
            cacheReadVideo: cached.video,
            outputAudio: output.audio,
            outputImage: output.image,
            outputVideo: output.video,
          }),
        },
      },
    ]
  },
}
