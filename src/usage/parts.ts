import { isUnstated, type ModalityCounts, type TokenCounts } from './counts.ts'

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
 * whole (seen in the wild: cached > prompt), the remainder is 0, never negative: the parts that were stated stand. But reasoning is
 * no more than the output that it is billed as.
 */
export function partsOf(counts: TokenCounts): Parts {
  if (isUnstated(counts)) return {}
  const read = counts.cacheReadInputTokens ?? 0
  const written = counts.cacheCreationInputTokens ?? 0
  const writtenHour = counts.cacheCreation1hInputTokens ?? 0
  const stated = counts.reasoningOutputTokens ?? 0
  const reasoning = Math.min(stated, counts.outputTokens ?? stated)
  const parts: Parts = {}
  const others = counts.modalities === undefined ? NO_MODALITIES : addModalities(parts, counts, counts.modalities)
  put(parts, 'input', (counts.inputTokens ?? 0) - read - written - others.input)
  put(parts, 'cache_read', read - others.cacheRead)
  put(parts, 'cache_write', written - writtenHour)
  put(parts, 'cache_write_1h', writtenHour)
  put(parts, 'output', (counts.outputTokens ?? 0) - reasoning - others.output)
  put(parts, 'reasoning', reasoning)
  return parts
}

interface Others {
  /** Uncached. */
  readonly input: number
  readonly cacheRead: number
  readonly output: number
}

const NO_MODALITIES: Others = { input: 0, cacheRead: 0, output: 0 }

function addModalities(parts: Parts, counts: TokenCounts, m: ModalityCounts): Others {
  const input = INPUTS.map(({ all, cached }) => Math.max(0, (m[all] ?? 0) - (m[cached] ?? 0)))
  const read = INPUTS.map(({ cached }) => m[cached] ?? 0)
  moveCached(counts, input, read)
  for (const [index, { part, readPart }] of INPUTS.entries()) {
    put(parts, part, input[index]!)
    put(parts, readPart, read[index]!)
  }
  put(parts, 'output_audio', m.outputAudio ?? 0)
  put(parts, 'output_image', m.outputImage ?? 0)
  put(parts, 'output_video', m.outputVideo ?? 0)
  put(parts, 'citation', m.citation ?? 0)
  return {
    input: sum(input),
    cacheRead: sum(read),
    output: (m.outputAudio ?? 0) + (m.outputImage ?? 0) + (m.outputVideo ?? 0),
  }
}

const INPUTS = [
  { all: 'inputAudio', cached: 'cacheReadAudio', part: 'input_audio', readPart: 'cache_read_audio' },
  { all: 'inputImage', cached: 'cacheReadImage', part: 'input_image', readPart: 'cache_read_image' },
  { all: 'inputVideo', cached: 'cacheReadVideo', part: 'input_video', readPart: 'cache_read_video' },
] as const

/** Where more was cached than there was text, and the log does not say of which kind, the rest of it was of these kinds. */
function moveCached(counts: TokenCounts, input: number[], read: number[]): void {
  const cached = counts.cacheReadInputTokens ?? 0
  const text = (counts.inputTokens ?? 0) - cached - (counts.cacheCreationInputTokens ?? 0) - sum(input)
  let excess = Math.min(-text, cached - sum(read))
  for (let index = 0; index < input.length && excess > 0; index++) {
    const moved = Math.min(excess, input[index]!)
    input[index]! -= moved
    read[index]! += moved
    excess -= moved
  }
}

function sum(tokens: readonly number[]): number {
  return tokens.reduce((total, count) => total + count, 0)
}

function put(parts: Parts, part: Part, tokens: number): void {
  if (tokens > 0) parts[part] = tokens
}
