import type { ReportDiff } from '../report/diff.ts'
import { renderDiffJson } from './diff-json.ts'
import { diffSection, renderDiffMarkdown } from './diff-markdown.ts'
import { renderDiffTable } from './diff-table.ts'
import type { RenderOptions } from './renderer.ts'

/** An output format of a comparison. */
export interface DiffRenderer {
  readonly name: string
  /** What `-o` recognizes it by, without the dot; null when it has none of its own. */
  readonly extension: string | null
  render(diff: ReportDiff, options: RenderOptions): string
}

/** Every output format of `tokencost diff`. Add yours here. */
export const DIFF_RENDERERS = [
  { name: 'table', extension: 'txt', render: renderDiffTable },
  { name: 'json', extension: 'json', render: renderDiffJson },
  { name: 'markdown', extension: 'md', render: renderDiffMarkdown },
] as const satisfies readonly DiffRenderer[]

/** What stands below a report that was compared, in its format; null in formats for programs, which hold the report alone. */
export function comparisonBelow(format: string, diff: ReportDiff, options: RenderOptions): string | null {
  // The report has the warnings of the head already.
  const alone = { ...diff, warnings: diff.warnings.filter(({ message }) => !message.startsWith('head: ')) }
  if (format === 'table' || format === 'text') return renderDiffTable(alone, options)
  return format === 'markdown' ? diffSection(alone) : null
}
