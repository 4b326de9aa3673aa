/**
 * A record: what a line becomes of which a plan says all that the caller wants to know. It is that of the template, with what
 * the line has of its own: a time, its place, its file, the hash of a text, the number of other texts, sums of numbers.
 *
 * A plan: the record of the template; what lines have of their own; then lists of bytes that 0 ends: the sums by which one of two
 * copies is the greater one, the first sum that differs; the sums whose total must not be 0; the terms. A term: which sum it
 * belongs to, from 1 on; of how many totals it is the greatest; of each how many places it adds up, and these. Behind them may
 * stand what is to be true of values that have places of their own (own-values.ts).
 */
import { PLAN_OF, RECORD_SIZE } from './memory'
import { settle } from './own-values'
import { HASH, NUMBERS, shared, TIME } from './row'
import { numberOfHash } from './shared-texts'

/** Places in a record, which is a row of src/usage/row-layout.ts. */
export const OWN_TIME: usize = 0
export const OFFSET: usize = 8
export const OWN_HASH: usize = 28
/** A number of the caller's for what the template says of model and the like; then one for its shared texts. */
export const DESCRIPTOR: usize = 36
const ATTRIBUTES: usize = 40
export const OF_FILE: usize = 48
/** What else the template says, which others with the same descriptor may say otherwise. Flags stand behind what is stated. */
export const COST: usize = 16
export const STATED: usize = 56
export const SUMS: usize = 64
/** Places in a plan, behind its record. */
const OWN: usize = RECORD_SIZE
export const RANKS: usize = RECORD_SIZE + 1

/** What lines have of their own: no time; 1, a time that stands where its role says; all that they have in places of their own. */
const NO_TIME: u8 = 0
const IN_PLACES: u8 = 2

/** The plan of lines that a template knows; 0 = they become rows. */
export function planOf(template: u32): usize {
  return load<usize>(PLAN_OF + ((<usize>template) << 2))
}

export let file: u32 = 0

/** Records are of the file with this number from now on. */
export function setFile(number: u32): void {
  file = number
}

/** The total of the record that was made last, that of the sums of which it must not be 0. */
export let total: u64 = 0

/** Whether lines with the plan that are no usual record become rows. */
export function hasRows(plan: usize): bool {
  return load<u8>(plan, OWN) === IN_PLACES
}

/**
 * Makes the record of a line that begins at `offset`, from its row. False when it would be an unusual one:
 * its total is 0, or a sum has more than 32 bits, or what else is to be true is not.
 */
export function makeRecord(at: usize, plan: usize, row: usize, offset: f64): bool {
  copyRecord(at, plan)
  if (!addUp(behindList(plan + RANKS), row + NUMBERS, at)) return false
  const own = load<u8>(plan, OWN)
  if (own === IN_PLACES && !settle(behindTerms, row, at, total)) return false
  if (own !== NO_TIME) store<f64>(at, load<f64>(row, TIME), OWN_TIME)
  store<f64>(at, offset, OFFSET)
  store<u64>(at, load<u64>(row, HASH), OWN_HASH)
  store<u32>(at, file, OF_FILE)
  store<u32>(at, numberOfHash(shared), ATTRIBUTES)
  return true
}

export function copyRecord(to: usize, from: usize): void {
  for (let i: usize = 0; i < RECORD_SIZE; i += 8) store<u64>(to + i, load<u64>(from + i))
}

function behindList(at: usize): usize {
  while (load<u8>(at) !== 0) at++
  return at + 1
}

/** The sum with a number from 1 on. */
export function sumOf(record: usize, number: u32): u32 {
  return load<u32>(record + SUMS - 4 + ((<usize>number) << 2))
}

/** A whole number below 2^32, which more than 2^52 has in its low bits: that takes less than to convert it. */
function whole(value: f64): u32 {
  return <u32>reinterpret<u64>(value + 4503599627370496)
}

/** What stands behind the terms that were added up last. */
let behindTerms: usize = 0

/** Adds up the terms of a plan, of which what follows its ranks begins at `plan`. */
function addUp(plan: usize, numbers: usize, record: usize): bool {
  const required = plan
  plan = behindList(plan)
  while (true) {
    const sum = <usize>load<u8>(plan++)
    if (sum === 0) break
    let greatest: f64 = 0
    for (let totals = load<u8>(plan++); totals > 0; totals--) {
      let added: f64 = 0
      for (let places = load<u8>(plan++); places > 0; places--) {
        added += load<f64>(numbers + ((<usize>load<u8>(plan++)) << 3))
      }
      if (added > greatest) greatest = added
    }
    const place = record + SUMS - 4 + (sum << 2)
    greatest += <f64>load<u32>(place)
    if (greatest > <f64>u32.MAX_VALUE) return false
    store<u32>(place, whole(greatest))
  }
  behindTerms = plan
  total = 0
  for (let at = required; load<u8>(at) !== 0; at++) total += sumOf(record, load<u8>(at))
  return total !== 0
}
