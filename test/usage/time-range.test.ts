import { describe, expect, test } from 'vitest'
import { timeRangeOf } from '../../src/usage/time-range.ts'
import { Zone } from '../../src/usage/zone.ts'

/** A Wednesday, in Berlin already Thursday. */
const NOW = '2026-09-23T22:30:00.000Z'

function range(text: string, zone = 'UTC'): readonly string[] {
  const { from, to } = timeRangeOf(text, new Zone(zone), () => Date.parse(NOW))
  return [from, to].map((time) => new Date(time).toISOString())
}

describe('from the first to the last moment', () => {
  test.each([
    ['2026-09-01', 'UTC', '2026-09-01T00:00:00.000Z', '2026-09-01T23:59:59.999Z'],
    ['20260901', 'UTC', '2026-09-01T00:00:00.000Z', '2026-09-01T23:59:59.999Z'],
    ['2026-09', 'UTC', '2026-09-01T00:00:00.000Z', '2026-09-30T23:59:59.999Z'],
    ['2026', 'UTC', '2026-01-01T00:00:00.000Z', '2026-12-31T23:59:59.999Z'],
    ['2026-W39', 'UTC', '2026-09-21T00:00:00.000Z', '2026-09-27T23:59:59.999Z'],
    ['2026-W53', 'UTC', '2026-12-28T00:00:00.000Z', '2027-01-03T23:59:59.999Z'],
    ['2026-09-01T10:00', 'UTC', '2026-09-01T10:00:00.000Z', '2026-09-01T10:00:59.999Z'],
    ['2026-09-01 10:00:05', 'UTC', '2026-09-01T10:00:05.000Z', '2026-09-01T10:00:05.999Z'],
    ['2026-09-01T10:00:05.25+02:00', 'UTC', '2026-09-01T08:00:05.250Z', '2026-09-01T08:00:05.250Z'],
    ['2026-09-01T10:00:05Z', 'Asia/Tokyo', '2026-09-01T10:00:05.000Z', '2026-09-01T10:00:05.999Z'],
    ['2026-09-01T10:00', 'Asia/Tokyo', '2026-09-01T01:00:00.000Z', '2026-09-01T01:00:59.999Z'],
    // A day of 23 hours and one of 25, and an hour that is there twice.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['2026-10-25T02:00', 'Europe/Berlin', '2026-10-25T00:00:00.000Z', '2026-10-25T01:00:59.999Z'],
    ['today', 'UTC', '2026-09-23T00:00:00.000Z', '2026-09-23T23:59:59.999Z'],
    ['today', 'Europe/Berlin', '2026-09-23T22:00:00.000Z', '2026-09-24T21:59:59.999Z'],
    ['Yesterday', 'UTC', '2026-09-22T00:00:00.000Z', '2026-09-22T23:59:59.999Z'],
    ['7d', 'UTC', '2026-09-16T00:00:00.000Z', '2026-09-16T23:59:59.999Z'],
    ['2w', 'UTC', '2026-09-09T00:00:00.000Z', '2026-09-09T23:59:59.999Z'],
    ['12h', 'UTC', '2026-09-23T10:30:00.000Z', '2026-09-23T10:30:00.000Z'],
    ['this-week', 'UTC', '2026-09-21T00:00:00.000Z', '2026-09-27T23:59:59.999Z'],
    ['last-week', 'UTC', '2026-09-14T00:00:00.000Z', '2026-09-20T23:59:59.999Z'],
    ['this-month', 'UTC', '2026-09-01T00:00:00.000Z', '2026-09-30T23:59:59.999Z'],
    ['last-month', 'America/New_York', '2026-08-01T04:00:00.000Z', '2026-09-01T03:59:59.999Z'],
    ['last-year', 'UTC', '2025-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'],
  ])('%s in %s', (text, zone, from, to) => {
    expect(range(text, zone)).toEqual([from, to])
  })

  test('last-month in January is December', () => {
    const { from } = timeRangeOf('last-month', new Zone('UTC'), () => Date.UTC(2026, 0, 31))
    expect(new Date(from).toISOString()).toBe('2025-12-01T00:00:00.000Z')
  })
})

test('the clock is not asked for what does not need it', () => {
  const never = () => {
    throw new Error('the clock was read')
  }
  for (const text of ['2026-09-01', '2026-09', '2026-W39', '2026-09-01T10:00Z'])
    expect(() => timeRangeOf(text, new Zone('UTC'), never)).not.toThrow()
})

test.each([
  '',
  'soon',
  '2026-13',
  '2026-02-30',
  '0000',
  '0001-01-01',
  '2026-W54',
  '2025-W53',
  '2026-W00',
  '-7d',
  '7',
  '7m',
  '01/02/2026',
])('%j is no time', (text) => {
  expect(() => range(text)).toThrow('is no time')
})
