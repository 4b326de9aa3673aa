import type { TokenUsageReport } from './report.ts'

/** Whether the rows of calls add up to what their report says: rows that were cut out or changed would count wrongly elsewhere. */
export function addsUp({ calls, left_out_calls, call_tables, input, ...total }: TokenUsageReport): boolean {
  if (calls === null || left_out_calls === null || call_tables === null) return true
  let [counted, inputTokens, outputTokens] = [0, 0, 0]
  for (const { calls: number, counts } of calls) {
    counted += number ?? 0
    inputTokens += counts[0] ?? 0
    outputTokens += counts[1] ?? 0
  }
  const leftOut = left_out_calls.reduce((sum, { calls: number }) => sum + (number ?? 0), 0)
  return (
    counted === total.call_count &&
    inputTokens === total.total_input_tokens &&
    outputTokens === total.total_output_tokens &&
    counted + leftOut === input.calls_found - input.calls_folded
  )
}
