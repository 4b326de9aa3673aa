import { Decimal } from '../pricing/decimal.ts'
import type { TokenUsageReport } from './report.ts'

/** Cost over time, ready to draw: one value per model and time, without gaps. */
export interface Timeline {
  readonly unit: 'hour' | 'day' | 'month'
  /** '2026-09-21T08', '2026-09-21' or '2026-09', every one from the first to the last. */
  readonly times: readonly string[]
  /** The dearest models; what the others cost together is last, under null. */
  readonly series: readonly { readonly model: string | null; readonly costs: readonly Decimal[] }[]
}

/** Days that are drawn one by one; more are drawn by the month. */
const MOST_DAYS = 370
const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Point {
  readonly time: string
  readonly model: string
  readonly cost: Decimal
}

/**
 * The cost over time of a report; null when it does not know one: it has no insights and is not grouped by day, or no
 * call of it has a time.
 */
export function timelineOf(report: TokenUsageReport, mostModels: number): Timeline | null {
  const byHour = (report.insights?.by_hour ?? []).map(pointOf)
  const byDay = report.insights === null ? groupedByDay(report) : report.insights.by_day.map(pointOf)
  const days = daysBetween(byDay)
  const points = byHour.length > 0 ? byHour : days <= MOST_DAYS ? byDay : byDay.map(inMonth)
  if (points.length === 0) return null
  const unit = byHour.length > 0 ? 'hour' : days <= MOST_DAYS ? 'day' : 'month'
  const times = timesOf(points, unit)
  const places = new Map(times.map((time, place) => [time, place]))
  const names = modelsByCost(points)
  const shown = names.length > mostModels ? names.slice(0, mostModels - 1) : names
  const series = [...shown, ...(shown.length < names.length ? [null] : [])].map((model) => ({
    model,
    costs: times.map(() => Decimal.ZERO),
  }))
  for (const { time, model, cost } of points) {
    const { costs } = series[shown.indexOf(model)] ?? series.at(-1)!
    const place = places.get(time)!
    costs[place] = costs[place]!.plus(cost)
  }
  return { unit, times, series }
}

/** Models by what they cost in sum, the dearest first. */
function modelsByCost(points: readonly Point[]): readonly string[] {
  const sums = new Map<string, Decimal>()
  for (const { model, cost } of points) sums.set(model, (sums.get(model) ?? Decimal.ZERO).plus(cost))
  return [...sums].sort(([a, costA], [b, costB]) => costB.compare(costA) || (a < b ? -1 : 1)).map(([model]) => model)
}

function groupedByDay({ groups, group_by }: TokenUsageReport): readonly Point[] {
  if (!group_by.includes('day')) return []
  return groups
    .filter(({ keys }) => /^\d{4}-\d\d-\d\d$/.test(keys['day'] ?? ''))
    .map(({ keys, cost_usd }) => ({
      time: keys['day']!,
      model: keys['model'] ?? 'all models',
      cost: cost_usd ?? Decimal.ZERO,
    }))
}

function pointOf({
  time,
  model,
  cost_usd,
}: {
  readonly time: string
  readonly model: string
  readonly cost_usd: Decimal | null
}): Point {
  return { time, model, cost: cost_usd ?? Decimal.ZERO }
}

function inMonth({ time, model, cost }: Point): Point {
  return { time: time.slice(0, 'YYYY-MM'.length), model, cost }
}

function daysBetween(points: readonly Point[]): number {
  const times = points.map(({ time }) => Date.parse(time))
  return points.length === 0 ? 0 : (largest(times) - smallest(times)) / DAY + 1
}

function timesOf(points: readonly Point[], unit: Timeline['unit']): readonly string[] {
  const instants = points.map(({ time }) => Date.parse(unit === 'hour' ? `${time}:00Z` : time))
  const last = largest(instants)
  const times: string[] = []
  for (let at = smallest(instants); at <= last; at = after(at, unit)) {
    const text = new Date(at).toISOString()
    times.push(text.slice(0, { hour: 'YYYY-MM-DDTHH', day: 'YYYY-MM-DD', month: 'YYYY-MM' }[unit].length))
  }
  return times
}

function after(time: number, unit: Timeline['unit']): number {
  if (unit !== 'month') return time + (unit === 'hour' ? HOUR : DAY)
  const date = new Date(time)
  return date.setUTCMonth(date.getUTCMonth() + 1)
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, each) => Math.min(least, each))
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each))
}
