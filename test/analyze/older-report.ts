import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'

/** The report as JSON of the version before rows of calls said all that they state. */
export function olderJson(report: TokenUsageReport): string {
  const { call_tables: _, ...older } = JSON.parse(renderJson(report, { width: null, color: false, lang: 'en' }))
  const cut = (rows: readonly (readonly unknown[])[] | null, values: number) =>
    rows?.map((row) => row.slice(0, values)) ?? null
  return JSON.stringify({ ...older, calls: cut(older.calls, 15), left_out_calls: cut(older.left_out_calls, 10) })
}
