import { jsonText } from './json-writer.ts'
import type { Render } from './renderer.ts'
import { orderedGroup } from './report-keys.ts'
import { leafRows } from './rows.ts'

/** One line of JSON per row, each as it stands in the report's `groups`: the lines add up to the totals. */
export const renderJsonl: Render = (report) => {
  const { groupBy, rows } = leafRows(report)
  return rows
    .map(({ keys, row }) => {
      const named = Object.fromEntries(groupBy.map((name, index) => [name, keys[index]!]))
      return `${jsonText(orderedGroup({ ...row, keys: named }, groupBy), 0)}\n`
    })
    .join('')
}
