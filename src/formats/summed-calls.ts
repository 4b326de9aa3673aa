import type { TokenCounts } from '../usage/counts.ts'

interface Sum {
  calls: number
  input: number
  output: number
}

/** What the calls of a file add up to so far, by model: a summary that they contain states nothing new. */
export class SummedCalls {
  private readonly sums = new Map<string | null, Sum>()

  add(model: string | null, counts: TokenCounts): void {
    const sum = this.sums.get(model) ?? { calls: 0, input: 0, output: 0 }
    sum.calls++
    sum.input += counts.inputTokens ?? 0
    sum.output += counts.outputTokens ?? 0
    this.sums.set(model, sum)
  }

  /** True when the calls of that model, or of all models where the total names none, reach a total. */
  contain(model: string | null, { inputTokens, outputTokens }: TokenCounts): boolean {
    const { input, output } = this.sumOf(model)
    return input + output > 0 && (inputTokens ?? 0) <= input && (outputTokens ?? 0) <= output
  }

  /** True when there are several such calls, and they are the total to the token. */
  equal(model: string | null, { inputTokens, outputTokens }: TokenCounts): boolean {
    const { calls, input, output } = this.sumOf(model)
    return calls > 1 && inputTokens === input && outputTokens === output
  }

  private sumOf(model: string | null): Sum {
    const whole = { calls: 0, input: 0, output: 0 }
    for (const [name, sum] of this.sums) {
      if (!isSameModel(name, model)) continue
      whole.calls += sum.calls
      whole.input += sum.input
      whole.output += sum.output
    }
    return whole
  }
}

/** `gpt-4o` may be `gpt-4o-2024-08-06`; it is not `gpt-4o-mini`. */
function isSameModel(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return long.startsWith(short) && /^[-@:](?:\d{4}|v\d|latest|preview)/.test(long.slice(short.length))
}
