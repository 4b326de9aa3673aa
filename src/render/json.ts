import { jsonPieces } from './json-writer.ts'
import type { Pieces, Render } from './renderer.ts'
import { orderedReport } from './report-keys.ts'

/** The wire contract (schema/report.schema.json): money with all its digits, the same report always the same bytes. */
export const jsonReport: Pieces = function* (report) {
  yield* jsonPieces(orderedReport(report), 2)
  yield '\n'
}

/** The same as one text. */
export const renderJson: Render = (report, options) => [...jsonReport(report, options)].join('')
