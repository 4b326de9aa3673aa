import type { ModelRow, TokenUsageReport, Warning } from './report.ts'

/** Codes whose warnings follow from the numbers of a report: made anew whenever reports are added up. */
export const DERIVED = ['unpriced_model', 'estimated_price', 'calls_unknown', 'no_usage'] as const

/** What the numbers of a report say that a reader should not overlook. */
export function derivedWarnings(report: TokenUsageReport): Warning[] {
  const warnings: Warning[] = []
  for (const [name, row] of Object.entries(report.models_breakdown)) {
    for (const [reason, tokens] of unpricedReasons(row)) {
      warnings.push({
        code: 'unpriced_model',
        message: `${name}: ${reason}; ${tokens} tokens are missing from the cost`,
      })
    }
    if (report.estimated_models.includes(name)) {
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
  if (Object.keys(report.models_breakdown).length === 0) {
    warnings.push({ code: 'no_usage', message: 'no usage was found in what was read' })
  }
  return warnings
}

/** By code, then message; each once. */
export function sortedWarnings(warnings: readonly Warning[]): readonly Warning[] {
  const keyed = new Map(warnings.map((warning) => [`${warning.code}\u0000${warning.message}`, warning]))
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, warning]) => warning)
}

function unpricedReasons(row: ModelRow): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>()
  for (const { reason, tokens } of row.priced_as) {
    if (reason === null) continue
    const sum = Object.values(tokens).reduce((total, count) => total + count, 0)
    reasons.set(reason, (reasons.get(reason) ?? 0) + sum)
  }
  return reasons
}
