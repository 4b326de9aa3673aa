import { TokencostError } from '../errors.ts'
import { Decimal } from '../pricing/decimal.ts'
import { type Gate, type GateAllowances, type GateReason, type GateResult, type GateStatus, passes } from './gate.ts'
import { type Breakdowns, type GateGroup, groupsOf } from './gate-rows.ts'
import type { ModelRow, TokenUsageReport } from './report.ts'
import { SOURCE_LOSSES } from './warnings.ts'

/** Holds a report against its gates: one result per gate, in their order. Pure. */
export function checkGates(
  report: TokenUsageReport,
  gates: readonly Gate[],
  allowed: GateAllowances,
  breakdowns: Breakdowns = {},
): readonly GateResult[] {
  const lost = isLossy(report)
  return gates.map((gate) => {
    const groups = groupsOf(gate.per, report, breakdowns)
    return resultOf(
      gate,
      groups.map((group) => verdictOf(gate, measured(gate, group, rateOfUnit(gate, report.exchange)), lost, allowed)),
    )
  })
}

/** The whole report or a group of it, added up. */
interface Measured {
  readonly key: string | null
  readonly actual: Decimal
  readonly empty: boolean
  readonly unpriced: boolean
  readonly unpricedModels: readonly string[]
}

interface Verdict extends Measured {
  readonly status: GateStatus
  readonly reasons: readonly GateReason[]
  readonly atLeast: boolean
}

function resultOf(gate: Gate, verdicts: readonly Verdict[]): GateResult {
  const [worst] = [...verdicts].sort(byGravity)
  const { key, status, actual, reasons, atLeast, unpricedModels } = worst!
  return {
    name: gate.name,
    status,
    measure: gate.measure,
    unit: gate.unit,
    limit: gate.limit,
    actual,
    at_least: atLeast,
    excess: status === 'failed' ? actual.minus(gate.limit) : null,
    per: gate.per?.dimension ?? null,
    key,
    groups: verdicts.length,
    groups_failed: verdicts.filter((verdict) => !passes(verdict)).length,
    reasons,
    unpriced_models: unpricedModels,
    source: gate.source,
  }
}

function verdictOf(gate: Gate, measured: Measured, lost: boolean, allowed: GateAllowances): Verdict {
  const reasons: readonly (keyof GateAllowances)[] = [
    ...(measured.empty ? (['empty'] as const) : []),
    ...(measured.unpriced ? (['unpriced'] as const) : []),
    ...(lost ? (['incomplete'] as const) : []),
  ]
  const verdict = (status: GateStatus, because = reasons) => ({
    ...measured,
    status,
    reasons: because,
    atLeast: measured.unpriced || lost,
  })
  if (measured.actual.compare(gate.limit) > 0) return verdict('failed')
  const blocking = reasons.filter((reason) => !allowed[reason])
  if (blocking.length > 0) return verdict('unknown', blocking)
  const warns = gate.warnAt !== null && measured.actual.compare(gate.limit.times(gate.warnAt)) >= 0
  return verdict(warns && !measured.actual.isZero ? 'warned' : 'passed')
}

/** True when usage is missing for another reason than a price: no sum is then more than a lower bound. */
function isLossy({ cost_complete, unpriced_models, input, warnings }: TokenUsageReport): boolean {
  return (
    input.malformed_usage > 0 ||
    input.calls_without_counts > 0 ||
    warnings.some(({ code }) => SOURCE_LOSSES.includes(code)) ||
    (!cost_complete && unpriced_models.length === 0)
  )
}

function measured(gate: Gate, { key, rows }: GateGroup, rate: Decimal): Measured {
  const unpriced = gate.measure === 'tokens' ? [] : rows.filter(({ row }) => lacksPrice(row))
  return {
    key,
    actual: rows.reduce((sum, { row }) => sum.plus(amountOf(gate, row)), Decimal.ZERO).times(rate),
    empty: rows.length === 0,
    unpriced: unpriced.length > 0,
    unpricedModels: [...new Set(unpriced.flatMap(({ model }) => model ?? []))].sort(),
  }
}

/** What one of the measured is worth in the unit of the limit. Throws a usage error where no rate for it is known. */
export function rateOfUnit(
  { measure, unit }: Pick<Gate, 'measure' | 'unit'>,
  exchange: { readonly currency: string; readonly rate: Decimal } | null,
): Decimal {
  if (measure === 'tokens' || unit === 'USD') return ONE
  if (exchange !== null && exchange.currency === unit) return exchange.rate
  throw new TokencostError('usage', `a limit in ${unit} needs a rate for ${unit}`, {
    hint: `Give --currency ${unit} with --rate, which states it, or --fetch-rates, which asks for it; or write the limit in US dollars.`,
  })
}

const ONE = Decimal.of(1n)

function amountOf({ measure }: Gate, row: ModelRow): Decimal {
  return measure === 'tokens' ? Decimal.of(BigInt(row.total_tokens)) : (row.cost_usd ?? Decimal.ZERO)
}

function lacksPrice(row: ModelRow): boolean {
  return row.cost_usd === null || row.priced_as.some(({ reason }) => reason !== null)
}

const GRAVITY: Readonly<Record<GateStatus, number>> = { failed: 0, unknown: 1, warned: 2, passed: 3 }

/** The worst first: by status, then the greater amount, then the name. */
function byGravity(a: Verdict, b: Verdict): number {
  return (
    GRAVITY[a.status] - GRAVITY[b.status] ||
    b.actual.compare(a.actual) ||
    ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0)
  )
}
