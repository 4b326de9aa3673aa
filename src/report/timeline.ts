import { Decimal } from '../pricing/decimal.ts'
import { mondayOf } from '../usage/calendar.ts'
import { isoDay, isoText } from '../usage/time.ts'
import type { TimeRow } from './insights.ts'
import type { ModelRow, TokenUsageReport } from './report.ts'

/** Cost over time, ready to draw: one value per model and time, without gaps. */
export interface Timeline {
  readonly unit: 'hour' | 'day' | 'week' | 'month' | 'year'
  /** '2026-09-21T08', '2026-09-21' (of a week its Monday), '2026-09' or '2026', every one from the first to the last. */
  readonly times: readonly string[]
  /** The dearest models; what the others cost together is last, under null. Models without any price are left out. */
  readonly series: readonly { readonly model: string | null; readonly costs: readonly Decimal[] }[]
  /** Of each time, whether some of its cost is not known: what the series say is then a lower bound. */
  readonly incomplete: readonly boolean[]
  /** How many models are left out. */
  readonly unpricedModels: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DAYS_OF_WEEK = 7
const DAYS_OF_MONTH = 31
/** Of the names of times. */
const LENGTHS = { hour: 13, day: 10, week: 10, month: 7, year: 4 } as const

interface Point {
  readonly time: string
  readonly model: string
  /** null = no price is known. */
  readonly cost: Decimal | null
  /** False when some of its tokens have no price. */
  readonly complete: boolean
}

/**
 * The cost over time of a report, by the hour where it knows them, by the day, week, month or year: the first of these
 * of which no more than `mostTimes` lie between the first call and the last. null when it does not know one: it has no
 * insights and is not grouped by day, or no call of it has a time, or none a price.
 */
export function timelineOf(report: TokenUsageReport, mostModels: number, mostTimes: number): Timeline | null {
  const byHour = (report.insights?.by_hour ?? []).map(pointOf)
  const byDay = report.insights === null ? groupedByDay(report) : report.insights.by_day.map(pointOf)
  const byTheHour = byHour.length > 0 && spanOf(byHour, 'hour') <= mostTimes
  const unit = byTheHour ? 'hour' : unitFor(spanOf(byDay, 'day'), mostTimes)
  const points = byTheHour ? byHour : byDay.map((point) => ({ ...point, time: startOf(point.time, unit) }))
  const names = modelsByCost(points)
  if (names.length === 0) return null
  const times = timesOf(points, unit)
  const places = new Map(times.map((time, place) => [time, place]))
  const shown = names.length > mostModels ? names.slice(0, mostModels - 1) : names
  const series = [...shown, ...(shown.length < names.length ? [null] : [])].map((model) => ({
    model,
    costs: times.map(() => Decimal.ZERO),
  }))
  const incomplete = times.map(() => false)
  for (const { time, model, cost, complete } of points) {
    const place = places.get(time)!
    if (!complete) incomplete[place] = true
    if (cost === null) continue
    const { costs } = series[shown.indexOf(model)] ?? series.at(-1)!
    costs[place] = costs[place]!.plus(cost)
  }
  const unpricedModels = new Set(points.map(({ model }) => model)).size - names.length
  return { unit, times, series, incomplete, unpricedModels }
}

/** Models that have a price by what they cost in sum, the dearest first. */
function modelsByCost(points: readonly Point[]): readonly string[] {
  const sums = new Map<string, Decimal>()
  for (const { model, cost } of points) if (cost !== null) sums.set(model, (sums.get(model) ?? Decimal.ZERO).plus(cost))
  return [...sums].sort(([a, costA], [b, costB]) => costB.compare(costA) || (a < b ? -1 : 1)).map(([model]) => model)
}

function groupedByDay({ groups, group_by }: TokenUsageReport): readonly Point[] {
  if (!group_by.includes('day')) return []
  return groups
    .filter(({ keys }) => /^\d{4}-\d\d-\d\d$/.test(keys['day'] ?? ''))
    .map(({ keys, ...row }) => ({
      time: keys['day']!,
      model: keys['model'] ?? 'all models',
      cost: row.cost_usd,
      complete: !isPartlyUnpriced(row),
    }))
}

function isPartlyUnpriced({ priced_as }: ModelRow): boolean {
  return priced_as.some(({ reason }) => reason !== null)
}

function pointOf({ time, model, cost_usd, unpriced_tokens }: TimeRow): Point {
  return { time, model, cost: cost_usd, complete: cost_usd !== null && unpriced_tokens === 0 }
}

function unitFor(days: number, mostTimes: number): 'day' | 'week' | 'month' | 'year' {
  if (days <= mostTimes) return 'day'
  if (days <= mostTimes * DAYS_OF_WEEK) return 'week'
  return days <= mostTimes * DAYS_OF_MONTH ? 'month' : 'year'
}

/** The name of the time that a day lies in. */
function startOf(day: string, unit: Timeline['unit']): string {
  if (unit === 'month' || unit === 'year') return day.slice(0, LENGTHS[unit])
  return unit === 'week' ? isoDay(mondayOf(Date.parse(day))) : day
}

/** How many hours or days there are from the first to the last. */
function spanOf(points: readonly Point[], unit: 'hour' | 'day'): number {
  if (points.length === 0) return 0
  const instants = points.map(({ time }) => instantOf(time, unit))
  return (largest(instants) - smallest(instants)) / (unit === 'hour' ? HOUR : DAY) + 1
}

function instantOf(time: string, unit: Timeline['unit']): number {
  return Date.parse(unit === 'hour' ? `${time}:00Z` : time)
}

function timesOf(points: readonly Point[], unit: Timeline['unit']): readonly string[] {
  const instants = points.map(({ time }) => instantOf(time, unit))
  const last = largest(instants)
  const times: string[] = []
  for (let at = smallest(instants); at <= last; at = after(at, unit)) {
    times.push(isoText(at).slice(0, LENGTHS[unit]))
  }
  return times
}

function after(time: number, unit: Timeline['unit']): number {
  if (unit === 'hour' || unit === 'day' || unit === 'week')
    return time + { hour: HOUR, day: DAY, week: DAYS_OF_WEEK * DAY }[unit]
  const date = new Date(time)
  return date.setUTCMonth(date.getUTCMonth() + (unit === 'month' ? 1 : 12))
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, each) => Math.min(least, each))
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each))
}
