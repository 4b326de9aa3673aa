import { countOf, sumOf } from '../usage/count.ts'
import { NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { statedModalities } from '../usage/payloads/stated.ts'

/** What a key of `usageDetails` counts; the first pattern that fits decides. Keys are free, these are the habits. */
const KINDS = [
  ['total', /^total/i],
  ['input', /^(input|prompt)(_?tokens)?$/i],
  ['output', /^(output|completion)(_?tokens)?$/i],
  ['write1h', /cache.*(creation|write).*1h|1h.*cache/i],
  ['write', /cache.*(creation|write)/i],
  ['read', /cache/i],
  ['reasoning', /reason|thought|thinking/i],
  ['inputAudio', /^(input|prompt).*audio/i],
  ['outputAudio', /^(output|completion).*audio/i],
  ['otherInput', /^(input|prompt)/i],
  ['otherOutput', /^(output|completion)/i],
] as const

type Kind = (typeof KINDS)[number][0]

/**
 * The counts of one observation, or null where it states none. Langfuse's convention is disjoint keys; instrumentations
 * break it (input that includes what was cached). `total` tells which of them lie inside. Throws MalformedUsage.
 */
export function langfuseCounts(observation: JsonObject): TokenCounts | null {
  for (const stated of [objectAt(observation, 'usageDetails'), legacyUsage(observation), observation]) {
    const sums = stated === null ? {} : sumsOf(stated === observation ? columnsOf(observation) : stated)
    if (sums.input !== undefined || sums.output !== undefined) return inclusive(sums)
  }
  return null
}

/** `usage` of older versions, unless it counts something else than tokens. */
function legacyUsage(observation: JsonObject): JsonObject | null {
  const usage = objectAt(observation, 'usage')
  const unit = textAt(usage, 'unit') ?? textAt(observation, 'unit')
  return unit === null || unit === 'TOKENS' ? usage : null
}

function columnsOf(row: JsonObject): JsonObject {
  const first = (...keys: readonly string[]) =>
    keys.map((key) => row[key]).find((value) => value !== undefined && value !== 0)
  return {
    input: first('promptTokens', 'inputUsage'),
    output: first('completionTokens', 'outputUsage'),
    total: first('totalTokens', 'totalUsage'),
  }
}

function sumsOf(stated: JsonObject): Partial<Record<Kind, number>> {
  const sums: Partial<Record<Kind, number>> = {}
  for (const [key, value] of Object.entries(stated)) {
    const kind = KINDS.find(([, pattern]) => pattern.test(key))?.[0]
    if (kind === undefined || /cost|price/i.test(key)) continue
    const count = countOf(value, key)
    if (count !== null) sums[kind] = (sums[kind] ?? 0) + count
  }
  return sums
}

function inclusive(sums: Partial<Record<Kind, number>>): TokenCounts {
  const { input = 0, output = 0, read = 0, write = 0, write1h = 0, reasoning = 0, total } = sums
  const inputParts = read + write + write1h + (sums.inputAudio ?? 0) + (sums.otherInput ?? 0)
  const outputParts = reasoning + (sums.outputAudio ?? 0) + (sums.otherOutput ?? 0)
  const missing = total === undefined ? null : total - input - output
  const inputBeside = missing !== 0 && missing !== outputParts
  const outputBeside = missing !== 0 && missing !== inputParts
  return {
    ...NO_COUNTS,
    inputTokens: inputBeside ? input + inputParts : input,
    cacheReadInputTokens: sums.read ?? null,
    cacheCreationInputTokens: sumOf(sums.write ?? null, sums.write1h ?? null),
    cacheCreation1hInputTokens: sums.write1h ?? null,
    outputTokens: outputBeside ? output + outputParts : output,
    reasoningOutputTokens: sums.reasoning ?? null,
    ...statedModalities({ inputAudio: sums.inputAudio ?? null, outputAudio: sums.outputAudio ?? null }),
  }
}
