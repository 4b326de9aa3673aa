import { describe, expect, test } from 'vitest'
import { Zone } from '../../src/usage/zone.ts'

const HOUR = 3_600_000

/** Spelled out by Intl alone, year and all: the independent witness. */
function shownIn(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (time) => format.format(time)
}

const shownBy = (zone: Zone, time: number) =>
  new Date(time + zone.offsetAt(time)).toISOString().slice(0, 19).replace('T', ' ')

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'US/Pacific', 'Asia/Calcutta']

describe('every zone shows the clocks that Intl shows', () => {
  test.each(ZONES)('%s around its changes and on every day of three years', (name) => {
    const [zone, shown] = [new Zone(name), shownIn(name)]
    const times: number[] = []
    let before = zone.offsetAt(Date.UTC(2024, 0, 1))
    for (let time = Date.UTC(2024, 0, 1); time < Date.UTC(2027, 0, 1); time += 12 * HOUR) {
      times.push(time)
      const offset = zone.offsetAt(time)
      if (offset === before) continue
      before = offset
      for (let near = time - 13 * HOUR; near <= time + HOUR; near += HOUR / 4) times.push(near - 1, near, near + 1)
    }
    expect(times.filter((time) => shownBy(zone, time) !== shown(time))).toEqual([])
  })
})

test('the changes of older and later years are known too, in any order of asking', () => {
  for (const name of ['Europe/Dublin', 'Africa/Casablanca', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/Caracas']) {
    const [zone, shown] = [new Zone(name), shownIn(name)]
    for (const year of [2037, 1975, 2011, 2007, 1999, 2011, 2060])
      for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 2); time += 7 * HOUR)
        expect(shownBy(zone, time)).toBe(shown(time))
  }
})

describe('the time of what clocks show', () => {
  const berlin = new Zone('Europe/Berlin')
  const utc = (text: string) => Date.parse(`${text}Z`)
  const found = (zone: Zone, local: string, which?: 'first' | 'last') =>
    new Date(zone.timeOfLocal(utc(local), which)).toISOString()

  test('is found by the offset that holds then', () => {
    expect(found(berlin, '2026-01-15T00:00')).toBe('2026-01-14T23:00:00.000Z')
    expect(found(berlin, '2026-07-15T00:00')).toBe('2026-07-14T22:00:00.000Z')
    expect(found(new Zone('Pacific/Kiritimati'), '2026-07-15T00:00')).toBe('2026-07-14T10:00:00.000Z')
    expect(found(new Zone('Pacific/Pago_Pago'), '2026-07-15T00:00')).toBe('2026-07-15T11:00:00.000Z')
  })

  test('is the first or the last of two when clocks are put back', () => {
    expect(found(berlin, '2026-10-25T02:30', 'first')).toBe('2026-10-25T00:30:00.000Z')
    expect(found(berlin, '2026-10-25T02:30', 'last')).toBe('2026-10-25T01:30:00.000Z')
  })

  test('is the change itself for what is never shown', () => {
    expect(found(berlin, '2026-03-29T02:30')).toBe('2026-03-29T01:00:00.000Z')
    // Chile puts its clocks forward at midnight: that day begins at one o'clock.
    expect(found(new Zone('America/Santiago'), '2026-09-06T00:00')).toBe('2026-09-06T04:00:00.000Z')
    // Samoa had no 30 December 2011.
    expect(found(new Zone('Pacific/Apia'), '2011-12-30T00:00')).toBe('2011-12-30T10:00:00.000Z')
  })
})

test.each(['', 'Berlin', 'Mars/Olympus', '+02:00', '../etc', 'utc+1', 'Europe/Berlin '])('%j is no zone', (name) => {
  expect(() => new Zone(name)).toThrow('there is no time zone')
})
