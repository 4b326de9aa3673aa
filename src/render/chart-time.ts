import { Decimal } from '../pricing/decimal.ts'
import type { Timeline } from '../report/timeline.ts'
import { type Money, moneyText } from './money.ts'
import { nameText } from './rows.ts'
import { knownText, unpricedText } from './timeline-text.ts'
import { widthOf, wrappedWords } from './width.ts'

/** Of the series in a stack: told apart by their shape, so that no colour is needed. The last is for other models. */
const GLYPHS = ['█', '░', '▓', '=', '▒', '+'] as const
const OTHERS = '·'

/** How many models a chart tells apart. */
export const MOST_SERIES = GLYPHS.length

/** Empty times in a row that are not drawn one by one. */
const LONG_GAP = 5

type Paint = (place: number, text: string) => string

/** A bar per time, stacked by model, with what it cost behind it. */
export function timeLines(timeline: Timeline, money: Money, width: number, paint: Paint): readonly string[] {
  const { times, series } = timeline
  const totals = times.map((_, i) => series.reduce((sum, { costs }) => sum.plus(costs[i]!), Decimal.ZERO))
  const texts = totals.map((total, i) => knownText(total, timeline.incomplete[i]!, money))
  const [nameWidth, costWidth] = [timeName(times[0]!).length, Math.max(...texts.map(widthOf))]
  const cells = Math.max(8, width - nameWidth - costWidth - 4)
  const largest = totals.reduce((most, total) => Math.max(most, total.toNumber()), 0)
  const rows = times.map((time, i) => {
    const bar = stacked(
      series.map(({ costs }) => costs[i]!.toNumber()),
      largest,
      cells,
    )
    const drawn = bar.map((length, place) => paint(place, glyphOf(timeline, place).repeat(length))).join('')
    const blank = ' '.repeat(cells - bar.reduce((sum, length) => sum + length, 0))
    return `${timeName(time)}  ${drawn}${blank}  ${texts[i]!.padStart(costWidth)}`
  })
  const empty = totals.map((total, i) => total.isZero && !timeline.incomplete[i]!)
  const drawn = folded(rows, empty, (count) => `${'⋮'.padEnd(nameWidth)}  ${count} ${timeline.unit}s without a cost`)
  return [...drawn, '', ...legendLines(timeline, money, width, paint)]
}

/** The lines, but for runs of empty ones, of which only their number is told. */
function folded(
  lines: readonly string[],
  empty: readonly boolean[],
  told: (count: number) => string,
): readonly string[] {
  const shown: string[] = []
  for (let at = 0; at < lines.length; ) {
    const end = empty.indexOf(false, at)
    const count = (end === -1 ? lines.length : end) - at
    if (count >= LONG_GAP) shown.push(told(count))
    else shown.push(...lines.slice(at, at + count + 1))
    at += count >= LONG_GAP ? count : count + 1
  }
  return shown
}

/** Cells per value, whose sum is that of the whole rounded; what is above zero has one cell at least where there is room. */
function stacked(values: readonly number[], largest: number, cells: number): readonly number[] {
  if (largest <= 0) return values.map(() => 0)
  let [sum, drawn] = [0, 0]
  return values.map((value) => {
    sum += value
    const end = Math.max(sum > 0 ? 1 : 0, Math.round((sum / largest) * cells))
    const length = value > 0 ? Math.max(0, end - drawn) : 0
    drawn += length
    return length
  })
}

function legendLines(timeline: Timeline, money: Money, width: number, paint: Paint): readonly string[] {
  const left = unpricedText(timeline)
  const lines = timeline.series.flatMap(({ model, costs }, place) => {
    const total = costs.reduce((sum, cost) => sum.plus(cost), Decimal.ZERO)
    const glyph = glyphOf(timeline, place)
    const text = `${glyph} ${model === null ? 'other models' : nameText(model)}  ${moneyText(total, money)}`
    const [first = '', ...more] = wrappedWords(text, width, '  ')
    return [paint(place, glyph) + first.slice(glyph.length), ...more]
  })
  return left === null ? lines : [...lines, left]
}

function glyphOf({ series }: Timeline, place: number): string {
  return series[place]!.model === null ? OTHERS : GLYPHS[place]!
}

/** '2026-09-21 08:00' of an hour, others as they are. */
export function timeName(time: string): string {
  return time.includes('T') ? `${time.replace('T', ' ')}:00` : time
}
