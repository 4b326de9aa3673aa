import type { TokenUsageReport, Warning } from './report.ts'
import { repeatedFiles } from './same-files.ts'
import { DERIVED } from './warnings.ts'

/**
 * The warnings of saved reports that their numbers and calls do not give again, as one run over all logs would say them.
 * `isJoined`: calls of reports that list them are counted anew, and with them what was done to how many.
 */
export function carriedWarnings(reports: readonly TokenUsageReport[], isJoined = false): readonly Warning[] {
  const carried = reports.flatMap((report) => carriedBy(report, isJoined && report.calls !== null))
  return withSums(missedByAll(carried, reports))
}

/** Without patterns that calls of some of the reports match. */
export function missedByAll(warnings: readonly Warning[], reports: readonly TokenUsageReport[]): readonly Warning[] {
  return warnings.filter((warning) => warning.code !== MISSED || reports.every((each) => says(each, warning)))
}

function carriedBy(report: TokenUsageReport, isJoined: boolean): readonly Warning[] {
  const again = new Set<string>(DERIVED)
  if (report.left_out_calls !== null) again.add('without_time')
  if (isJoined) for (const code of [MISSED, ...Object.keys(COUNTED)]) again.add(code)
  const repeats = report.calls === null ? [] : repeatedFiles(report.input.by_file).warnings
  const messages = new Set(repeats.map(({ message }) => message))
  return report.warnings.filter(({ code, message }) => !again.has(code) && !messages.has(message))
}

const MISSED = 'filter_matched_nothing'

/** A pattern that no call of one report matches is misspelled only where no call of the others matches it either. */
function says({ warnings, call_count, filter }: TokenUsageReport, { message }: Warning): boolean {
  if (call_count + filter.left_out.call_count + filter.without_time.call_count === 0) return true
  const stem = /^.* that matches "(?:[^"\\]|\\.)*"/.exec(message)?.[0] ?? message
  return warnings.some((other) => other.code === MISSED && other.message.startsWith(stem))
}

/** Warnings that say how many calls something was done to: one for all of them. */
function withSums(warnings: readonly Warning[]): readonly Warning[] {
  const sums = new Map<string, { readonly warning: Warning; count: number }>()
  const others: Warning[] = []
  for (const warning of warnings) {
    const count = COUNTED[warning.code]?.exec(warning.message)?.[0]
    if (count === undefined) {
      others.push(warning)
      continue
    }
    const key = `${warning.code}\u0000${warning.message.replace(COUNTED[warning.code]!, '')}`
    const sum = sums.get(key) ?? { warning, count: 0 }
    sums.set(key, sum)
    sum.count += Number(/\d+/.exec(count))
  }
  return [
    ...others,
    ...[...sums.values()].map(({ warning: { code, message }, count }) => ({
      code,
      message: message.replace(COUNTED[code]!, (text) =>
        text.replace(/\d+/, String(count)).replace(/calls? carr(y|ies)/, count === 1 ? 'call carries' : 'calls carry'),
      ),
    })),
  ]
}

/** Where their count stands. */
const COUNTED: Readonly<Record<string, RegExp>> = {
  default_model: /\d+ of the records(?=, whose logs name no model$)/,
  other_label: /^\d+ calls? carr(?:y|ies)(?= another )/,
}
