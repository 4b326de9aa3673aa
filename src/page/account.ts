import { countText } from '../render/count.ts'
import { gateText } from '../render/gate-text.ts'
import { nameText } from '../render/rows.ts'
import type { EntryAccount, TokenUsageReport } from '../report/report.ts'
import { element, numberCell, scrolling } from './dom.ts'

const MOST_FILES = 500
const HEADINGS = ['File', 'Lines', 'Records', 'Duplicates', 'Other', 'Malformed', 'Calls found', 'Folded']

/** What became of every line that was read, per file and in total. */
export function account({ input }: TokenUsageReport): HTMLElement {
  const cells = (of: EntryAccount) =>
    [of.lines, of.records, of.duplicates, of.other, of.malformed, of.calls_found, of.calls_folded].map((count) =>
      numberCell(countText(count), String(count)),
    )
  const files = input.by_file.slice(0, MOST_FILES)
  const more = input.by_file.length - files.length
  const table = element(
    'table',
    {},
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...HEADINGS.map((heading, i) => element('th', { scope: 'col', class: i === 0 ? '' : 'number' }, heading)),
      ),
    ),
    element(
      'tbody',
      {},
      ...files.map((file) => element('tr', {}, element('td', { class: 'name' }, nameText(file.name)), ...cells(file))),
    ),
    element('tfoot', {}, element('tr', {}, element('th', { scope: 'row' }, 'Total'), ...cells(input))),
  )
  return element(
    'details',
    {},
    element('summary', {}, 'File by file'),
    scrolling('Files', table),
    more > 0 ? element('p', { class: 'note' }, `${countText(more)} more files; --json lists them all`) : null,
  )
}

/** Every limit that the report was held against. */
export function gates({ gates }: TokenUsageReport): HTMLElement {
  return element(
    'ul',
    { class: 'gates' },
    ...gates.map((gate) => element('li', { class: `gate-${gate.status}` }, gateText(gate))),
  )
}

/** Every warning. */
export function warnings(report: TokenUsageReport): HTMLElement {
  const shown = report.warnings.slice(0, MOST_FILES)
  const more = report.warnings.length - shown.length
  return element(
    'ul',
    { class: 'warnings' },
    ...shown.map(({ message }) => element('li', {}, nameText(message))),
    more > 0 ? element('li', {}, `${countText(more)} more; --json lists them all`) : null,
  )
}
