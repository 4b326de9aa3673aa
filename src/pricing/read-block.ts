import type { Cursor } from './cursor.ts'
import { instantOf } from './period.ts'
import type { Mode, ModePrices, PriceBlock, PricePeriod, Schedule, Tier } from './price-file.ts'
import { hasTokenPrice, PRICE_NAMES } from './price-file.ts'
import { checkFeeName, feeOf, isPriceName, numberOf, ratesOf } from './read-price.ts'
import { CALENDARS, WEEKDAYS } from './zones.ts'

type Entries = readonly (readonly [string, Cursor])[]

/** Keys of a price block beside the prices themselves. */
export const BLOCK_KEYS = ['fees', 'long_context', 'modes', 'regions', 'schedule'] as const

/** The price block that `entries` make up; keys of other meaning are the caller's. */
export function blockOf(entries: Entries, per: number): PriceBlock {
  const block: Record<string, unknown> = { ...ratesOf(entries, per) }
  for (const [key, cursor] of entries)
    if (isBlockKey(key)) block[key] = cursor.isNull ? null : READERS[key](cursor, per)
  return block
}

/** One item of `history`. */
export function periodOf(cursor: Cursor, per: number): PricePeriod {
  const entries = cursor.entries('a period')
  for (const [key, child] of entries)
    if (key !== 'from' && !isBlockKey(key) && !isPriceName(key))
      child.unknownKey(['from', ...BLOCK_KEYS, ...PRICE_NAMES], 'a period of history')
  const from = entries.find(([key]) => key === 'from')?.[1]
  return { ...(from !== undefined && { from: startOf(from) }), ...blockOf(entries, per) }
}

/** The text of a `from:`, checked to be a date or a time. */
export function startOf(cursor: Cursor): string {
  const text = cursor.text('a date such as 2026-03-01')
  if (instantOf(text) === null)
    cursor.fail(`"${text}" is not a date such as 2026-03-01 or a time such as 2026-03-01T16:00Z`)
  return text
}

export function isBlockKey(key: string): key is (typeof BLOCK_KEYS)[number] {
  return (BLOCK_KEYS as readonly string[]).includes(key)
}

const READERS = {
  fees: (cursor) =>
    record(cursor, 'fees', (value, name) => {
      checkFeeName(name, value)
      return value.isNull ? null : feeOf(value)
    }),
  regions: (cursor) =>
    record(
      cursor,
      'regions',
      (value) => (value.isNull ? null : numberOf(value, 'a factor')),
      (name) => name.toLowerCase(),
    ),
  modes: (cursor, per) =>
    record(
      cursor,
      'modes',
      (value) => (value.isNull ? null : modeOf(value, per)),
      (name) => name.toLowerCase(),
    ),
  long_context: (cursor, per) => tiersOf(cursor, per),
  schedule: (cursor, per) => cursor.items('schedule').map((item) => scheduleOf(item, per)),
} satisfies Record<(typeof BLOCK_KEYS)[number], (cursor: Cursor, per: number) => unknown>

function record<T>(
  cursor: Cursor,
  what: string,
  read: (value: Cursor, name: string) => T,
  spell: (name: string) => string = (name) => name,
): Record<string, T> {
  return Object.fromEntries(cursor.entries(what).map(([name, value]) => [spell(name), read(value, name)]))
}

function tiersOf(cursor: Cursor, per: number): readonly Tier[] {
  return cursor.items('long_context').map((item) => {
    const entries = item.entries('a tier')
    const bounds: { over?: string; from?: string } = {}
    for (const [key, child] of entries) {
      if (key === 'over' || key === 'from') bounds[key] = tokensOf(child)
      else if (!isPriceName(key)) child.unknownKey(['over', 'from', ...PRICE_NAMES], 'a long_context tier')
    }
    if ((bounds.over === undefined) === (bounds.from === undefined))
      item.fail('a tier needs "over" (more than) or "from" (this many or more), and not both')
    return { ...bounds, ...ratesOf(entries, per) }
  })
}

function tokensOf(cursor: Cursor): string {
  const text = cursor.text('a number of tokens').replaceAll('_', '')
  return /^\d{1,15}$/.test(text) ? String(Number(text)) : cursor.fail('expected a number of tokens such as 200000')
}

function modeOf(cursor: Cursor, per: number): Mode {
  if (cursor.isText) return numberOf(cursor, 'a factor')
  const entries = cursor.entries('a mode')
  const multiply = entries.find(([key]) => key === 'multiply')?.[1]
  if (multiply === undefined) return modePricesOf(cursor, entries, per)
  const keep = entries.find(([key]) => key === 'keep')?.[1]
  for (const [key, child] of entries)
    if (key !== 'multiply' && key !== 'keep') child.unknownKey(['multiply', 'keep'], 'a mode with "multiply"')
  return { multiply: numberOf(multiply, 'a factor'), keep: keep === undefined ? [] : namesOf(keep) }
}

function modePricesOf(cursor: Cursor, entries: Entries, per: number): ModePrices {
  for (const [key, child] of entries)
    if (key !== 'long_context' && !isPriceName(key))
      child.unknownKey(['multiply', 'keep', 'long_context', ...PRICE_NAMES], 'a mode')
  const rates = ratesOf(entries, per)
  if (!hasTokenPrice(rates)) cursor.fail('a mode needs a factor, "multiply", or prices')
  const tiers = entries.find(([key]) => key === 'long_context')?.[1]
  return { ...rates, ...(tiers !== undefined && { long_context: tiersOf(tiers, per) }) }
}

function namesOf(cursor: Cursor): readonly string[] {
  return cursor.items('keep').map((item) => {
    const name = item.text('the name of a price')
    return isPriceName(name) ? name : item.fail(`"${name}" is not the name of a price`)
  })
}

const SCHEDULE_KEYS = ['utc', 'days', 'calendar', 'multiply', ...PRICE_NAMES]

function scheduleOf(cursor: Cursor, per: number): Schedule {
  const entries = cursor.entries('a schedule')
  const found: Record<string, Cursor> = Object.fromEntries(entries)
  for (const [key, child] of entries) if (!SCHEDULE_KEYS.includes(key)) child.unknownKey(SCHEDULE_KEYS, 'a schedule')
  const { utc, days, calendar, multiply } = found
  const rates = ratesOf(entries, per)
  if (utc === undefined) cursor.fail('a schedule needs hours: utc: [16:30-00:30]')
  if ((multiply === undefined) !== hasTokenPrice(rates))
    cursor.fail('a schedule needs "multiply" or prices, and not both')
  return {
    utc: utc.items('utc').map(windowOf),
    ...(days !== undefined && { days: days.items('days').map(dayOf) }),
    ...(calendar !== undefined && { calendar: calendarOf(calendar) }),
    ...(multiply !== undefined && { multiply: numberOf(multiply, 'a factor') }),
    ...rates,
  }
}

function windowOf(cursor: Cursor): string {
  const text = cursor.text('hours such as 16:30-00:30')
  const valid = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text)
  return valid ? text : cursor.fail(`"${text}" are no hours such as 16:30-00:30`)
}

function dayOf(cursor: Cursor): string {
  const text = cursor.text('a day such as mon').toLowerCase()
  return (WEEKDAYS as readonly string[]).includes(text) ? text : cursor.fail(`expected one of ${WEEKDAYS.join(', ')}`)
}

function calendarOf(cursor: Cursor): string {
  const name = cursor.text('a calendar such as Asia/Shanghai')
  return Object.hasOwn(CALENDARS, name) ? name : cursor.fail(`expected one of ${Object.keys(CALENDARS).join(', ')}`)
}
