/**
 * Records of lines that say the same thing again, as it grows: which of two that follow one another is kept. src/usage/record-copies.ts
 * says how; what is not as usual is left to it.
 */
import { RECORD_SIZE, RECORDS } from './memory'
import { COST, copyRecord, DESCRIPTOR, OWN_HASH, OWN_TIME, RANKS, STATED, SUMS, sumOf } from './record'

/** By how much a record's own time is later than its time, that of its earliest copy; how many copies were folded into it. */
const OWN_DELAY: usize = 24
const FOLDED: usize = 52
/** Own times that are later by so much stand elsewhere. */
const LONG_DELAY: f64 = <f64>(u32.MAX_VALUE - 1)

/** Whether a record that was not folded may be a copy of the one before it all the same: then the caller is to look. */
export let isUndecided: bool = false

/** Folds a record and the one before it into one, which then stands in the place of the first. False when that is not done. */
export function fold(plan: usize, record: usize): bool {
  const before = record - RECORD_SIZE
  isUndecided = record !== RECORDS && load<u64>(record, OWN_HASH) === load<u64>(before, OWN_HASH)
  if (!isUndecided || !isLike(record, before)) return false
  const time = load<f64>(record, OWN_TIME)
  const earliest = load<f64>(before, OWN_TIME)
  const timeBefore = earliest + <f64>load<u32>(before, OWN_DELAY)
  const order = compared(plan, record, before)
  const isGreater = order > 0 || (order === 0 && time < timeBefore)
  if (order === 0 && time === timeBefore && !equalSums(record, before)) return false
  const least = min(time, earliest)
  const delay = (isGreater ? time : timeBefore) - least
  // Nor when one has no time.
  if (!(delay < LONG_DELAY)) return false
  const folded = load<u32>(before, FOLDED) + 1
  if (isGreater) copyRecord(before, record)
  store<f64>(before, least, OWN_TIME)
  store<u32>(before, <u32>delay, OWN_DELAY)
  store<u32>(before, folded, FOLDED)
  isUndecided = false
  return true
}

/** Whether records differ in nothing but time, place, and sums. */
function isLike(a: usize, b: usize): bool {
  // Eight bytes each: with the descriptor goes the number of shared texts, with what is stated go the flags.
  return (
    load<u64>(a, DESCRIPTOR) === load<u64>(b, DESCRIPTOR) &&
    load<u64>(a, STATED) === load<u64>(b, STATED) &&
    load<u64>(a, COST) === load<u64>(b, COST)
  )
}

/** Above 0 when the first sum of the ranks that differs is greater in `a`, below 0 when in `b`. */
function compared(plan: usize, a: usize, b: usize): i32 {
  for (let at = plan + RANKS; load<u8>(at) !== 0; at++) {
    const sumA = sumOf(a, load<u8>(at))
    const sumB = sumOf(b, load<u8>(at))
    if (sumA !== sumB) return sumA > sumB ? 1 : -1
  }
  return 0
}

function equalSums(a: usize, b: usize): bool {
  for (let i: usize = SUMS; i < RECORD_SIZE; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false
  return true
}
