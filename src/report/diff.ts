import { Decimal } from '../pricing/decimal.ts'
import { version } from '../version.ts'
import { type Effects, effectsOf } from './diff-effects.ts'
import type { GateResult } from './gate.ts'
import type { ModelRow, TokenUsageReport, Warning } from './report.ts'
import { SOURCE_LOSSES } from './warnings.ts'

/**
 * Two reports side by side. Field names are a wire contract like those of the report (schema/diff.schema.json); later
 * versions only add. `base`, `change` are null when there is no baseline; then every model is in the head only.
 */
export interface ReportDiff {
  readonly schema_version: 1
  readonly base: DiffSide | null
  readonly head: DiffSide
  readonly change: Change | null
  /** Greatest change first, up or down, then by name; they add up to `change`. */
  readonly models: readonly ModelChange[]
  /** False when a side's cost is a lower bound: then the change is no bound at all. */
  readonly complete: boolean
  /** Those of both sides, each with its side's name before it, and what the comparison itself found. */
  readonly warnings: readonly Warning[]
  /** The limits that the change was held against, and what became of them; [] when it had none. */
  readonly gates: readonly GateResult[]
  readonly tool: { readonly name: 'tokencost'; readonly version: string }
}

export interface DiffSide
  extends Pick<
    TokenUsageReport,
    | 'total_cost_usd'
    | 'total_input_tokens'
    | 'total_output_tokens'
    | 'total_tokens'
    | 'call_count'
    | 'calls_known'
    | 'cost_complete'
    | 'unpriced_models'
    | 'estimated_models'
    | 'period'
    | 'pricing'
  > {
  /** The path as it was given. */
  readonly name: string
  /** True when tokens are missing for another reason than a price: lost, not read, or not stated by the logs. */
  readonly usage_lost: boolean
}

/** USD; `cost_usd` = volume_usd + mix_usd + price_usd, exactly. */
export interface Change {
  readonly cost_usd: Decimal
  /** Of the base's cost, to four decimals; null where that is zero. */
  readonly percent: Decimal | null
  readonly volume_usd: Decimal
  readonly mix_usd: Decimal
  readonly price_usd: Decimal
}

export interface ModelChange extends Change {
  readonly model: string
  /** null where the side has no call of it. */
  readonly base: SideRow | null
  readonly head: SideRow | null
}

export interface SideRow
  extends Pick<
    ModelRow,
    'input_tokens' | 'output_tokens' | 'total_tokens' | 'call_count' | 'calls_known' | 'cost_usd'
  > {
  /** False when some of its tokens have no price. */
  readonly cost_complete: boolean
}

/** The code of the warning that there is none. */
export const NO_BASELINE = 'no_baseline'

/** A side and what it is called. */
export interface NamedReport {
  readonly name: string
  readonly report: TokenUsageReport
}

/** A base, or why there is none. */
export type Baseline =
  | (NamedReport & { readonly missing: null })
  | { readonly name: string; readonly report: null; readonly missing: string }

export function diffReports(baseline: Baseline, head: NamedReport): ReportDiff {
  const base = baseline.report === null ? null : baseline
  const missing = baseline.missing === null ? [] : [noBaseline(baseline)]
  const before = base?.report.models_breakdown ?? {}
  const after = head.report.models_breakdown
  const models = [...effectsOf(before, after)].map(([model, effects]): ModelChange => {
    const rows = [before, after].map((side) => (Object.hasOwn(side, model) ? side[model]! : null))
    const [from, to] = rows as [ModelRow | null, ModelRow | null]
    return { model, base: sideRow(from), head: sideRow(to), ...changeOf(effects, from?.cost_usd ?? Decimal.ZERO) }
  })
  const totals: Effects = {
    volume: sum(models.map(({ volume_usd }) => volume_usd)),
    mix: sum(models.map(({ mix_usd }) => mix_usd)),
    price: sum(models.map(({ price_usd }) => price_usd)),
  }
  return {
    schema_version: 1,
    base: base === null ? null : sideOf(base),
    head: sideOf(head),
    change: base === null ? null : changeOf(totals, base.report.total_cost_usd),
    models: models.sort(byChange),
    complete: head.report.cost_complete && (base?.report.cost_complete ?? true),
    warnings: [...missing, ...sideWarnings('base', base), ...sideWarnings('head', head)],
    gates: [],
    tool: { name: 'tokencost', version },
  }
}

function noBaseline({ missing }: { readonly missing: string }): Warning {
  return { code: NO_BASELINE, message: `there is no baseline, so nothing to compare with: ${missing}` }
}

function changeOf({ volume, mix, price }: Effects, before: Decimal): Change {
  const cost = volume.plus(mix).plus(price)
  const percent = before.units > 0n ? cost.times(100).over(before, 4) : null
  return { cost_usd: cost, percent, volume_usd: volume, mix_usd: mix, price_usd: price }
}

function sideOf({ name, report }: NamedReport): DiffSide {
  const { total_cost_usd, total_input_tokens, total_output_tokens, total_tokens, call_count, calls_known } = report
  const { cost_complete, unpriced_models, estimated_models, period, pricing } = report
  return {
    name,
    usage_lost: !cost_complete && losesUsage(report),
    ...{ total_cost_usd, total_input_tokens, total_output_tokens, total_tokens, call_count, calls_known },
    ...{ cost_complete, unpriced_models, estimated_models, period, pricing },
  }
}

function losesUsage({ unpriced_models, input, warnings }: TokenUsageReport): boolean {
  return (
    unpriced_models.length === 0 ||
    input.malformed_usage > 0 ||
    input.calls_without_counts > 0 ||
    warnings.some(({ code }) => SOURCE_LOSSES.includes(code))
  )
}

function sideRow(row: ModelRow | null): SideRow | null {
  if (row === null) return null
  const { input_tokens, output_tokens, total_tokens, call_count, calls_known, cost_usd, priced_as } = row
  const cost_complete = priced_as.every(({ reason }) => reason === null)
  return { input_tokens, output_tokens, total_tokens, call_count, calls_known, cost_usd, cost_complete }
}

function sideWarnings(side: string, named: NamedReport | null): readonly Warning[] {
  return (named?.report.warnings ?? []).map(({ code, message }) => ({ code, message: `${side}: ${message}` }))
}

function byChange(a: ModelChange, b: ModelChange): number {
  const order = magnitude(b.cost_usd).compare(magnitude(a.cost_usd))
  return order !== 0 ? order : a.model < b.model ? -1 : a.model > b.model ? 1 : 0
}

function magnitude(amount: Decimal): Decimal {
  return amount.units < 0n ? Decimal.ZERO.minus(amount) : amount
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), Decimal.ZERO)
}
