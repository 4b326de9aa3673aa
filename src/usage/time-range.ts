import { TokencostError } from '../errors.ts'
import { mondayOf } from './calendar.ts'
import { timeOf } from './time.ts'
import type { Zone } from './zone.ts'

/** From the first to the last millisecond, both inclusive, since 1970 UTC. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** RFC 3339 without its zone: only the clocks of a zone give it a time. */
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T _](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)$/
const STATED = /^\d{4}-?\d{2}-?\d{2}[T _].*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)$/i

/**
 * What people write for a time: a day, month, ISO week or year on the clocks of a zone, an RFC 3339 time (on those clocks
 * where it names no zone), `today`, `yesterday`, `7d` (the day seven days ago), `2w`, `12h` (the moment twelve hours
 * ago), `this-week`, `last-month` and the like. `now` is asked only for those. Throws a usage error for anything else.
 */
export function timeRangeOf(text: string, zone: Zone, now: () => number): TimeRange {
  const range = statedRange(text.trim(), zone) ?? relativeRange(text.trim().toLowerCase(), zone, now)
  if (range !== null) return range
  throw new TokencostError('usage', `${JSON.stringify(text)} is no time`, {
    hint: 'Write 2026-09-23, 2026-09, 2026-W39, 2026-09-23T14:00:00Z, today, yesterday, 7d, 12h, this-week or last-month.',
  })
}

function statedRange(text: string, zone: Zone): TimeRange | null {
  const day = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text)
  if (day !== null) {
    const start = timeOf(`${day[1]}-${day[2]}-${day[3]}`)
    return start === null ? null : daysFrom(start, start + DAY, zone)
  }
  const month = /^(\d{4})(?:-(\d{2}))?$/.exec(text)
  if (month !== null) return monthsFrom(Number(month[1]), month[2] === undefined ? null : Number(month[2]), zone)
  const week = /^(\d{4})-?W(\d{2})$/i.exec(text)
  if (week !== null) return weekOf(Number(week[1]), Number(week[2]), zone)
  if (!LOCAL.test(text) && !STATED.test(text)) return null
  const time = timeOf(text)
  if (time === null) return null
  const length = /[.,]\d/.test(text) ? 1 : /:\d{2}:\d{2}/.test(text) ? 1000 : 60_000
  if (!LOCAL.test(text)) return { from: time, to: time + length - 1 }
  return { from: zone.timeOfLocal(time, 'first'), to: zone.timeOfLocal(time, 'last') + length - 1 }
}

function relativeRange(text: string, zone: Zone, now: () => number): TimeRange | null {
  const ago = /^(\d{1,5})([hdw])$/.exec(text)
  if (ago?.[2] === 'h') {
    const moment = now() - Number(ago[1]) * HOUR
    return { from: moment, to: moment }
  }
  const days = ago !== null ? Number(ago[1]) * (ago[2] === 'w' ? 7 : 1) : ['today', 'yesterday'].indexOf(text)
  const named = /^(this|last)-(week|month|year)$/.exec(text)
  if (days < 0 && named === null) return null
  const present = now()
  const today = Math.floor((present + zone.offsetAt(present)) / DAY) * DAY
  if (named === null) return daysFrom(today - days * DAY, today - (days - 1) * DAY, zone)
  const back = named[1] === 'last' ? 1 : 0
  if (named[2] === 'week') {
    const monday = mondayOf(today) - back * 7 * DAY
    return daysFrom(monday, monday + 7 * DAY, zone)
  }
  const [year, month] = [new Date(today).getUTCFullYear(), new Date(today).getUTCMonth() + 1]
  if (named[2] === 'year') return monthsFrom(year - back, null, zone)
  return month - back === 0 ? monthsFrom(year - 1, 12, zone) : monthsFrom(year, month - back, zone)
}

/** `month` from 1; null = the whole year. */
function monthsFrom(year: number, month: number | null, zone: Zone): TimeRange | null {
  if (timeOf(`${String(year).padStart(4, '0')}-${String(month ?? 1).padStart(2, '0')}-01`) === null) return null
  const start = new Date(0).setUTCFullYear(year, month === null ? 0 : month - 1, 1)
  const end = new Date(0).setUTCFullYear(year, month === null ? 12 : month, 1)
  return daysFrom(start, end, zone)
}

/** 4 January is in week 1 of every year; a week whose Thursday is in the next year is none of this one. */
function weekOf(year: number, week: number, zone: Zone): TimeRange | null {
  const monday = mondayOf(new Date(0).setUTCFullYear(year, 0, 4)) + (week - 1) * 7 * DAY
  if (week < 1 || new Date(monday + 3 * DAY).getUTCFullYear() !== year) return null
  return daysFrom(monday, monday + 7 * DAY, zone)
}

/** Midnights on the clocks of the zone, the second one excluded. */
function daysFrom(start: number, end: number, zone: Zone): TimeRange {
  return { from: zone.timeOfLocal(start), to: zone.timeOfLocal(end) - 1 }
}
