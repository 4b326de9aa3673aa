import { Decimal } from './decimal.ts'
import type { Schedule } from './price-file.ts'
import { type Prices, pricesOf } from './rates.ts'
import { CALENDARS, WEEKDAYS } from './zones.ts'

/** Hours at another price, ready to ask. */
export interface Hours {
  /** Minutes of the UTC day, [start, end); an end before its start is on the next day. */
  readonly windows: readonly (readonly [start: number, end: number])[]
  /** By weekday of the calendar, Sunday first. */
  readonly days: readonly boolean[] | null
  /** Milliseconds that the calendar is ahead of UTC. */
  readonly ahead: number
  /** Days since 1970 of the calendar that are public holidays. */
  readonly holidays: ReadonlySet<number>
  readonly multiply: Decimal | null
  readonly prices: Prices
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE

export function hoursOf(schedule: Schedule, holidays: Readonly<Record<string, readonly string[]>>): Hours {
  const calendar = schedule.calendar ?? 'UTC'
  return {
    windows: schedule.utc.map(windowOf),
    days: schedule.days === undefined ? null : WEEKDAYS.map((day) => schedule.days!.includes(day)),
    ahead: CALENDARS[calendar]! * 60 * MINUTE,
    holidays: new Set((schedule.days && holidays[calendar])?.map((date) => Date.parse(date) / DAY)),
    multiply: schedule.multiply === undefined ? null : Decimal.parse(schedule.multiply),
    prices: pricesOf(schedule),
  }
}

/** Index of the first of `schedule` that `time` falls into, or -1. */
export function hoursAt(schedule: readonly Hours[], time: number): number {
  for (let index = 0; index < schedule.length; index++) if (holds(schedule[index]!, time)) return index
  return -1
}

/** A window over midnight belongs, with its days and holidays, to the day on which the call is made. */
function holds({ windows, days, ahead, holidays }: Hours, time: number): boolean {
  const minute = Math.floor(time / MINUTE) - Math.floor(time / DAY) * 1440
  if (!windows.some(([start, end]) => inside(minute, start, end))) return false
  if (days === null) return true
  const day = Math.floor((time + ahead) / DAY)
  return days[(((day + 4) % 7) + 7) % 7]! && !holidays.has(day)
}

function inside(minute: number, start: number, end: number): boolean {
  return start < end ? minute >= start && minute < end : minute >= start || minute < end
}

function windowOf(text: string): readonly [number, number] {
  const [start, end] = text.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
  return [start!, end!]
}
