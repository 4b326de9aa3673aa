import type { ReportDiff } from '../report/diff.ts'
import { jsonText, type Writable } from './json-writer.ts'

/** The wire contract (schema/diff.schema.json), with every digit. */
export function renderDiffJson(diff: ReportDiff): string {
  return `${jsonText(diff as unknown as Writable, 2)}\n`
}
