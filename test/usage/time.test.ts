import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoDay, isoText, timeAt, timeOf } from '../../src/usage/time.ts'

const NOON = Date.UTC(2026, 1, 3, 12, 0, 0)

describe('a time', () => {
  it.each([
    ['2026-02-03T12:00:00Z', NOON],
    ['2026-02-03T12:00:00.000Z', NOON],
    ['2026-02-03T12:00:00.123456789Z', NOON + 123],
    ['2026-02-03T14:30:00+02:30', NOON],
    ['2026-02-03T05:00:00-07:00', NOON],
    ['2026-02-03T05:00:00-07', NOON],
    ['2026-02-03 12:00:00,5', NOON + 500],
    ['2026-02-03T12:00:00', NOON],
    ['20260203T120000Z', NOON],
    ['2026-02-03', NOON - 12 * 3_600_000],
    ['2024-02-29T00:00:00.000Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00.000Z', Date.UTC(2000, 1, 29)],
    ['2026-07-31T00:00:00.000Z', Date.UTC(2026, 6, 31)],
    ['2026-08-31T00:00:00.000Z', Date.UTC(2026, 7, 31)],
    ['2026-11-30T00:00:00.000Z', Date.UTC(2026, 10, 30)],
    [NOON / 1000, NOON],
    [NOON, NOON],
    [NOON * 1000, NOON],
    [NOON * 1e6, NOON],
    [String(NOON), NOON],
    [`${NOON / 1000}.5`, NOON + 500],
  ])('%s', (value, time) => {
    expect(timeOf(value)).toBe(time)
  })
  it.each([
    [''],
    ['None'],
    ['2026-02-30T00:00:00Z'],
    ['2026-02-29T00:00:00.000Z'],
    ['1900-02-29T00:00:00.000Z'],
    ['2026-04-31T00:00:00.000Z'],
    ['2026-1x-03T12:00:00.000Z'],
    // What Go writes for no time.
    ['0001-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00.000Z'],
    [5],
    [1e30],
    [null],
    [{}],
  ])('is not %j', (value) => {
    expect(timeOf(value)).toBeNull()
  })
  it('written by Date comes back, whatever the zone of this machine', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (date) => {
          expect(timeOf(date.toISOString())).toBe(date.getTime())
        },
      ),
    )
  })
  it('is taken from the first key that holds one', () => {
    expect(timeAt({ a: 'soon', b: NOON }, 'a', 'b')).toBe(NOON)
  })
  it('is written as a Date writes it', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(isoText(date.getTime())).toBe(date.toISOString())
        expect(isoDay(date.getTime())).toBe(date.toISOString().split('T')[0])
      }),
    )
    for (const year of [-1, 0, 99, 9999, 10_000]) {
      const time = new Date(0).setUTCFullYear(year, 11, 31)
      expect(isoText(time)).toBe(new Date(time).toISOString())
    }
    expect(() => isoText(Number.NaN)).toThrow(RangeError)
  })
})
