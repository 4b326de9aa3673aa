import { isoDay } from './time.ts'
import type { Zone } from './zone.ts'

/** Lengths of time that calls are grouped by. */
export const CALENDAR_UNITS = ['hour', 'day', 'week', 'month'] as const

export type CalendarUnit = (typeof CALENDAR_UNITS)[number]

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * A function that names the hour, day, ISO week or month that a time falls into on the clocks of a zone: '2026-09-23',
 * '2026-W39', '2026-09'. An hour carries its offset from UTC, since clocks that are put back show one twice:
 * '2026-10-25 02:00+01:00'.
 */
export function periodsOf(unit: CalendarUnit, zone: Zone): (time: number) => string {
  const length = unit === 'hour' ? HOUR : DAY
  const names = new Map<number, string>()
  return (time) => {
    const offset = zone.offsetAt(time)
    const start = Math.floor((time + offset) / length)
    const key = unit === 'hour' ? start * 2 * DAY + offset : start
    const known = names.get(key)
    if (known !== undefined) return known
    const name = nameOf(unit, start * length, offset)
    names.set(key, name)
    return name
  }
}

/** `local` is what the clocks show, as if it were UTC. */
function nameOf(unit: CalendarUnit, local: number, offset: number): string {
  const day = isoDay(local)
  switch (unit) {
    case 'day':
      return day
    case 'month':
      return day.slice(0, -3)
    case 'week':
      return weekText(local)
    case 'hour':
      return `${day} ${String(new Date(local).getUTCHours()).padStart(2, '0')}:00${offsetText(offset)}`
  }
}

/** The year of an ISO week is that of its Thursday. */
function weekText(local: number): string {
  const thursday = new Date(mondayOf(local) + 3 * DAY)
  const year = thursday.getUTCFullYear()
  const first = new Date(0).setUTCFullYear(year, 0, 1)
  const week = Math.floor((thursday.getTime() - first) / (7 * DAY)) + 1
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`
}

/** The Monday on or before a day; 1970 began on a Thursday. */
export function mondayOf(local: number): number {
  const day = Math.floor(local / DAY)
  return (day - ((((day + 3) % 7) + 7) % 7)) * DAY
}

/** 'Z', '+02:00'; with seconds for the local mean times of old. */
function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const ahead = Math.abs(offset)
  const parts = [Math.floor(ahead / HOUR), Math.floor((ahead % HOUR) / MINUTE), Math.floor((ahead % MINUTE) / 1000)]
  const shown = parts.slice(0, parts[2] === 0 ? 2 : 3).map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${shown.join(':')}`
}
