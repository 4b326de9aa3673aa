import { describe, expect, test } from 'vitest'
import { facts, pricingOf } from './pricing-of.ts'

const FILE = `
as_of: 2026-06-01
holidays: { Asia/Shanghai: [2026-10-01] }
models:
  a/m:
    input: 2
    output: 8
    cache_read: 0.2
    fees: { web_search: 0.01 }
    long_context: [{ over: 200000, input: 4, output: 12 }]
    modes: { batch: 0.5, priority: { input: 5, output: 20 }, flex: { multiply: 0.5, keep: [cache_read] } }
    regions: { us: 1.1 }
  a/embed: { input: 0.02 }
  a/dated: { history: [{ from: 2026-01-01, input: 1, output: 1 }, { from: 2026-12-01, input: 2, output: 2 }] }
  a/peak:
    input: 1
    output: 2
    schedule:
      - { utc: [01:00-04:00], days: [mon, tue, wed, thu, fri], calendar: Asia/Shanghai, multiply: 2 }
      - { utc: [22:30-00:30], input: 0.25, output: 0.5 }
`

const pricing = await pricingOf(FILE)
const bucket = (model: string, other: Parameters<typeof facts>[0] = {}) => pricing.bucketFor(model, 'a', facts(other))
const input = (model: string, other: Parameters<typeof facts>[0] = {}) =>
  bucket(model, other).rates['input']?.toString()

describe('a call has no price, and says why, when', () => {
  test.each([
    ['its mode has none', 'm', { mode: 'ultrafast' }, 'no price for mode ultrafast'],
    ['its fee has none', 'm', { fees: { file_search: '1' } }, 'no price for file_search'],
    ['it has output and the model none', 'embed', { parts: { output: 1 } }, 'no price for output'],
    [
      'it is long and the mode’s own prices are for short ones',
      'm',
      { promptTokens: 200_001, mode: 'priority' },
      'no long-context price for mode priority',
    ],
    ['it is older than the first period', 'dated', { time: '2025-12-31T23:59:59Z' }, 'before first price'],
    ['nothing matches', 'zzz', {}, 'a has no price for this model'],
  ])('%s', (_, model, other, reason) => {
    expect(bucket(model, other)).toMatchObject({ key: null, matched: 'none', unpriced: reason })
  })

  test('the model that matched is still named', () => {
    expect(bucket('m', { mode: 'ultrafast' }).notes).toEqual(['matched a/m'])
  })
})

test('zero units of an unknown fee, and no output of an embedding, need no price', () => {
  expect(bucket('m', { fees: { file_search: '0', web_search: '1' } }).unpriced).toBeNull()
  expect(bucket('embed', { parts: { input: 5, output: 0 } }).unpriced).toBeNull()
})

test.each(['standard', 'default', 'auto', 'on_demand', 'ON_DEMAND', 'on-demand', 'not_available', '', null])(
  'mode %j is the base mode',
  (mode) => {
    expect(bucket('m', { mode })).toBe(bucket('m'))
  },
)

test('fast is priority where it has no price of its own', () => {
  expect(input('m', { mode: 'fast' })).toBe('5')
})

test('modes: a factor scales the tier in force, keep leaves a price alone', () => {
  expect(input('m', { mode: 'batch', promptTokens: 200_001 })).toBe('2')
  expect(bucket('m', { mode: 'flex' }).rates).toMatchObject({
    input: { units: 1n },
    cache_read: { units: 2n, scale: 1 },
  })
})

test('regions multiply token prices, never fees; one without an entry is ×1 and noted', () => {
  expect(input('m', { region: 'US' })).toBe('2.2')
  expect(bucket('m', { region: 'us' }).rates['fee:web_search']?.toString()).toBe('0.01')
  expect(input('m', { region: 'global' })).toBe('2')
  expect(bucket('m', { region: 'global' }).notes).toEqual(['no price of its own for region global'])
})

test('tiers: over N begins after N; several calls in one never reach a tier, and say so', () => {
  expect(bucket('m', { promptTokens: 200_000 })).toMatchObject({ tier: null })
  expect(bucket('m', { promptTokens: 200_001 })).toMatchObject({ tier: 'over 200000' })
  expect(bucket('m', { promptTokens: 900_000, aggregate: true })).toMatchObject({
    tier: null,
    notes: ['several calls in one: no long-context price'],
  })
})

test('a price that a tier does not name stays as in the block', () => {
  expect(bucket('m', { promptTokens: 200_001 }).rates['cache_read']?.toString()).toBe('0.2')
})

