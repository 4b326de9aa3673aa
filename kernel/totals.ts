/**
 * Records of rows whose numbers are running totals: each has what was used since the row before. src/formats/running-total.ts says
 * how; what is not as usual is left to the caller.
 */
import { mix } from './hash'
import { RECORD_SIZE, RECORDS, RESULT, TOTALS } from './memory'
import { copyRecord, file, OF_FILE, OFFSET, OWN_HASH, OWN_TIME, STATED, SUMS } from './record'
import { BEGIN, NUMBERS, ROW_SIZE, TEMPLATE, TIME } from './row'
import { beginText, endText, tellBytes, tellNumber } from './text-hash'

/**
 * What is told (src/scan/total-rows.ts): the record that all are like; the total of the row before; the least time of a row, and the
 * least of one of its numbers; how the hash of an identity begins; whether there was a row before; at which places of a row the text
 * of its time and that number stand; what is stated when the total, and when the last call is used (0 = there is none); the places
 * of their sums. `NO_PLACE`: a row has none.
 */
const KNOWN: usize = TOTALS + RECORD_SIZE
const LEAST_TIME: usize = TOTALS + 136
const LEAST_NUMBER: usize = TOTALS + 144
const HASH_LOW: usize = TOTALS + 152
const HASH_HIGH: usize = TOTALS + 156
const IS_BEGUN: usize = TOTALS + 160
const TIME_PLACE: usize = TOTALS + 164
const NUMBER_PLACE: usize = TOTALS + 168
const STATED_IN_TOTAL: usize = TOTALS + 172
const STATED_IN_LAST: usize = TOTALS + 176
const TOTAL_PLACES: usize = TOTALS + 180
const LAST_PLACES: usize = TOTALS + 204
/**
 * Then two sums, one of which a record has at least, which only fall where the totals begin again, and which an identity says, each behind
 * its letter; and two that are parts of the first.
 */
const FIRST: usize = TOTALS + 228
const FIRST_LETTER: usize = TOTALS + 232
const SECOND: usize = TOTALS + 236
const SECOND_LETTER: usize = TOTALS + 240
const PART: usize = TOTALS + 244
const OTHER_PART: usize = TOTALS + 248
const NO_PLACE: u32 = 0xffffffff

const COUNT: usize = (RECORD_SIZE - SUMS) / 4
/** Sums of the row at hand: its total, its last call, what the total is more than the one before. */
const TOTAL: usize = TOTALS + 256
const LAST: usize = TOTAL + (COUNT << 3)
const MORE: usize = LAST + (COUNT << 3)

/**
 * Makes records of the rows from `row` on that are of the same template, up to one that is unusual; an address in them lies `base`
 * bytes further on in their file. Returns where that stands. Writes how many records there are; which row became the last of them, which
 * is not settled; how many rows state what the one before them did; of the settled ones a digest of their offsets and tokens, and whether
 * one may be a copy of the one before it.
 */
export function recordTotals(row: usize, end: usize, base: f64): usize {
  const template = load<u32>(row, TEMPLATE)
  let record = RECORDS
  let latest: usize = 0
  let repeats: u32 = 0
  let digest: u32 = 0
  let latestDigest: u32 = 0
  let mayRepeat = false
  for (; row < end && load<u32>(row, TEMPLATE) === template && isFrom(row); row += ROW_SIZE) {
    readSums(row, TOTAL_PLACES, TOTAL)
    readSums(row, LAST_PLACES, LAST)
    const used = usedSums()
    if (used !== 0 && (!fits(used) || isOfSeveral(used))) break
    memory.copy(KNOWN, TOTAL, COUNT << 3)
    store<u32>(IS_BEGUN, 1)
    if (used === 0) repeats++
    else if (tokensIn(used) > 0) {
      if (latest !== 0) {
        digest += latestDigest
        mayRepeat = mayRepeat || isLikeBefore(record - RECORD_SIZE)
      }
      const offset = base + <f64>load<usize>(row, BEGIN)
      makeRecord(record, row, used, offset)
      latestDigest = mix(mix(0, <u64>offset), <u64>tokensIn(used))
      latest = row
      record += RECORD_SIZE
    }
  }
  store<u32>(RESULT, <u32>((record - RECORDS) / RECORD_SIZE))
  store<usize>(RESULT, latest, 4)
  store<u32>(RESULT, repeats, 8)
  store<u32>(RESULT, digest, 12)
  store<u32>(RESULT, <u32>mayRepeat, 16)
  return row
}

