import { Decimal } from '../pricing/decimal.ts'
import type { ModelRow, TokenUsageReport, Warning } from './report.ts'

/** Codes whose warnings follow from the numbers of a report: made anew whenever reports are added up. */
export const DERIVED = [
  'unpriced_model',
  'estimated_price',
  'calls_unknown',
  'unknown_tokens',
  'partial',
  'no_usage',
  'no_calls_left',
  'read_twice',
  'no_exchange_rate',
  'old_exchange_rate',
  'exchange_dropped',
] as const

/** Codes that say that a source, or a part of one, is missing from the numbers: the cost is then a lower bound. */
export const SOURCE_LOSSES: readonly string[] = [
  'missing',
  'unreadable',
  'sqlite',
  'compressed',
  'truncated_file',
  'damaged',
  'without_time',
]

/** What the numbers of a report say that a reader should not overlook. */
export function derivedWarnings(report: TokenUsageReport): Warning[] {
  const warnings: Warning[] = []
  for (const [model, row] of Object.entries(report.models_breakdown)) {
    const name = model.trim() === model ? model : `"${model}"`
    for (const [reason, missing] of unpricedReasons(row)) {
      warnings.push({
        code: 'unpriced_model',
        message: `${name}: ${reason}; ${missing} missing from the cost`,
      })
    }
    if (report.estimated_models.includes(model)) {
      warnings.push({
        code: 'estimated_price',
        message: `${name}: estimated with the default price, no price of its own is known`,
      })
    }
    if (!row.calls_known) {
      warnings.push({
        code: 'calls_unknown',
        message: `${name}: some of its tokens are totals of an unknown number of calls`,
      })
    }
  }
  const { calls_without_counts, calls_partial } = report.input
  if (calls_without_counts > 0) {
    const message = `${amount(calls_without_counts, 'call')} whose tokens the logs do not state; their cost is missing`
    warnings.push({ code: 'unknown_tokens', message })
  }
  if (calls_partial > 0) {
    const message = `${amount(calls_partial, 'call')} whose counts are not final in the logs (cut streams, placeholders): a lower bound`
    warnings.push({ code: 'partial', message })
  }
  for (const name of namesReadTwice(report)) {
    const message = `${name} is among the inputs twice, at least once in a saved report; if it is the same file, its calls count twice`
    warnings.push({ code: 'read_twice', message })
  }
  const { left_out, without_time } = report.filter
  const filtered = left_out.call_count + without_time.call_count
  if (Object.keys(report.models_breakdown).length === 0 && filtered > 0) {
    warnings.push({ code: 'no_calls_left', message: `the filter leaves out all of ${amount(filtered, 'call')}` })
  } else if (Object.keys(report.models_breakdown).length === 0) {
    warnings.push({ code: 'no_usage', message: 'no usage was found in what was read' })
  }
  return warnings
}

/** Two files of one name, size, account and, where it is known, content: a log beside the report that was made from it, or two such reports. */
function namesReadTwice({ input }: TokenUsageReport): ReadonlySet<string> {
  const twice = new Set<string>()
  if (input.by_file.every(({ name }, at, files) => at === 0 || files[at - 1]!.name < name)) return twice
  const known = new Set<string>()
  for (const { name, bytes, lines, calls_found, sha256 } of input.by_file) {
    const key = JSON.stringify([name, bytes, lines, calls_found, sha256])
    if (known.has(key) && calls_found > 0) twice.add(name)
    known.add(key)
  }
  return twice
}

/** By code, then message; each once. */
export function sortedWarnings(warnings: readonly Warning[]): readonly Warning[] {
  const keyed = new Map(warnings.map((warning) => [`${warning.code}\u0000${warning.message}`, warning]))
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, warning]) => warning)
}

/** `1 call`, `3,910 tokens`: digits in groups of three in every locale. */
function amount(count: number, noun: string): string {
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${digits} ${noun}${count === 1 ? '' : 's'}`
}

/** By reason: what has no price, in words. */
function unpricedReasons(row: ModelRow): ReadonlyMap<string, string> {
  const missing = new Map<string, { tokens: number; readonly fees: Map<string, Decimal> }>()
  for (const { reason, tokens, fees } of row.priced_as) {
    if (reason === null) continue
    const sum = missing.get(reason) ?? { tokens: 0, fees: new Map<string, Decimal>() }
    missing.set(reason, sum)
    for (const count of Object.values(tokens)) sum.tokens += count
    for (const [name, units] of Object.entries(fees))
      sum.fees.set(name, (sum.fees.get(name) ?? Decimal.ZERO).plus(units))
  }
  return new Map([...missing].map(([reason, sum]) => [reason, inWords(sum.tokens, sum.fees)]))
}

/** `3,910 tokens`, `2 × web_search`, `3,910 tokens and 2 × web_search`. */
function inWords(tokens: number, fees: ReadonlyMap<string, Decimal>): string {
  const units = [...fees].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum} × ${name}`)
  return [...(tokens > 0 || units.length === 0 ? [amount(tokens, 'token')] : []), ...units].join(' and ')
}
