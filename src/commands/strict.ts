import { EXIT, type ExitCode } from '../errors.ts'
import type { Io } from '../io.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { SOURCE_LOSSES } from '../report/warnings.ts'

/** Codes of warnings that mean that something is missing from the numbers. */
const LOSSES: readonly string[] = [
  ...['malformed', 'truncated', 'unpriced_model', 'estimated_price', 'unknown_tokens', 'grew'],
  ...SOURCE_LOSSES,
]

/** Under --strict a report that lacks anything ends with its own exit code, the reasons on stderr. */
export function strictVerdict(report: TokenUsageReport, io: Io): ExitCode {
  const losses = [...new Set(report.warnings.map(({ code }) => code))].filter((code) => LOSSES.includes(code))
  if (losses.length === 0) return EXIT.done
  io.stderr.write(`tokencost: incomplete (--strict): ${losses.join(', ')}\n`)
  return EXIT.incomplete
}
