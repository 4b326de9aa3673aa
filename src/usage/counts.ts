/**
 * Token counts in OpenTelemetry's sense: `inputTokens` is inclusive (cache reads and writes are part of it), so is
 * `outputTokens` (reasoning is part of it). The other fields are "of which". Unit: tokens; null = the log does not say.
 */
export interface TokenCounts {
  readonly inputTokens: number | null
  readonly cacheReadInputTokens: number | null
  /** All cache writes, whatever their lifetime. */
  readonly cacheCreationInputTokens: number | null
  /** Of cacheCreationInputTokens, those kept for one hour. */
  readonly cacheCreation1hInputTokens: number | null
  readonly outputTokens: number | null
  readonly reasoningOutputTokens: number | null
  /** Parts billed at a price of their own; only where a log states them. */
  readonly modalities?: ModalityCounts
}

/**
 * Modality tokens, each "of which" of its parent: input* of inputTokens (cached ones included), cacheRead* of
 * cacheReadInputTokens, output* of outputTokens. `citation` stands beside them (Perplexity), outside every parent.
 */
export type ModalityCounts = { readonly [modality in Modality]?: number }

export const MODALITIES = [
  'inputAudio',
  'inputImage',
  'inputVideo',
  'cacheReadAudio',
  'cacheReadImage',
  'cacheReadVideo',
  'outputAudio',
  'outputImage',
  'outputVideo',
  'citation',
] as const

export type Modality = (typeof MODALITIES)[number]

export const NO_COUNTS: TokenCounts = {
  inputTokens: null,
  cacheReadInputTokens: null,
  cacheCreationInputTokens: null,
  cacheCreation1hInputTokens: null,
  outputTokens: null,
  reasoningOutputTokens: null,
}

/** Throws RangeError for anything but integers from 0 to 2^53−1: for counts that a program hands in, where no payload was read. */
export function checkCounts({ modalities, ...counts }: Partial<TokenCounts>): void {
  for (const [name, count] of Object.entries({ ...counts, ...modalities })) {
    if (count !== null && count !== undefined && !(Number.isSafeInteger(count) && count >= 0))
      throw new RangeError(`${name} is not a token count: ${String(count)}`)
  }
}

/** True when no class is stated: the call is known, its tokens are not. */
export function isUnstated(counts: TokenCounts): boolean {
  return counts.inputTokens === null && counts.outputTokens === null
}

/** True when every stated class is zero: such an entry is no call (unless it carries fees). */
export function isZero(counts: TokenCounts): boolean {
  return !isUnstated(counts) && (counts.inputTokens ?? 0) === 0 && (counts.outputTokens ?? 0) === 0
}
