import { isUnstated, type TokenCounts } from './counts.ts'

/** The disjoint quantities that cost is computed from: each token is in exactly one. Named as prices in pricing.yaml. */
export const PARTS = [
  'input',
  'cache_read',
  'cache_write',
  'cache_write_1h',
  'output',
  'reasoning',
  'input_audio',
  'input_image',
  'input_video',
  'cache_read_audio',
  'cache_read_image',
  'cache_read_video',
  'output_audio',
  'output_image',
  'output_video',
  'citation',
] as const

export type Part = (typeof PARTS)[number]

/** Tokens per part; an absent part is zero. Integers. */
export type Parts = { [part in Part]?: number }

/**
 * Splits inclusive counts into disjoint parts. A class that a log does not state is zero here. Where parts exceed their
 * whole (seen in the wild: cached > prompt), the remainder is 0, never negative: the parts that were stated stand.
 */
export function partsOf(counts: TokenCounts): Parts {
  if (isUnstated(counts)) return {}
  const m = counts.modalities ?? {}
  const read = counts.cacheReadInputTokens ?? 0
  const written = counts.cacheCreationInputTokens ?? 0
  const writtenHour = counts.cacheCreation1hInputTokens ?? 0
  const reasoning = counts.reasoningOutputTokens ?? 0
  const audio = beyond(m.inputAudio, m.cacheReadAudio)
  const image = beyond(m.inputImage, m.cacheReadImage)
  const video = beyond(m.inputVideo, m.cacheReadVideo)
  const readOther = (m.cacheReadAudio ?? 0) + (m.cacheReadImage ?? 0) + (m.cacheReadVideo ?? 0)
  const outputOther = (m.outputAudio ?? 0) + (m.outputImage ?? 0) + (m.outputVideo ?? 0)
  return stated({
    input: beyond(counts.inputTokens, read + written + audio + image + video),
    cache_read: beyond(read, readOther),
    cache_write: beyond(written, writtenHour),
    cache_write_1h: writtenHour,
    output: beyond(counts.outputTokens, reasoning + outputOther),
    reasoning,
    input_audio: audio,
    input_image: image,
    input_video: video,
    cache_read_audio: m.cacheReadAudio ?? 0,
    cache_read_image: m.cacheReadImage ?? 0,
    cache_read_video: m.cacheReadVideo ?? 0,
    output_audio: m.outputAudio ?? 0,
    output_image: m.outputImage ?? 0,
    output_video: m.outputVideo ?? 0,
    citation: m.citation ?? 0,
  })
}

function beyond(whole: number | null | undefined, part: number | undefined): number {
  return Math.max(0, (whole ?? 0) - (part ?? 0))
}

function stated(parts: Required<Parts>): Parts {
  const result: Parts = {}
  for (const part of PARTS) if (parts[part] > 0) result[part] = parts[part]
  return result
}
