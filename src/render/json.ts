import { jsonText } from './json-writer.ts'
import type { Render } from './renderer.ts'
import { orderedReport } from './report-keys.ts'

/** The wire contract (schema/report.schema.json): money with all its digits, the same report always the same bytes. */
export const renderJson: Render = (report) => `${jsonText(orderedReport(report), 2)}\n`
