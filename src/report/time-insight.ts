import { isoDay } from '../usage/time.ts'
import { AmountsSum, type PricedCall } from './amounts.ts'
import type { Amounts, Insights, TimeRow, WeekdayHour } from './insights.ts'

/** Whose days and hours count. */
export interface Clock {
  /** Milliseconds to add to a UTC time for what its clocks show. */
  offsetAt(time: number): number
}

/** Days that `by_hour` is given for. */
const MOST_DAYS_BY_HOUR = 3

/** Sums per day, hour and hour of the week. */
export class Calendar {
  private readonly days = new Sums()
  /** null once the calls lie on too many days. */
  private hours: Sums | null = new Sums()
  private readonly dates = new Set<string>()
  private readonly week = new Map<number, AmountsSum>()
  private readonly undated = new AmountsSum()
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(priced: PricedCall, model: string): void {
    const { time } = priced.call
    if (time === null) {
      this.undated.add(priced)
      return
    }
    const shown = time + this.clock.offsetAt(time)
    const [date, hour] = [isoDay(shown), new Date(shown).getUTCHours()]
    this.days.add(date, model, priced)
    this.dates.add(date)
    if (this.dates.size > MOST_DAYS_BY_HOUR) this.hours = null
    this.hours?.add(`${date}T${String(hour).padStart(2, '0')}`, model, priced)
    const cell = weekdayOf(date) * 24 + hour
    const sum = this.week.get(cell) ?? new AmountsSum()
    this.week.set(cell, sum)
    sum.add(priced)
  }

  insights(): Pick<Insights, 'by_day' | 'by_hour' | 'by_weekday_hour' | 'undated'> {
    return {
      by_day: this.days.rows(),
      by_hour: this.hours?.rows() ?? [],
      by_weekday_hour: [...this.week]
        .sort(([a], [b]) => a - b)
        .map(([cell, sum]): WeekdayHour => ({ weekday: Math.floor(cell / 24), hour: cell % 24, ...sum.amounts() })),
      undated: this.undated.amounts(),
    }
  }
}

class Sums {
  private readonly byTime = new Map<string, Map<string, AmountsSum>>()

  add(time: string, model: string, priced: PricedCall): void {
    const models = this.byTime.get(time) ?? new Map<string, AmountsSum>()
    this.byTime.set(time, models)
    const sum = models.get(model) ?? new AmountsSum()
    models.set(model, sum)
    sum.add(priced)
  }

  rows(): readonly TimeRow[] {
    return [...this.byTime]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([time, models]) =>
        [...models].map(([model, sum]): TimeRow => ({ time, model, ...sum.amounts() })).sort(byCostThenModel),
      )
  }
}

function byCostThenModel(a: TimeRow, b: TimeRow): number {
  return byCost(a, b) || (a.model < b.model ? -1 : 1)
}

/** Cost descending, those without any last. */
export function byCost(a: Amounts, b: Amounts): number {
  if (a.cost_usd === null || b.cost_usd === null) return Number(a.cost_usd === null) - Number(b.cost_usd === null)
  return b.cost_usd.compare(a.cost_usd)
}

/** 1 = Monday to 7 = Sunday, of a date as the calendar has it. */
function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}
