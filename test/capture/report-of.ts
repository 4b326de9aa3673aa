import { Readable } from 'node:stream'
import { analyze } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'

/** What `tokencost report FILE` reports. */
export async function reportOf(file: string): Promise<TokenUsageReport> {
  const { report } = await analyze({
    inputs: [file],
    cwd: '/',
    stdin: Readable.from([]),
    pricing: await ModelPricing.load(),
    cost: 'computed',
    format: null,
    everyEntry: true,
    groupBy: null,
    threads: 1,
  })
  return report
}
