import { Decimal } from '../pricing/decimal.ts'
import type { WeekdayHour } from '../report/insights.ts'
import { type Money, moneyText } from './money.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const HOURS = 24
/** From something to the most: each a darker shape. */
const LEVELS = ['·', '░', '▒', '▓', '█'] as const
/** Of an hour whose calls have no price. */
const NO_PRICE = '?'

/** Cost per hour of the week, two columns per hour: the darker, the dearer. */
export function heatLines(
  cells: readonly WeekdayHour[],
  money: Money,
  width: number,
  paint: (text: string) => string,
): readonly string[] {
  const largest = cells.reduce(
    (most, { cost_usd }) => (cost_usd !== null && cost_usd.compare(most) > 0 ? cost_usd : most),
    Decimal.ZERO,
  )
  const known = new Map(cells.map((cell) => [cell.weekday * HOURS + cell.hour, cell]))
  const heading = Array.from({ length: HOURS / 3 }, (_, i) => String(i * 3).padEnd(6)).join('')
  const rows = DAYS.map((day, index) => {
    const hours = Array.from({ length: HOURS }, (_, hour) => shade(known.get((index + 1) * HOURS + hour), largest))
    return `${day}  ${paint(hours.join('').trimEnd())}`.trimEnd()
  })
  const unknown = cells.some(({ cost_usd }) => cost_usd === null) ? ['', `     ${NO_PRICE.repeat(2)} no price`] : []
  if (largest.isZero) return [`     ${heading}`.trimEnd(), ...rows, ...unknown]
  const scale = LEVELS.map((level, i) => {
    const upTo = largest.times(i + 1).times(Decimal.of(2n, 1))
    return `${level.repeat(2)} ${moneyText(upTo, money)}`
  })
  return [`     ${heading}`.trimEnd(), ...rows, '', ...packed(scale, '     up to', width), ...unknown.slice(1)]
}

/** The items behind the label, on as many lines as they need. */
function packed(items: readonly string[], label: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = label
  for (const item of items) {
    if (line !== label && line.length + item.length + 2 > width) {
      lines.push(line)
      line = ' '.repeat(label.length)
    }
    line += `  ${item}`
  }
  return [...lines, line]
}

function shade(cell: WeekdayHour | undefined, largest: Decimal): string {
  if (cell === undefined) return '  '
  if (cell.cost_usd === null) return NO_PRICE.repeat(2)
  const part = largest.isZero ? 0 : cell.cost_usd.toNumber() / largest.toNumber()
  return LEVELS[Math.max(0, Math.ceil(part * LEVELS.length) - 1)]!.repeat(2)
}
