import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { type Analysis, type AnalyzeOptions, analyze } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'

const pricing = await ModelPricing.load()

/** Analyzes with the shipped prices, and holds every report to what all must keep. */
export async function analysisOf(
  cwd: string,
  inputs: readonly string[],
  options: Partial<AnalyzeOptions> = {},
): Promise<Analysis> {
  const analysis = await analyze({
    inputs,
    cwd,
    stdin: Readable.from([]),
    pricing,
    groupBy: null,
    cost: 'computed',
    format: null,
    everyEntry: false,
    ...options,
  })
  expectBalanced(analysis.report)
  return analysis
}

export async function reportOn(...args: Parameters<typeof analysisOf>): Promise<TokenUsageReport> {
  return (await analysisOf(...args)).report
}

/** Every entry became one thing, every call was kept, folded or filtered out, nothing is negative; per file and in total. */
function expectBalanced(report: TokenUsageReport): void {
  for (const account of [report.input, ...report.input.by_file]) {
    expect(account.records + account.duplicates + account.other + account.malformed).toBe(account.lines)
    for (const count of Object.values(account)) if (typeof count === 'number') expect(count).toBeGreaterThanOrEqual(0)
    expect(account.malformed_usage).toBeLessThanOrEqual(account.malformed)
    expect(account.calls_folded).toBeLessThanOrEqual(account.calls_found)
  }
  const { files, by_file, calls_found, calls_folded } = report.input
  expect(by_file).toHaveLength(files)
  const { left_out, without_time } = report.filter
  if (report.calls_known && left_out.calls_known && without_time.calls_known)
    expect(calls_found).toBe(report.call_count + left_out.call_count + without_time.call_count + calls_folded)
}
