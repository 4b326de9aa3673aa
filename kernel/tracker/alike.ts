/**
 * Adds up rows that are alike: src/tracker/alike-sums.ts says which are. A sum: what is stated, and the number of its rows, as words;
 * then as floats the bounds of times and of input that it is for, its first and last time, and its counts.
 */
import { COST, COSTED, COUNTS, DESCRIPTOR, EXTRA, FLAGS, ROW, rowAt, SPENT, STATED, TIME } from './memory'

const RECORDS: usize = 4
const FROM: usize = 8
const TO: usize = 16
const LEAST: usize = 24
const MOST: usize = 32
const START: usize = 40
const END: usize = 48
const TOTALS: usize = 56

/** How many kinds of tokens a row may have or not, as bits. */
const KINDS: usize = 64

let sums: usize = 0

/** The kinds of the row that is without a sum. */
export let kinds: u32 = 0

/** At this address stand those of sums, by descriptor and kinds; 0 = none. */
export function setSums(at: usize): void {
  sums = at
}

/**
 * Adds up the rows [from, to) of the batch, up to one that is unusual or has no sum. Returns its place; where there is none, `to`.
 * Of one that has no sum the kinds are told; of an unusual one they are KINDS.
 */
export function addUp(from: u32, to: u32): u32 {
  for (let i = from, at = rowAt(from); i < to; i++, at += ROW) {
    const flags = load<u32>(at, FLAGS)
    if ((flags & SPENT) !== 0) continue
    kinds = kindsOf(at, flags)
    if (kinds === KINDS) return i
    const sum = load<usize>(sums + ((<usize>load<u32>(at, DESCRIPTOR) * KINDS + kinds) << 2))
    if (sum === 0 || !isFor(sum, at)) return i
    addTo(sum, at)
  }
  return to
}

/** Adds a row of the batch to the sum at this address. */
export function addRow(index: u32, sum: usize): void {
  addTo(sum, rowAt(index))
}

function kindsOf(row: usize, flags: u32): u32 {
  const cost = load<f64>(row, COST)
  if ((flags & COSTED) !== 0 || load<u32>(row, EXTRA) !== 0 || !isNaN<f64>(cost)) return KINDS
  const input = <u64>count(row, 0)
  const read = count(row, 1)
  const write = count(row, 2)
  const write1h = count(row, 3)
  const output = count(row, 4)
  const reasoning = count(row, 5)
  const cached = <u64>read + <u64>write
  if (input < cached || output < reasoning || write1h > write) return KINDS
  return (
    <u32>(input > cached) |
    ((<u32>(read > 0)) << 1) |
    ((<u32>(write > write1h)) << 2) |
    ((<u32>(write1h > 0)) << 3) |
    ((<u32>(output > reasoning)) << 4) |
    ((<u32>(reasoning > 0)) << 5)
  )
}

function isFor(sum: usize, row: usize): bool {
  if (load<u32>(sum) !== load<u32>(row, STATED)) return false
  const time = load<f64>(row, TIME)
  const input = <f64>count(row, 0)
  return (
    time >= load<f64>(sum, FROM) &&
    time < load<f64>(sum, TO) &&
    input >= load<f64>(sum, LEAST) &&
    input < load<f64>(sum, MOST)
  )
}

function addTo(sum: usize, row: usize): void {
  store<u32>(sum, load<u32>(sum, RECORDS) + 1, RECORDS)
  const time = load<f64>(row, TIME)
  if (time < load<f64>(sum, START)) store<f64>(sum, time, START)
  if (time > load<f64>(sum, END)) store<f64>(sum, time, END)
  for (let i: usize = 0; i < 6; i++) {
    const place = sum + TOTALS + (i << 3)
    store<f64>(place, load<f64>(place) + <f64>count(row, i))
  }
}

function count(row: usize, index: usize): u32 {
  return load<u32>(row + COUNTS + (index << 2))
}
