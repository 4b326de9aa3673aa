import { callsCounted } from '../render/count.ts'
import { type Money, moneyText } from '../render/money.ts'
import type { WeekdayHour } from '../report/insights.ts'
import { element, scrolling } from './dom.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const HOURS = 24

/** Cost per hour of the week: the darker, the dearer. */
export function heatMap(cells: readonly WeekdayHour[], money: Money): HTMLElement {
  const largest = cells.reduce((most, { cost_usd }) => Math.max(most, cost_usd?.toNumber() ?? 0), 0)
  const known = new Map(cells.map((cell) => [cell.weekday * HOURS + cell.hour, cell]))
  const head = Array.from({ length: HOURS }, (_, hour) =>
    element('th', { scope: 'col' }, hour % 3 === 0 ? String(hour) : ''),
  )
  const table = element(
    'table',
    { class: 'heat' },
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }), ...head)),
    element(
      'tbody',
      {},
      ...DAYS.map((day, index) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, day),
          ...Array.from({ length: HOURS }, (_, hour) => cellOf(day, hour, known.get((index + 1) * HOURS + hour))),
        ),
      ),
    ),
  )
  return scrolling('Cost by hour and weekday', table)

  function cellOf(day: string, hour: number, cell: WeekdayHour | undefined): HTMLElement {
    if (cell === undefined) return element('td')
    const cost = cell.cost_usd === null ? 'n/a' : moneyText(cell.cost_usd, money)
    const text = `${day} ${String(hour).padStart(2, '0')}:00: ${cost}, ${callsCounted(cell)}`
    const made = element('td', { title: text, 'aria-label': text }, element('span'))
    if (cell.cost_usd === null) {
      made.textContent = '?'
      return made
    }
    const part = largest === 0 ? 0 : cell.cost_usd.toNumber() / largest
    ;(made.firstChild as HTMLElement).style.opacity = String(0.12 + 0.88 * Math.sqrt(part))
    return made
  }
}
