import type { Json, JsonObject } from './json.ts'

const RFC3339 =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T _](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i

const FIRST_YEAR = 100

/**
 * A time as milliseconds since 1970 UTC: RFC 3339 (a time without zone is UTC, never local), or an epoch number or
 * numeric text in seconds, milliseconds, microseconds or nanoseconds, told apart by size. null when it is no time; a year
 * below 100 is what some languages write for none.
 */
export function timeOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return epochOf(value)
  if (typeof value !== 'string' || value === '') return null
  const common = millisecondsOf(value)
  if (common !== null) return common
  if (/^\d{9,20}(\.\d+)?$/.test(value)) return epochOf(Number(value))
  const match = RFC3339.exec(value.trim())
  if (match === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const date = Date.UTC(
    +year!,
    +month! - 1,
    +day!,
    +hour,
    +minute,
    +second,
    Math.trunc(Number(`0.${fraction || '0'}`) * 1000),
  )
  if (+year! < FIRST_YEAR || !isCalendarDate(+year!, +month!, +day!) || +hour > 24 || +minute > 59 || +second > 60)
    return null
  return date - offsetOf(zone)
}

/** What Date.toISOString says; that would first look for the machine's own time zone, which takes a while. */
export function isoText(time: number): string {
  const at = new Date(time)
  const year = at.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return at.toISOString()
  const date = `${padded(year, 4)}-${padded(at.getUTCMonth() + 1, 2)}-${padded(at.getUTCDate(), 2)}`
  const clock = `${padded(at.getUTCHours(), 2)}:${padded(at.getUTCMinutes(), 2)}:${padded(at.getUTCSeconds(), 2)}`
  return `${date}T${clock}.${padded(at.getUTCMilliseconds(), 3)}Z`
}

/** The day that isoText begins with: '2026-09-01'. */
export function isoDay(time: number): string {
  const text = isoText(time)
  return text.slice(0, text.indexOf('T'))
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

/** timeOf the first of `keys` that holds a time. */
export function timeAt(parent: JsonObject | null, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const time = timeOf(parent?.[key])
    if (time !== null) return time
  }
  return null
}

/** timeOf the ASCII text that is view[from, to). */
export function timeInAscii(view: DataView, from: number, to: number): number | null {
  let common = null
  if (to - from === LETTERS) {
    for (let at = 0; at < LETTERS; at++) letters[at] = view.getUint8(from + at)
    common = milliseconds()
  }
  return common ?? timeOf(Buffer.from(view.buffer, from, to - from).toString('latin1'))
}

/** `2026-03-01T10:00:00.000Z`, which nearly every log writes, without the cost of a pattern; null for all else. */
function millisecondsOf(text: string): number | null {
  if (text.length !== LETTERS) return null
  for (let at = 0; at < LETTERS; at++) letters[at] = text.charCodeAt(at)
  return milliseconds()
}

const LETTERS = 24
/** Of the text at hand. */
const letters = new Uint16Array(LETTERS)

function milliseconds(): number | null {
  if (letters[10] !== 84 || letters[19] !== 46 || letters[23] !== 90) return null
  if (letters[4] !== 45 || letters[7] !== 45 || letters[13] !== 58 || letters[16] !== 58) return null
  const year = digits(0, 4)
  const month = digits(5, 7)
  const day = digits(8, 10)
  const hour = digits(11, 13)
  const minute = digits(14, 16)
  const second = digits(17, 19)
  if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const seconds = ((daysTo(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
  const time = seconds * 1000 + digits(20, 23)
  return Number.isNaN(time) ? null : time
}

function daysIn(month: number, year: number): number {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1)
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Days from 1970 to a day. Years are counted from March here, so that a leap day is the last of its year. */
function daysTo(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const m = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return y * 365 + leapDays + Math.floor((153 * m + 2) / 5) + day - 719_469
}

/** The number that letters[from, to) write; NaN when they are not all digits. */
function digits(from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = letters[at]! - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function epochOf(value: number): number | null {
  if (!(value >= 1e8) || value > 1e20) return null
  if (value < 1e11) return value * 1000
  if (value < 1e14) return value
  return value < 1e17 ? Math.floor(value / 1e3) : Math.floor(value / 1e6)
}

function offsetOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
