import { describe, expect, test } from 'vitest'
import { type CalendarUnit, periodsOf } from '../../src/usage/calendar.ts'
import { Zone } from '../../src/usage/zone.ts'

const named = (unit: CalendarUnit, zone: string, time: string) => periodsOf(unit, new Zone(zone))(Date.parse(time))

/** From the ISO 8601 calendar: week 1 is that of the first Thursday. */
test.each([
  ['2021-01-03', '2020-W53'],
  ['2021-01-04', '2021-W01'],
  ['2024-12-30', '2025-W01'],
  ['2026-01-01', '2026-W01'],
  ['2026-12-31', '2026-W53'],
  ['2027-01-03', '2026-W53'],
  ['1969-12-28', '1969-W52'],
  ['2026-09-23', '2026-W39'],
])('%s is in ISO week %s', (day, week) => {
  expect(named('week', 'UTC', `${day}T12:00Z`)).toBe(week)
  expect(named('week', 'UTC', `${day}T00:00Z`)).toBe(week)
  expect(named('week', 'UTC', `${day}T23:59:59.999Z`)).toBe(week)
})

describe('the clocks of the zone decide', () => {
  test('the day, week and month of an evening', () => {
    const time = '2026-05-31T23:30:00Z'
    const names = (zone: string) => (['day', 'week', 'month'] as const).map((unit) => named(unit, zone, time))
    expect(names('UTC')).toEqual(['2026-05-31', '2026-W22', '2026-05'])
    expect(names('Europe/Berlin')).toEqual(['2026-06-01', '2026-W23', '2026-06'])
    expect(names('America/Los_Angeles')).toEqual(['2026-05-31', '2026-W22', '2026-05'])
  })

  test('days of 23 and of 25 hours have all of them', () => {
    const hours = (day: string) => {
      const [start, zone] = [Date.parse(`${day}T00:00Z`), new Zone('Europe/Berlin')]
      const [dayOf, hourOf] = [periodsOf('day', zone), periodsOf('hour', zone)]
      const all = Array.from({ length: 72 }, (_, hour) => start + (hour - 24) * 3_600_000)
      return new Set(all.filter((time) => dayOf(time) === day).map(hourOf)).size
    }
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25])
  })

  test('an hour that is shown twice has two names', () => {
    expect(named('hour', 'Europe/Berlin', '2026-10-25T00:30Z')).toBe('2026-10-25 02:00+02:00')
    expect(named('hour', 'Europe/Berlin', '2026-10-25T01:30Z')).toBe('2026-10-25 02:00+01:00')
    expect(named('hour', 'Asia/Kolkata', '2026-10-25T01:30Z')).toBe('2026-10-25 07:00+05:30')
    expect(named('hour', 'America/St_Johns', '2026-01-01T03:29Z')).toBe('2025-12-31 23:00-03:30')
    expect(named('hour', 'UTC', '2026-10-25T01:59:59.999Z')).toBe('2026-10-25 01:00Z')
  })
})
