import type { Call } from './call.ts'

/** Token sums of one model. Integers; input includes cache, output includes reasoning. */
export interface ModelUsage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly total_tokens: number
  readonly call_count: number
}

/** Sums over all models, in the shape of the original design. */
export interface UsageSummary {
  readonly total_input_tokens: number
  readonly total_output_tokens: number
  readonly total_tokens: number
  readonly call_count: number
  readonly models: Readonly<Record<string, ModelUsage>>
}

/** The name under which a call without a model is counted. */
export const UNKNOWN_MODEL = '(unknown)'

/** Calls added up by model, apart from prices. */
export class ModelSums {
  private readonly sums = new Map<string, ModelUsage>()

  add({ model, counts, calls }: Call): void {
    const [input, output] = [counts.inputTokens ?? 0, counts.outputTokens ?? 0]
    const usage = { input_tokens: input, output_tokens: output, total_tokens: input + output, call_count: calls ?? 0 }
    this.addSum(model ?? UNKNOWN_MODEL, usage)
  }

  merge(other: ModelSums): void {
    for (const [model, usage] of other.sums) this.addSum(model, usage)
  }

  /** A model that was never seen has zeros. */
  of(model: string): ModelUsage {
    return this.sums.get(model) ?? NOTHING
  }

  /** By name. */
  all(): Readonly<Record<string, ModelUsage>> {
    return Object.fromEntries([...this.sums].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  private addSum(model: string, usage: ModelUsage): void {
    this.sums.set(model, sumOf(model, [this.of(model), usage]))
  }
}

/** Throws RangeError rather than round: above 2^53−1 a sum is no exact number. */
export function sumOf(what: string, usages: readonly ModelUsage[]): ModelUsage {
  const sum = usages.reduce(
    (known, usage) => ({
      input_tokens: known.input_tokens + usage.input_tokens,
      output_tokens: known.output_tokens + usage.output_tokens,
      total_tokens: known.total_tokens + usage.total_tokens,
      call_count: known.call_count + usage.call_count,
    }),
    NOTHING,
  )
  if (sum.total_tokens > Number.MAX_SAFE_INTEGER)
    throw new RangeError(`the tokens of ${what} add up to more than 2^53-1`)
  return sum
}

const NOTHING: ModelUsage = { input_tokens: 0, output_tokens: 0, total_tokens: 0, call_count: 0 }
