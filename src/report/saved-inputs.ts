import { TokencostError } from '../errors.ts'
import type { TokenUsageReport, Warning } from './report.ts'
import { parseSavedReport } from './saved-report.ts'

/** A file with saved reports in it, and its account, which takes up those that cannot be read. */
export interface ReportSource {
  readonly source: { readonly name: string }
  readonly reports: readonly string[]
  readonly account: { lines: number; malformed: number; malformedUsage: number }
  readonly read: boolean
}

export interface SavedInputs {
  readonly saved: readonly { readonly name: string; readonly report: TokenUsageReport }[]
  readonly warnings: readonly Warning[]
}

/**
 * The saved reports among the inputs. The same content under the same base name counts once; under another name it
 * counts again, with a warning. A report that cannot be read is a malformed entry of its file, and the rest goes on.
 */
export function savedReports(files: readonly ReportSource[]): SavedInputs {
  const saved: { name: string; report: TokenUsageReport }[] = []
  const warnings: Warning[] = []
  const known = new Map<string, string[]>()
  for (const { source, reports, account } of files.filter((file) => file.reports.length > 0)) {
    for (const text of reports) {
      const others = known.get(text.trim()) ?? []
      known.set(text.trim(), others)
      const twin = others.find((name) => baseName(name) === baseName(source.name))
      if (twin !== undefined) {
        warnings.push({
          code: 'duplicate_file',
          message: `${source.name} is the same report as ${twin}, byte for byte; it counts once. If two jobs made them, rename one: the same report under two names counts twice`,
        })
        continue
      }
      others.push(source.name)
      try {
        const report = parseSavedReport(text, source.name)
        saved.push({ name: source.name, report })
        if (others.length === 1 || report.calls !== null) continue
        const message = `${source.name} says the same as ${others[0]}, byte for byte; both count. If it is a copy, leave it out`
        warnings.push({ code: 'equal_reports', message })
      } catch (error) {
        if (!(error instanceof TokencostError)) throw error
        account.lines++
        account.malformed++
        account.malformedUsage++
        warnings.push({ code: 'malformed', message: error.message })
      }
    }
  }
  if (saved.length > 0)
    for (const { source } of files.filter(isRemains)) {
      const message = `${source.name} holds no report: what writes it was cut off, such as a job that was killed`
      warnings.push({ code: 'truncated_file', message })
    }
  return { saved, warnings }
}

/** A file that is named like a report and is empty, or ends before it says what it is; others are known to be lossy. */
function isRemains({ source, reports, account, read }: ReportSource): boolean {
  const isBroken = account.lines === account.malformed && account.malformedUsage === 0
  return read && reports.length === 0 && isBroken && /\.json(\.(gz|zst))?$/i.test(source.name)
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.(gz|zst)$/, '')
}
