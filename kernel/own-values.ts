/**
 * Lines whose own values all have places of their own in a row, in the order in which they stand in the line: which of them are the
 * text of the hash and the time, and what must be true of the others. The plan of a record (record.ts) says so behind its terms: the
 * places of text, time and total; how many numbers are those of the template, and of each its place and eight bytes; a sum that is at
 * least as great as those behind it together, 0; how often a letter may stand in a row in the text; whether it may be longer; its
 * length, and each of its letters or their kind, which is that of all behind it.
 */
import { sumOf } from './record'
import { HASH, NUMBERS, TIME } from './row'
import { isHex } from './strings'
import { storeHash } from './text-hash'

/** Kinds of letters: of words, hyphens among them; hexadecimal digits. */
const WORD: u8 = 1
const HEX: u8 = 2

/** Numbers from the first on, up to the second, are seconds since 1970: see src/usage/time.ts. */
const LEAST_SECONDS: f64 = 1e8
const MOST_SECONDS: f64 = 1e11

/** Puts hash and time into the row of a line; false when it is not as `plan` has it. `record`: with its sums, of that total. */
export function settle(plan: usize, row: usize, record: usize, total: u64): bool {
  const text = placeOf(row, load<u8>(plan))
  const seconds = load<f64>(placeOf(row, load<u8>(plan, 1)))
  if (!(seconds >= LEAST_SECONDS && seconds < MOST_SECONDS)) return false
  if (load<f64>(placeOf(row, load<u8>(plan, 2))) !== <f64>total) return false
  let at = plan + 4
  for (let fixed = load<u8>(plan, 3); fixed > 0; fixed--) {
    if (load<f64>(placeOf(row, load<u8>(at))) !== load<f64>(at, 1)) return false
    at += 9
  }
  let rest: i64 = sumOf(record, load<u8>(at++))
  for (; load<u8>(at) !== 0; at++) rest -= sumOf(record, load<u8>(at))
  const from = load<usize>(text)
  const length = load<usize>(text, 4) - from
  if (rest < 0 || !isLike(at + 1, from, length)) return false
  storeHash(row + HASH, from, length)
  store<f64>(row, seconds * 1000, TIME)
  return true
}

function placeOf(row: usize, place: u8): usize {
  return row + NUMBERS + ((<usize>place) << 3)
}

/** Whether a text has the length and the letters that `pattern` asks for. */
function isLike(pattern: usize, at: usize, length: usize): bool {
  const most = load<u8>(pattern)
  const last = <usize>load<u8>(pattern, 2) - 1
  if (length <= last || (length > last + 1 && load<u8>(pattern, 1) === 0)) return false
  let run: u8 = 0
  let before: u8 = 0
  for (let i: usize = 0; i < length; i++) {
    const letter = load<u8>(at + i)
    run = letter === before ? run + 1 : 1
    before = letter
    if (run > most || !isOfKind(load<u8>(pattern + min(i, last), 3), at + i)) return false
  }
  return true
}

function isOfKind(kind: u8, at: usize): bool {
  if (kind === WORD) return isOfWord(load<u8>(at))
  return kind === HEX ? isHex(at) : load<u8>(at) === kind
}

function isOfWord(letter: u8): bool {
  const small = letter | 0x20
  if (small >= 0x61 && small <= 0x7a) return true
  return (letter >= 0x30 && letter <= 0x39) || letter === 0x5f || letter === 0x2d
}
