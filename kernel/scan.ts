import { manifold } from './found'
import { newlineFrom, objectEnd, passed, passObjects, stopped } from './lines'
import { RESULT, ROWS, ROWS_END, TEMPLATES, TEMPLATES_END } from './memory'
import { find } from './needles'
import { keepSkeleton, projectRow } from './projection'
import { endRow, ROW_SIZE } from './row'
import { forgetSkeletons, lineEnd, match, template } from './skeleton'

/** Why `scan` stopped: more bytes are needed; a line is for the caller; there is no more room for rows. */
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
 * Reads whole lines from `from` on, those that begin and end like an object. What a template knows by the tree at `root`
 * (0 = by none) becomes a row, or is only counted, as the template says. Of other lines those
 * without a needle are only counted and those with one are for the caller; with `every`, all of them are for the caller.
 * Returns where it stopped, at the beginning of a line. Writes how many lines were only counted,
 * how many rows there are, and why it stopped.
 */
export function scan(root: usize, every: bool, from: usize, to: usize, longest: usize): usize {
  let start = from
  let others: u32 = 0
  let row = ROWS
  let why = FULL
  while (row !== ROWS_END) {
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
    if (number === NOTHING) others++
    else {
      endRow(row, number, start, end, others + <u32>((row - ROWS) / ROW_SIZE))
      row += ROW_SIZE
    }
    start = newline + 1
    why = FULL
  }
  store<u32>(RESULT, others)
  store<u32>(RESULT, <u32>((row - ROWS) / ROW_SIZE), 4)
  store<u32>(RESULT, why, 8)
  return start
}

/** Knows no line any more. */
export function forget(): void {
  memory.fill(TEMPLATES, 0, TEMPLATES_END - TEMPLATES)
  forgetSkeletons()
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
