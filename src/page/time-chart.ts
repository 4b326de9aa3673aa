import uPlot from 'uplot'
import { Decimal } from '../pricing/decimal.ts'
import { countText } from '../render/count.ts'
import { type Money, moneyText } from '../render/money.ts'
import { nameText } from '../render/rows.ts'
import { knownText, unpricedText } from '../render/timeline-text.ts'
import type { Timeline } from '../report/timeline.ts'
import { canvasColor, colorOf } from './colors.ts'
import { element } from './dom.ts'

const HEIGHT = 260
const NARROW = 560
/** Digits of an amount on the axis. */
const AXIS_DIGITS = 10

/** Cost over time as stacked bars, with a legend that tells the amounts under the pointer. */
export class TimeChart {
  readonly node: HTMLElement
  private readonly plot = element('div', { class: 'plot', role: 'img' })
  private readonly caption = element('p', { class: 'caption' })
  private readonly values: HTMLElement[] = []
  private readonly timeline: Timeline
  private readonly money: Money
  private chart: uPlot | null = null

  constructor(timeline: Timeline, money: Money) {
    this.timeline = timeline
    this.money = money
    this.plot.setAttribute('aria-label', `Cost per ${timeline.unit}, ${timeline.times.length} bars, stacked by model`)
    this.node = element('div', { class: 'chart' }, this.plot, this.caption, this.legend())
    this.tell(null)
    new ResizeObserver(() => this.draw()).observe(this.plot)
  }

  /** Draws anew, in the width and the colours of the moment. */
  draw(): void {
    const width = Math.floor(this.plot.clientWidth)
    if (width === 0) return
    this.chart?.destroy()
    this.chart = new uPlot(this.options(width), this.stacked(), this.plot)
  }

  private legend(): HTMLElement {
    const { series } = this.timeline
    return element(
      'ul',
      { class: 'legend' },
      ...series.map(({ model }, place) => {
        const swatch = element('span', { class: 'swatch' })
        swatch.style.background = colorOf(place, model === null)
        const value = element('span', { class: 'value' })
        this.values.push(value)
        return element('li', {}, swatch, model === null ? 'other models' : nameText(model), ' ', value)
      }),
    )
  }

  /** The amounts of one bar, or of all. */
  private tell(place: number | null): void {
    const { series, times, unit } = this.timeline
    const sum = (costs: readonly Decimal[]) => costs.reduce((total, cost) => total.plus(cost), Decimal.ZERO)
    const amounts = series.map(({ costs }) => (place === null ? sum(costs) : costs[place]!))
    amounts.forEach((amount, i) => {
      this.values[i]!.textContent = moneyText(amount, this.money)
    })
    const whole = times.length === 1 ? `1 ${unit}` : `All ${countText(times.length)} ${unit}s`
    const when = place === null ? whole : timeText(times[place]!)
    const incomplete = place === null ? this.timeline.incomplete.includes(true) : this.timeline.incomplete[place]!
    const left = place === null ? unpricedText(this.timeline) : null
    this.caption.textContent = `${when}: ${knownText(sum(amounts), incomplete, this.money)}${left === null ? '' : `; ${left}`}`
  }

  /** The top of each series upon those before it; drawn from the top of the stack, so that lower ones cover it. */
  private stacked(): uPlot.AlignedData {
    const { series, times } = this.timeline
    const tops: number[][] = []
    for (const { costs } of series) tops.push(costs.map((cost, i) => this.shown(cost) + (tops.at(-1)?.[i] ?? 0)))
    return [times.map((_, i) => i), ...tops.reverse()] as uPlot.AlignedData
  }

  private shown(cost: Decimal): number {
    return cost.toNumber() * (this.money.exchange?.rate.toNumber() ?? 1)
  }

  private options(width: number): uPlot.Options {
    const { series, times } = this.timeline
    const [ink, grid] = [canvasColor('--quiet'), canvasColor('--line')]
    const bars = uPlot.paths.bars!({ size: [0.72, 64], radius: times.length > 90 ? 0 : 0.12 })
    const axis = { stroke: ink, font: '12px system-ui, sans-serif', ticks: { show: false } }
    return {
      width,
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { setScale: false } },
      scales: {
        x: { time: false, range: () => [-0.6, times.length - 0.4] },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.06 : 1] },
      },
      axes: [
        {
          ...axis,
          size: 32,
          grid: { show: false },
          splits: () => ticks(times.length, width),
          values: (_, at) => at.map((i) => tickText(times[i] ?? '')),
        },
        {
          ...axis,
          size: width < NARROW ? 62 : 76,
          grid: { stroke: grid, width: 1 },
          values: (_, at) => at.map((value) => this.axisText(value)),
        },
      ],
      series: [
        {},
        ...series
          .map(({ model }, place) => canvasColor(colorOf(place, model === null)))
          .reverse()
          .map((color) => ({ fill: color, stroke: color, width: 0, paths: bars, points: { show: false } })),
      ],
      hooks: { setCursor: [(chart) => this.tell(chart.cursor.idx ?? null)] },
    }
  }

  /** The axis is already in the currency that is shown. */
  private axisText(value: number): string {
    const amount = Decimal.fromNumber(Number(value.toPrecision(AXIS_DIGITS)))
    const text = moneyText(amount, { decimals: 0, exchange: null })
    return this.money.exchange === null ? text : text.replace('$', '')
  }
}

const LABEL_WIDTH = 76

function ticks(count: number, width: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, Math.floor((width - LABEL_WIDTH) / LABEL_WIDTH))))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)
}

/** '09-21', '08:00', '2026-09', '2026'. */
function tickText(time: string): string {
  if (time.length <= 'YYYY-MM'.length) return time
  return time.includes('T') ? `${time.slice('YYYY-MM-DDT'.length)}:00` : time.slice('YYYY-'.length)
}

function timeText(time: string): string {
  return time.includes('T') ? `${time.replace('T', ' ')}:00` : time
}
