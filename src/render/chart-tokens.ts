import type { TokenUsageReport } from '../report/report.ts'
import { countText } from './count.ts'
import { percentText } from './rows.ts'

/** A bar per class of tokens; the classes are disjoint and add up to the total. */
export function tokenLines(
  report: TokenUsageReport,
  width: number,
  paint: (text: string) => string,
): readonly string[] {
  const classes = classesOf(report)
  const largest = Math.max(...classes.map(([, count]) => count))
  const total = report.total_tokens
  const rows = classes.map(
    ([name, count]) => [name, count, countText(count), total === 0 ? '' : percentText(count / total)] as const,
  )
  const [nameWidth, countWidth] = [
    Math.max(...rows.map(([name]) => name.length)),
    Math.max(...rows.map(([, , text]) => text.length)),
  ]
  const cells = Math.max(8, width - nameWidth - countWidth - 10)
  return rows.map(([name, count, text, share]) => {
    const length = count === 0 || largest === 0 ? 0 : Math.max(1, Math.round((count / largest) * cells))
    const bar = paint('█'.repeat(length)) + ' '.repeat(cells - length)
    return `${name.padEnd(nameWidth)}  ${bar}  ${text.padStart(countWidth)}  ${share.padStart(4)}`.trimEnd()
  })
}

function classesOf(report: TokenUsageReport): readonly (readonly [name: string, count: number])[] {
  const rows = Object.values(report.models_breakdown)
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  const read = sum((row) => row.cache_read_tokens)
  const written = sum((row) => row.cache_write_tokens)
  const reasoning = sum((row) => row.reasoning_tokens)
  return [
    ['Uncached input', Math.max(0, report.total_input_tokens - read - written)],
    ['Cache read', read],
    ['Cache write', written],
    ['Output', Math.max(0, report.total_output_tokens - reasoning)],
    ['Reasoning', reasoning],
  ]
}
