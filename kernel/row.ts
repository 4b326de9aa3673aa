import { hashOf, hashOfNumber, mixed } from './hash'
import { isDigits, numberIn } from './numbers'
import { addText, endOfKnownText, forgetTexts, hashOfKnownText, keepText } from './shared-texts'
import { storeHash } from './text-hash'

/**
 * What `scan` writes of a line that it knows: which template knows it, where it begins, how many lines stood before it,
 * the hash of one of its texts, a time, places for numbers and for where texts begin and end.
 */
export const TEMPLATE: usize = 0
export const BEGIN: usize = 4
const LINES: usize = 8
export const HASH: usize = 16
export const TIME: usize = 24
export const NUMBERS: usize = 32
export const ROW_SIZE: usize = 256

/**
 * What the number or text under a wanted key is in a row: like in all that are alike; of no interest; the text of the hash;
 * the time; one of the texts of the other hash; one that has the next free place for itself: a number, or where a text begins
 * and ends; nothing, for what is quiet (projection.ts); one that has a place for itself and is the time, if it is one; then the
 * places of numbers.
 */
export const ALIKE: u32 = 0
export const IGNORED: u32 = 1
const IDENTITY: u32 = 2
const MOMENT: u32 = 3
export const SHARED: u32 = 4
export const VARIES: u32 = 5
export const QUIET: u32 = 6
const OWN_MOMENT: u32 = 7
const FIRST_NUMBER: u32 = 8

/** Greater numbers are for others, so that sums of a few stay whole. */
const GREATEST: u64 = 1 << 50

/** Whether it has a place for itself. */
export function isOwn(role: u32): bool {
  return role === VARIES || role === OWN_MOMENT
}

/** The row being written, and whether what it is made of was usual so far. */
let row: usize = 0
let free: usize = 0
export let usual: bool = true
/** A hash of all texts that share it. */
export let shared: u64 = 0

/** `root`: of the tree; texts that are alike by another one have another hash. */
export function beginRow(at: usize, root: usize): void {
  row = at
  free = at + NUMBERS
  usual = true
  shared = hashOfNumber(root)
  forgetTexts()
}

export function endRow(at: usize, template: u32, begin: usize, lines: u32): void {
  store<u32>(at, template, TEMPLATE)
  store<usize>(at, begin, BEGIN)
  store<u32>(at, lines, LINES)
}

export function rowNumber(role: u32, value: u64): void {
  if (value > GREATEST) usual = false
  else if (role >= FIRST_NUMBER) store<f64>(row + NUMBERS + ((role - FIRST_NUMBER) << 3), <f64>(<i64>value))
  else if (role === MOMENT) store<f64>(row, <f64>value, TIME)
  else if (isOwn(role)) store<f64>(place(), <f64>(<i64>value))
}

/** Where a value begins and ends that is as long as it likes. */
export function rowPlace(from: usize, to: usize): void {
  const at = place()
  store<usize>(at, from)
  store<usize>(at, to, 4)
}

/** The next free place; the last one again when there is none. */
function place(): usize {
  const at = free
  if (at === row + ROW_SIZE - 8) usual = false
  else free += 8
  return at
}

export function rowText(role: u32, key: u32, at: usize, length: usize): void {
  if (role === IDENTITY) storeHash(row + HASH, at, length)
  else if (isOwn(role) && length > 0) {
    rowPlace(at, at + length)
    if (role === OWN_MOMENT) store<f64>(row, <f64>timeIn(at, length), TIME)
  } else if (role === SHARED) share(key, at - 1, at + length + 1, false)
  else if (role === MOMENT) {
    const time = timeIn(at, length)
    if (time < 0) usual = false
    store<f64>(row, <f64>time, TIME)
  }
}

/** Mixes the text under a key, which stands in [at, end) with its quotes, into the shared hash. */
export function share(key: u32, at: usize, end: usize, encoded: bool): void {
  const hash = encoded ? hashOf(at, end - at) : hashOf(at + 1, end - at - 2)
  if (!encoded) keepText(key, at, end, hash)
  shareText(key, at, end, encoded, hash)
}

/** The same when it is the text that was met last under the key: returns its end; else 0. */
export function shareAgain(key: u32, at: usize): usize {
  const end = endOfKnownText(key, at)
  if (end !== 0) shareText(key, at, end, false, hashOfKnownText(key))
  return end
}

function shareText(key: u32, at: usize, end: usize, encoded: bool, hash: u64): void {
  shared = mixed(mixed(shared, key), hash)
  if (!addText(key, at, end, encoded)) usual = false
}

/** Milliseconds since 1970 of `2026-03-01T10:00:00.000Z`, also without `.000`; −1 = it is not written like that. */
function timeIn(at: usize, length: usize): i64 {
  const isWhole = length === 20
  if ((!isWhole && length !== 24) || load<u8>(at + length - 1) !== 0x5a || load<u8>(at, 10) !== 0x54) return -1
  // Digits become their values, colons and the point 0.
  const clock = load<u64>(at, 11) ^ 0x30303a30303a3030
  const fraction = isWhole ? 0 : <u64>(load<u32>(at, 19) ^ 0x3030302e)
  if (!areDigits(clock, 0x0000ff0000ff0000) || !areDigits(fraction, 0xff)) return -1
  const date = load<u64>(at)
  const day = load<u16>(at, 8)
  if (date !== lastDate || day !== lastDay) {
    lastDays = daysIn(at)
    lastDate = date
    lastDay = day
  }
  const pairs = clock * 10 + (clock >> 8)
  const hour = <i64>(pairs & 0xff)
  const minute = <i64>((pairs >> 24) & 0xff)
  const second = <i64>((pairs >> 48) & 0xff)
  if (lastDays < 0 || hour > 23 || minute > 59 || second > 59) return -1
  const thousandths = ((fraction >> 8) & 0xff) * 100 + ((fraction >> 16) & 0xff) * 10 + (fraction >> 24)
  return (((lastDays * 24 + hour) * 60 + minute) * 60 + second) * 1000 + <i64>thousandths
}

/** Whether all bytes are 0 where `zeros` has ones, and 0 to 9 elsewhere. */
function areDigits(bytes: u64, zeros: u64): bool {
  // With so much more, the highest bit of a byte is set when it is greater.
  const more = 0x7676767676767676 | (zeros & 0x0909090909090909)
  return (((bytes + more) | bytes) & 0x8080808080808080) === 0
}

/** The number that so many bytes write; less than 0 when not all are digits. */
function digits(at: usize, length: usize): i64 {
  return isDigits(at, at + length) ? <i64>numberIn(at, at + length) : -1
}

/** The bytes of the date that was read last, and its days since 1970: most lines have that of the line before. */
let lastDate: u64 = 0
let lastDay: u16 = 0
let lastDays: i64 = -1

/** Days from 1970 to the date at `at`; −1 = it is none. */
function daysIn(at: usize): i64 {
  if (load<u8>(at, 4) !== 0x2d || load<u8>(at, 7) !== 0x2d) return -1
  const year = digits(at, 4)
  const month = digits(at + 5, 2)
  const day = digits(at + 8, 2)
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysOf(month, year)) return -1
  return daysTo(year, month, day)
}

function daysOf(month: i64, year: i64): i64 {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1)
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Days from 1970 to a day. Years are counted from March here, so that a leap day is the last of its year. */
function daysTo(year: i64, month: i64, day: i64): i64 {
  const y = month > 2 ? year : year - 1
  const m = month > 2 ? month - 3 : month + 9
  return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469
}
