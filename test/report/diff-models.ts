import { Decimal } from '../../src/pricing/decimal.ts'
import { diffReports, type ReportDiff } from '../../src/report/diff.ts'
import type { ModelRow, PricedAs, TokenUsageReport } from '../../src/report/report.ts'
import { bucket, reportOf, row, usd } from '../render/report-builder.ts'

/** Some tokens of a model; without rates of its own a million input tokens cost 2 USD, output 10, a search 0.01. */
export interface Use {
  readonly input?: number
  readonly output?: number
  /** USD per million tokens; null = no price is known. */
  readonly rates?: readonly [input: string, output: string] | null
  readonly searches?: string
  readonly tier?: string
  /** A cost that the log states, kept instead of a computed one. */
  readonly logged?: string
}

function bucketOf({ input = 0, output = 0, rates = ['2', '10'], searches, tier, logged }: Use): PricedAs {
  const tokens = { ...(input > 0 && { input }), ...(output > 0 && { output }) }
  if (logged !== undefined) return bucket({ matched: 'logged', tokens, cost_usd: usd(logged) })
  if (rates === null) return bucket({ reason: 'no price is known', tokens })
  const [perInput, perOutput] = [usd(rates[0]), usd(rates[1])]
  const fees = searches === undefined ? Decimal.ZERO : usd(searches).times(usd('0.01'))
  const cost = perInput.times(input).plus(perOutput.times(output)).times(usd('0.000001')).plus(fees)
  return bucket({
    ...{ key: 'some/model', matched: 'exact', tier: tier ?? null, tokens, cost_usd: cost },
    fees: searches === undefined ? {} : { web_search: usd(searches) },
    rates_per_mtok: {
      ...{ input: perInput, output: perOutput },
      ...(searches !== undefined && { 'fee:web_search': usd('0.01') }),
    },
  })
}

function rowOf(uses: readonly Use[]): ModelRow {
  const priced_as = uses.map(bucketOf)
  const costs = priced_as.flatMap(({ cost_usd }) => cost_usd ?? [])
  const total = (of: 'input' | 'output') => uses.reduce((sum, use) => sum + (use[of] ?? 0), 0)
  return row({
    ...{ input_tokens: total('input'), output_tokens: total('output'), priced_as },
    cost_usd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum.plus(cost)),
  })
}

export type Models = Readonly<Record<string, readonly Use[]>>

export function report(models: Models): TokenUsageReport {
  return reportOf(Object.entries(models).map(([name, uses]) => [name, rowOf(uses)] as const))
}

export function diff(base: Models, head: Models): ReportDiff {
  return diffReports(
    { name: 'base.json', report: report(base), missing: null },
    { name: 'head.json', report: report(head) },
  )
}

export function effectsOf({ change }: ReportDiff) {
  const { cost_usd, volume_usd, mix_usd, price_usd } = change!
  return [cost_usd, volume_usd, mix_usd, price_usd].map(String)
}

export const MILLION = 1_000_000
