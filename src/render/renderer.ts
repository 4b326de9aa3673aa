import type { TokenUsageReport } from '../report/report.ts'
import type { View } from './row-tree.ts'

/** A report as text, ending with a newline: a pure function that never writes, reads the clock or the environment. */
export type Render = (report: TokenUsageReport, options: RenderOptions) => string

/** The same text piece by piece, for what may be longer than a string can be. */
export type Pieces = (report: TokenUsageReport, options: RenderOptions) => Iterable<string>

/** An output format: one file and one row in RENDERERS. */
export interface Renderer {
  /** As `--format` takes it: 'table'. */
  readonly name: string
  /** One phrase for the help: 'a table for people'. */
  readonly title: string
  /** File extension that `-o` recognizes it by, without the dot; null when it has none of its own. */
  readonly extension: string | null
  /** True when it shows insights whether or not they were asked for. */
  readonly showsInsights?: boolean
  /** Only the format that is asked for is loaded: the others cost no start-up time. */
  load(): Promise<Render>
  /** Where it is written piece by piece rather than as one text. */
  readonly loadPieces?: () => Promise<Pieces>
}

export interface RenderOptions {
  /** Columns that a terminal has; null when the output is piped: then nothing is narrowed. */
  readonly width: number | null
  readonly color: boolean
  readonly lang: 'en' | 'zh'
  /** Which rows and columns tables show, and in which order; the whole report where it is absent. */
  readonly view?: View
  /** The day (YYYY-MM-DD) that a table for people states the age of an exchange rate on; null or absent = no age. */
  readonly today?: string | null
  /** Markdown: names the hidden first line `<!-- tokencost:TAG -->` by which a comment is found again. 'report'. */
  readonly tag?: string
  /** Markdown: the most characters that the medium takes; sections are left out to stay below. 65,000. */
  readonly maxLength?: number
}
