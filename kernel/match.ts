import { difference } from './bytes'
import { passHole } from './holes'
import { forgetNewlines, newlinePassed } from './json'
import { beginRow, usual } from './row'
import {
  commonEnd,
  count,
  expectedSkeleton,
  KEY,
  KIND,
  LENGTH,
  meet,
  NO_HOLE,
  PARTS,
  partSize,
  ROLE,
  ROOT,
  STRETCH,
  skeletonAt,
} from './skeleton'

/** The template and the end of the line that `match` found. */
export let template: u32 = 0
export let lineEnd: usize = 0

/** The skeleton that was tried last for this line; the place in it of the part that is not like the line, and where in the line. */
let tried: usize = 0
let stopPart: usize = 0
let stop: usize = 0

/** Where the newline of the line at `start` is, when it has a skeleton: its row is written. 0 = it has none, or does not end before `to`. */
export function match(root: usize, start: usize, to: usize, row: usize): usize {
  const expected = expectedSkeleton()
  tried = 0
  for (let i: u32 = 0; i <= count; i++) {
    const skeleton = i === 0 ? expected : skeletonAt(i - 1)
    if (skeleton === (i === 0 ? 0 : expected)) continue
    const newline = matchOne(skeleton, root, start, to, row)
    if (newline !== 0) return newline
  }
  return 0
}

function matchOne(skeleton: usize, root: usize, start: usize, to: usize, row: usize): usize {
  if (load<usize>(skeleton, ROOT) !== root) return 0
  // What it has in common with the one before, the line was found to have.
  if (tried === 0 || commonEnd(tried, skeleton) < stopPart) {
    beginRow(row, root)
    forgetNewlines()
    stopPart = PARTS
    stop = start
  }
  tried = skeleton
  return walk(skeleton, stopPart, stop, to)
}

/** Goes along a skeleton from one of its parts on, and along the line from `at` on. */
function walk(skeleton: usize, from: usize, at: usize, to: usize): usize {
  let part = skeleton + from
  let begin = at
  while (true) {
    begin = at
    const length = load<usize>(part, LENGTH)
    if (difference(part + STRETCH, at, length) !== 0) break
    at += length
    const kind = load<u32>(part, KIND)
    if (kind === NO_HOLE) {
      const newline = newlineAt(at, to)
      if (newline === 0) break
      template = meet(skeleton)
      return newline
    }
    at = passHole(kind, load<u32>(part, ROLE), load<u32>(part, KEY), at, to)
    if (at === 0) break
    part += partSize(length)
  }
  stopPart = part - skeleton
  stop = begin
  return 0
}

/** The newline of a line whose object ends at `at`; 0 when more stands there, or what was passed was not as usual. */
function newlineAt(at: usize, to: usize): usize {
  lineEnd = at
  if (load<u8>(at) === 0x0d) at++
  return at >= to || load<u8>(at) !== 0x0a || newlinePassed || !usual ? 0 : at
}
