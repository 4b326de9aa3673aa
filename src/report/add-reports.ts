import { TokencostError } from '../errors.ts'
import { carriedWarnings, missedByAll } from './carried-warnings.ts'
import { addJoined } from './joined-calls.ts'
import type { PricesAtHand } from './joined-price.ts'
import { tabled } from './joined-rows.ts'
import type { Ledger } from './ledger.ts'
import { addReport, isServed } from './merge.ts'
import { addCalls, type KeyedReport } from './merge-calls.ts'
import type { AppliedFilter, InputAccount, TokenUsageReport, Warning } from './report.ts'

interface Saved {
  readonly name: string
  readonly report: TokenUsageReport
}

export interface AddedReports {
  readonly inputs: readonly InputAccount[]
  readonly filters: readonly AppliedFilter[]
  readonly warnings: readonly Warning[]
}

/** Adds saved reports to a ledger: those that list their calls call by call, each once; the others by their sums. */
export function addReports(
  ledger: Ledger,
  saved: readonly Saved[],
  timezone: string,
  asked: { readonly reprice: boolean; readonly filtered: boolean },
  prices: PricesAtHand,
): AddedReports {
  const keyed: KeyedReport[] = []
  const inputs: InputAccount[] = []
  const filters: AppliedFilter[] = []
  const warnings: Warning[] = []
  for (const { name, report } of saved) {
    if (asked.reprice) throw notDone(name, 'cannot be priced again')
    if (asked.filtered) throw notDone(name, 'cannot be filtered')
    if (report.calls !== null) {
      const served = isServed(ledger, report, name, timezone)
      keyed.push({ name, report: { ...report, calls: report.calls }, served })
      continue
    }
    addReport(ledger, report, name, timezone)
    inputs.push(report.input)
    filters.push(report.filter)
    if (ledger.kept === null) continue
    warnings.push({ code: 'no_keys', message: `${name} was made without --with-keys, so the calls cannot be listed` })
  }
  const joined = keyed.flatMap((each) => tabled(each) ?? [])
  const isJoined = joined.length === keyed.length
  warnings.push(
    ...carriedWarnings(
      saved.map(({ report }) => report),
      isJoined,
    ),
  )
  if (keyed.length > 0) {
    const merged = isJoined ? addJoined(ledger, joined, timezone, prices) : addCalls(ledger, keyed)
    inputs.push(...merged.inputs)
    filters.push(...merged.filters)
    const others = saved.flatMap(({ report }) => (report.calls === null ? report : []))
    warnings.push(...missedByAll(merged.warnings, others))
  }
  if (warnings.some(({ code }) => code === 'no_keys')) ledger.kept = null
  return { inputs, filters, warnings }
}

/** Its sums have no times and no single calls any more. */
function notDone(name: string, what: string): TokencostError {
  return new TokencostError('usage', `${name} is a saved report; its calls ${what}`, {
    hint: 'Give the logs that it was made from.',
  })
}
