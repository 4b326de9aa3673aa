import { fold, isUndecided } from './copies'
import { manifold } from './found'
import { mix } from './hash'
import { newlineFrom, objectEnd, passed, passObjects, stopped } from './lines'
import { lineEnd, match, template } from './match'
import {
  PLAN_OF,
  PLANS,
  RECORD_SIZE,
  RECORDS,
  RECORDS_END,
  RESULT,
  ROWS,
  ROWS_END,
  TEMPLATES,
  TEMPLATES_END,
} from './memory'
import { find } from './needles'
import { keepSkeleton, projectRow } from './projection'
import { hasRows, makeRecord, planOf, total } from './record'
import { endRow, ROW_SIZE } from './row'
import { forgetHashes, isNew, texts } from './shared-texts'
import { forgetSkeletons } from './skeleton'

/** Why `scan` stopped: more bytes are needed; a line is for the caller; what was found is to be taken before more is. */
const MORE: u32 = 0
const LINE: u32 = 1
const FULL: u32 = 2

/** A template: the likeness of the lines that it knows, its number (0 = empty place). */
const LIKENESS: usize = 0
const NUMBER: usize = 8
const TEMPLATE_SIZE: usize = 16
const PLACES: usize = (TEMPLATES_END - TEMPLATES) / TEMPLATE_SIZE
/** The number of templates whose lines are only counted. */
const NOTHING: u32 = 0xffffffff

/**
 * Reads whole lines from `from` on, those that begin and end like an object; `base`: how much further on in its file an address
 * lies. What a template knows by the tree at `root` (0 = by none) becomes a record or a row, or is only counted, as the
 * template says. Of other lines those without a needle are only counted and those with one are for the caller; with `every`, all
 * of them are for the caller. Returns where it stopped, at the beginning of a line; that is behind any record whose shared texts are
 * met for the first time. Writes how many lines were only counted, how many rows there are, why it stopped, how many records
 * there are, whether the shared texts of the last are new, and how many they are, how many lines became records, copies of others
 * among them, a digest of where these lines begin and of their totals, and whether a record may be a copy of the one before it all
 * the same.
 */
export function scan(root: usize, every: bool, from: usize, to: usize, longest: usize, base: f64): usize {
  let start = from
  let others: u32 = 0
  let found: u32 = 0
  let digest: u32 = 0
  let undecided = false
  let row = ROWS
  let record = RECORDS
  let why = FULL
  store<u32>(RESULT, 0, 16)
  while (row !== ROWS_END && record !== RECORDS_END) {
    let needleEnd: usize = start
    if (!every) {
      needleEnd = find(start, to)
      start = passObjects(start, needleEnd === 0 ? to : load<usize>(RESULT), longest)
      others += passed
      why = stopped ? LINE : MORE
      if (stopped || needleEnd === 0) break
    }
    let newline: usize = root === 0 ? 0 : match(root, start, to, row)
    let end = lineEnd
    let number = template
    if (newline === 0 || newline - start > longest) {
      newline = newlineFrom(max(start, needleEnd), to)
      why = MORE
      if (newline === to) break
      why = LINE
      end = newline - start > longest ? 0 : objectEnd(start, newline)
      if (end === 0 || root === 0) break
      const likeness = projectRow(root, start, end, row)
      number = likeness === 0 ? 0 : templateOf(likeness)
      if (number === 0) break
      if (!manifold) keepSkeleton(root, start, end, number)
    }
    const plan = number === NOTHING ? 0 : planOf(number)
    const offset = base + <f64>start
    const isRecord = plan !== 0 && makeRecord(record, plan, row, offset)
    if (number === NOTHING) others++
    else if (!isRecord) {
      why = LINE
      if (plan !== 0 && !hasRows(plan)) break
      endRow(row, number, start, others + found + <u32>((row - ROWS) / ROW_SIZE))
      row += ROW_SIZE
    } else {
      found++
      digest += mix(mix(0, <u64>offset), total)
      if (!fold(plan, record)) record += RECORD_SIZE
      undecided = undecided || isUndecided
      store<u32>(RESULT, <u32>isNew, 16)
    }
    start = newline + 1
    why = FULL
    if (isRecord && isNew) break
  }
  store<u32>(RESULT, others)
  store<u32>(RESULT, <u32>((row - ROWS) / ROW_SIZE), 4)
  store<u32>(RESULT, why, 8)
  store<u32>(RESULT, <u32>((record - RECORDS) / RECORD_SIZE), 12)
  store<u32>(RESULT, texts(), 20)
  store<u32>(RESULT, found, 24)
  store<u32>(RESULT, digest, 28)
  store<u32>(RESULT, <u32>undecided, 32)
  return start
}

/** Knows no line any more. */
export function forget(): void {
  memory.fill(TEMPLATES, 0, TEMPLATES_END - TEMPLATES)
  memory.fill(PLAN_OF, 0, PLANS - PLAN_OF)
  forgetSkeletons()
  forgetHashes()
}

/** The number of the template that knows lines of this likeness; 0 = none. */
function templateOf(likeness: u64): u32 {
  let place = <usize>likeness & (PLACES - 1)
  while (true) {
    const known = TEMPLATES + place * TEMPLATE_SIZE
    const number = load<u32>(known, NUMBER)
    if (number === 0 || load<u64>(known, LIKENESS) === likeness) return number
    place = (place + 1) & (PLACES - 1)
  }
}