/** Whether a row has a time, and neither it nor its number is less than the least. */
function isFrom(row: usize): bool {
  const place = load<u32>(NUMBER_PLACE)
  const time = load<f64>(row, TIME)
  return (
    time >= 0 &&
    time >= load<f64>(LEAST_TIME) &&
    (place === NO_PLACE || load<f64>(placeIn(row, place)) >= load<f64>(LEAST_NUMBER))
  )
}

function placeIn(row: usize, place: u32): usize {
  return row + NUMBERS + ((<usize>place) << 3)
}

/** The sum with a number from 0 on. */
function sumIn(sums: usize, number: u32): f64 {
  return load<f64>(sums + ((<usize>number) << 3))
}

/** Of the total or the last call of a row; 0 where it states none. */
function readSums(row: usize, places: usize, to: usize): void {
  for (let i: usize = 0; i < COUNT; i++) {
    const place = load<u32>(places + (i << 2))
    store<f64>(to + (i << 3), place === NO_PLACE ? 0 : load<f64>(placeIn(row, place)))
  }
}

/** The sums of what was used since the row before; 0 = nothing. */
function usedSums(): usize {
  const hasLast = load<u32>(STATED_IN_LAST) !== 0
  const stated = hasLast ? LAST : TOTAL
  if (load<u32>(IS_BEGUN) === 0) return stated
  if (areEqual(TOTAL, KNOWN)) return 0
  if (hasLast && areEqual(TOTAL, LAST)) return LAST
  const first = load<u32>(FIRST)
  const second = load<u32>(SECOND)
  if (sumIn(TOTAL, first) < sumIn(KNOWN, first) || sumIn(TOTAL, second) < sumIn(KNOWN, second)) return stated
  for (let i: usize = 0; i < COUNT << 3; i += 8) {
    store<f64>(MORE + i, max<f64>(0, load<f64>(TOTAL + i) - load<f64>(KNOWN + i)))
  }
  return MORE
}

function areEqual(a: usize, b: usize): bool {
  for (let i: usize = 0; i < COUNT << 3; i += 8) if (load<f64>(a + i) !== load<f64>(b + i)) return false
  return true
}

/** Whether it is more than the last call of the row used: then it is not of that one alone. */
function isOfSeveral(used: usize): bool {
  if (used !== MORE || load<u32>(STATED_IN_LAST) === 0) return false
  const first = load<u32>(FIRST)
  const second = load<u32>(SECOND)
  return sumIn(MORE, first) > sumIn(LAST, first) || sumIn(MORE, second) > sumIn(LAST, second)
}

/** Whether a record holds the sums, and parts are not more than their whole. */
function fits(sums: usize): bool {
  for (let i: usize = 0; i < COUNT << 3; i += 8) if (load<f64>(sums + i) > <f64>u32.MAX_VALUE) return false
  return sumIn(sums, load<u32>(PART)) + sumIn(sums, load<u32>(OTHER_PART)) <= sumIn(sums, load<u32>(FIRST))
}

function tokensIn(sums: usize): f64 {
  return sumIn(sums, load<u32>(FIRST)) + sumIn(sums, load<u32>(SECOND))
}

function makeRecord(at: usize, row: usize, sums: usize, offset: f64): void {
  copyRecord(at, TOTALS)
  store<f64>(at, load<f64>(row, TIME), OWN_TIME)
  store<f64>(at, offset, OFFSET)
  store<u32>(at, file, OF_FILE)
  store<u32>(at, load<u32>(sums === LAST ? STATED_IN_LAST : STATED_IN_TOTAL), STATED)
  for (let i: usize = 0; i < COUNT; i++) store<u32>(at + SUMS + (i << 2), <u32>load<f64>(sums + (i << 3)))
  const time = placeIn(row, load<u32>(TIME_PLACE))
  beginText(load<u32>(HASH_LOW), load<u32>(HASH_HIGH))
  tellBytes(load<usize>(time), load<usize>(time, 4))
  tellBytes(FIRST_LETTER, FIRST_LETTER + 1)
  tellNumber(<u64>sumIn(TOTAL, load<u32>(FIRST)))
  tellBytes(SECOND_LETTER, SECOND_LETTER + 1)
  tellNumber(<u64>sumIn(TOTAL, load<u32>(SECOND)))
  endText(at + OWN_HASH)
}

/** Whether the low half of its hash is that of the record before it. */
function isLikeBefore(record: usize): bool {
  return record !== RECORDS && load<u32>(record, OWN_HASH) === load<u32>(record - RECORD_SIZE, OWN_HASH)
}
