import type { TokenCounts } from '../usage/counts.ts'

/** AutoGen's `LLMCall` events of a file, each of which a message's `models_usage` may repeat once, without id or model. */
export class LoggedCalls {
  private readonly unrepeated = new Map<string, number>()

  add(counts: TokenCounts): void {
    const key = keyOf(counts)
    this.unrepeated.set(key, (this.unrepeated.get(key) ?? 0) + 1)
  }

  /** True when one of them has these counts and was not repeated before. */
  repeat(counts: TokenCounts): boolean {
    const key = keyOf(counts)
    const left = this.unrepeated.get(key) ?? 0
    if (left > 0) this.unrepeated.set(key, left - 1)
    return left > 0
  }
}

function keyOf({ inputTokens, outputTokens }: TokenCounts): string {
  return `${inputTokens} ${outputTokens}`
}
