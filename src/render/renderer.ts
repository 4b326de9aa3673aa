import type { TokenUsageReport } from '../report/report.ts'

/** An output format: a pure function of the report. It never writes, reads the clock or looks at the environment. */
export interface Renderer {
  /** As `--format` takes it: 'table'. */
  readonly name: string
  /** One phrase for the help: 'a table for people'. */
  readonly title: string
  /** File extension that `-o` recognizes it by, without the dot; null when it has none of its own. */
  readonly extension: string | null
  render(report: TokenUsageReport, options: RenderOptions): string
}

export interface RenderOptions {
  /** Columns that a terminal has; null when the output is piped: then nothing is narrowed. */
  readonly width: number | null
  readonly color: boolean
  readonly lang: 'en' | 'zh'
}