test('a call without time is priced as of the catalog’s date, outside of all hours, and noted', () => {
  expect(bucket('dated', { time: null })).toMatchObject({ from: '2026-01-01', notes: ['undated'] })
  expect(input('peak', { time: null })).toBe('1')
})

describe('hours', () => {
  // 2026-09-01 is a Tuesday; Beijing is eight hours ahead.
  test.each([
    ['on a weekday, from the first minute', '2026-09-01T01:00:00Z', '2'],
    ['up to the last millisecond', '2026-09-01T03:59:59.999Z', '2'],
    ['not at the end', '2026-09-01T04:00:00Z', '1'],
    ['not on a Saturday', '2026-09-05T02:00:00Z', '1'],
    ['not on a public holiday', '2026-10-01T02:00:00Z', '1'],
    ['on the Friday after it', '2026-10-02T02:00:00Z', '2'],
    ['over midnight, before it', '2026-09-01T22:30:00Z', '0.25'],
    ['over midnight, after it', '2026-09-02T00:29:59Z', '0.25'],
    ['over midnight, not at its end', '2026-09-02T00:30:00Z', '1'],
    ['before 1970', '1969-12-31T23:00:00Z', '0.25'],
  ])('%s', (_, time, price) => {
    expect(input('peak', { time })).toBe(price)
  })

  test('the day is the calendar’s, not UTC’s', async () => {
    const file =
      'models: { a/m: { input: 1, schedule: [{ utc: [16:00-24:00], days: [sat], calendar: Asia/Shanghai, multiply: 3 }] } }'
    const shanghai = await pricingOf(file)
    const rate = (time: string) => shanghai.bucketFor('m', 'a', facts({ time })).rates['input']?.toString()
    expect(rate('2026-09-04T17:00:00Z')).toBe('3') // Friday in UTC, Saturday 01:00 in Beijing
    expect(rate('2026-09-05T17:00:00Z')).toBe('1') // Saturday in UTC, Sunday in Beijing
  })
})

test('calls at equal rates share one bucket, others have their own', () => {
  const first = bucket('m', { promptTokens: 5, time: '2026-01-01', mode: 'batch' })
  expect(bucket('m', { promptTokens: 100_000, time: '2026-05-05', mode: 'BATCH' })).toBe(first)
  expect(bucket('m', { promptTokens: 300_000, mode: 'batch' })).not.toBe(first)
  expect(bucket('m', { fees: { nothing: '1' } })).toBe(bucket('m', { fees: { nothing: '2' }, promptTokens: 7 }))
  expect(bucket('dated', { time: '2020-01-01' })).toBe(bucket('dated', { time: '2021-01-01' }))
})

test('many ways to be served at once keep their rates apart', () => {
  const modes = Array.from({ length: 100 }, (_, n) => `mode${n}`)
  for (let round = 0; round < 2; round++)
    for (const mode of modes) expect(bucket('m', { mode }).unpriced).toBe(`no price for mode ${mode}`)
  expect(input('m', { mode: 'batch' })).toBe('1')
})

describe('the span of a moment', () => {
  const edges = ['2026-01-01', '2026-12-01'].map((day) => Date.parse(day))
  const times = edges.flatMap((edge) => [edge - 86_400_000, edge - 1, edge, edge + 86_400_000])
  const moments = times.flatMap((time) =>
    [0, 200_000, 200_001, 900_000].map((promptTokens) => ({ time, promptTokens, aggregate: false })),
  )

  const bucketAt = (model: string, { time, ...rest }: (typeof moments)[number]) =>
    bucket(model, { ...rest, time: new Date(time).toISOString() })

  test.each(['m', 'embed', 'dated', 'unknown'])('holds moments of the same price, and it: %s', (model) => {
    for (const moment of moments) {
      const { from, to, least, most, state } = pricing.spanOf(model, 'a', moment)
      const inside = moments.filter(
        ({ time, promptTokens }) => time >= from && time < to && promptTokens >= least && promptTokens < most,
      )
      expect(inside).toContain(moment)
      for (const other of inside) {
        expect(bucketAt(model, other)).toBe(bucketAt(model, moment))
        expect(pricing.spanOf(model, 'a', other).state).toBe(state)
      }
    }
  })

  test('holds none where hours have prices of their own, or the time is not known', () => {
    const moment = { time: times[0]!, promptTokens: 1, aggregate: false }
    expect(pricing.spanOf('peak', 'a', moment)).toMatchObject({ from: Number.NaN, to: Number.NaN })
    expect(pricing.spanOf('m', 'a', { ...moment, time: null })).toMatchObject({ from: Number.NaN, to: Number.NaN })
  })
})
