import { hashOf, hashOfNumber, mixed } from './hash'
import { behindSpace, endOfValue } from './json'
import { FOUND, FOUND_END, RESULT, TEXTS, TEXTS_END } from './memory'
import { endOfScalar, isDigits, numberIn } from './numbers'
import { ALIKE, beginRow, rowNumber, rowText, SHARED, share, usual } from './row'
import { anyHole, beginSkeleton, endSkeleton, hole, NUMBER_HOLE, TEXT_HOLE } from './skeleton'
import { encoded, endOfString } from './strings'
import { ELEMENT, keyAt, LAST, NODE, NUMBER_OF_KEY, ROLE } from './wanted'

/**
 * Reads from a JSON object what a tree of wanted keys names, and checks the grammar of all else. What it finds is a list,
 * in the order of the text, of 16 bytes each: what it is and which key it stands under, then a number, or two positions.
 */

const OPEN_OBJECT: u32 = 0
const OPEN_ARRAY: u32 = 1
const CLOSE: u32 = 2
/** Begin and end of its content. */
const TEXT: u32 = 3
const NUMBER: u32 = 4
const NULL: u32 = 5
const TRUE: u32 = 6
const FALSE: u32 = 7
/** Any other value, as JSON: begin, end. */
const JSON_TEXT: u32 = 8
/** The text that was found under this key the last time: most lines of a log repeat what stood in the one before. */
const SAME_TEXT: u32 = 9
// Of both kinds of text there is its version too, a number that changes with the text under the key; 0 = it is not kept.

/**
 * The text that was last found, the first one of its entry: its length + 1 (0 = there was none), its version from 1 on, its
 * hash, the number of the entry, its bytes.
 */
const LAST_LENGTH: usize = 0
const LAST_VERSION: usize = 4
const LAST_HASH: usize = 8
const LAST_ENTRY: usize = 16
const LAST_TEXT: usize = 24
const LONGEST_LAST: usize = 64

/** Room for what closes the containers that are open, one in the other: trees are not as deep. */
const DEEPEST: usize = 1024

let found: usize = 0
let texts: usize = 0
let likeness: u64 = 0
let entry: u32 = 0
/** What is written: a list of what is found, a row, or a skeleton. */
let mode: u32 = 0
const LIST: u32 = 0
const ROW: u32 = 1
const SKELETON: u32 = 2

/**
 * Reads the object in [from, to) by the tree whose root is at `root`. Returns behind what it found; 0 when it is not one
 * valid object, or when it is for others to read: a key with an escape, too much to hold. Writes where the texts end, and the
 * likeness: a hash of all that was found but for an entry's own numbers and texts, of which it matters only whether a
 * text is empty.
 */
export function project(root: usize, from: usize, to: usize): usize {
  entry++
  mode = LIST
  if (!walkRoot(root, from, to)) return 0
  store<usize>(RESULT, texts)
  store<u64>(RESULT, likeness, 8)
  return found
}

/** Reads the same into the row at `row`. Returns the likeness; 0 when there is no row to be made of it. */
export function projectRow(root: usize, from: usize, to: usize, row: usize): u64 {
  mode = ROW
  beginRow(row, root)
  return walkRoot(root, from, to) && usual ? likeness : 0
}

/** Makes a skeleton of the object in [from, to), which `projectRow` has read and which a template knows. */
export function keepSkeleton(root: usize, from: usize, to: usize, template: u32): void {
  mode = SKELETON
  if (beginSkeleton(from) && walkRoot(root, from, to)) endSkeleton(root, template, to)
}

function walkRoot(root: usize, from: usize, to: usize): bool {
  found = FOUND
  texts = TEXTS
  likeness = hashOfNumber(root)
  return load<u8>(from) === 0x7b && walkObject(root, from, to) === to
}

function walkObject(node: usize, at: usize, to: usize): usize {
  at = behindSpace(at + 1)
  if (load<u8>(at) === 0x7d) return at + 1
  while (true) {
    if (load<u8>(at) !== 0x22) return 0
    const key = at + 1
    at = endOfString(key, to)
    if (at === 0 || encoded) return 0
    const wanted = keyAt(node, key, at - key - 1)
    at = behindSpace(at)
    if (load<u8>(at) !== 0x3a) return 0
    at = behindSpace(at + 1)
    const value = at
    at = wanted === 0 ? endOfValue(at, to) : walkValue(wanted, load<usize>(wanted, NODE), at, to)
    if (at === 0) return 0
    if (wanted === 0 && mode === SKELETON) anyHole(value, at)
    at = behindSpace(at)
    const next = load<u8>(at++)
    if (next === 0x7d) return at
    if (next !== 0x2c) return 0
    at = behindSpace(at)
  }
}

function walkArray(element: usize, at: usize, to: usize): usize {
  at = behindSpace(at + 1)
  if (load<u8>(at) === 0x5d) return at + 1
  while (true) {
    at = walkValue(0, element, at, to)
    if (at === 0) return 0
    at = behindSpace(at)
    const next = load<u8>(at++)
    if (next === 0x5d) return at
    if (next !== 0x2c) return 0
    at = behindSpace(at)
  }
}

/** Notes the value at `at`, which stands under a wanted key (0 = in an array); of a container with a node only what is wanted of it. */
function walkValue(wanted: usize, node: usize, at: usize, to: usize): usize {
  if (at >= to || found > FOUND_END - DEEPEST) return 0
  const key = wanted === 0 ? 0 : load<u32>(wanted, NUMBER_OF_KEY)
  const first = load<u8>(at)
  if (node !== 0) {
    const element = load<usize>(node, ELEMENT)
    if (element === 0 ? first === 0x7b : first === 0x5b) {
      note(element === 0 ? OPEN_OBJECT : OPEN_ARRAY, key)
      at = element === 0 ? walkObject(node, at, to) : walkArray(element, at, to)
      note(CLOSE, 0)
      return at
    }
  }
  if (first === 0x22) return walkString(wanted, key, at, to)
  const end = first === 0x7b || first === 0x5b ? endOfValue(at, to) : endOfScalar(at)
  if (end === 0) return 0
  if (first === 0x6e) note(NULL, key)
  else if (first === 0x74) note(TRUE, key)
  else if (first === 0x66) note(FALSE, key)
  else if (end - at <= 19 && isDigits(at, end)) noteNumber(key, roleOf(wanted), at, end)
  else noteJson(key, roleOf(wanted), at, end)
  return end
}

function roleOf(wanted: usize): u32 {
  return wanted === 0 ? ALIKE : load<u32>(wanted, ROLE)
}

function walkString(wanted: usize, key: u32, at: usize, to: usize): usize {
  const end = endOfString(at + 1, to)
  if (end === 0) return 0
  const length = end - at - 2
  const role = roleOf(wanted)
  if (encoded || texts + length > TEXTS_END) noteJson(key, role, at, end)
  else if (mode === SKELETON) {
    if (role !== ALIKE && length > 0) hole(TEXT_HOLE, role, key, at, end)
  } else if (mode === ROW) {
    alike(TEXT | (key << 8))
    alike(role === ALIKE ? hashOf(at + 1, length) : u64(length === 0))
    if (role !== ALIKE) rowText(role, key, at + 1, length)
  } else noteString(wanted, role, key, at + 1, length)
  return end
}

function noteString(wanted: usize, role: u32, key: u32, at: usize, length: usize): void {
  const last = wanted === 0 ? 0 : load<usize>(wanted, LAST)
  const isLast = last !== 0 && isKept(last, at, length)
  const hash = isLast ? load<u64>(last, LAST_HASH) : hashOf(at, length)
  // What was noted of this entry already must not change.
  const isNew = !isLast && last !== 0 && load<u32>(last, LAST_ENTRY) !== entry
  if (isNew) keep(last, at, length, hash)
  if (last !== 0) store<u32>(last, entry, LAST_ENTRY)
  const from = isLast ? last + LAST_TEXT : texts
  noteText(isLast ? SAME_TEXT : TEXT, key, isLast || isNew ? load<u32>(last, LAST_VERSION) : 0, from, from + length)
  alike(role === ALIKE ? hash : u64(length === 0))
  if (isLast) return
  for (let i: usize = 0; i < length; i += 16) v128.store(texts + i, v128.load(at + i))
  texts += length
}

/** True when the text is the one that is kept. */
function isKept(kept: usize, text: usize, length: usize): bool {
  if (load<usize>(kept, LAST_LENGTH) !== length + 1) return false
  const last = kept + LAST_TEXT
  let i: usize = 0
  while (i + 8 <= length && load<u64>(last + i) === load<u64>(text + i)) i += 8
  return i + 8 > length && sameStart(load<u64>(last + i), load<u64>(text + i), length - i)
}

function keep(kept: usize, text: usize, length: usize, hash: u64): void {
  store<usize>(kept, length > LONGEST_LAST ? 0 : length + 1, LAST_LENGTH)
  store<u32>(kept, load<u32>(kept, LAST_VERSION) + 1, LAST_VERSION)
  store<u64>(kept, hash, LAST_HASH)
  if (length > LONGEST_LAST) return
  for (let i: usize = 0; i < length; i += 16) v128.store(kept + LAST_TEXT + i, v128.load(text + i))
}

/** True when the first so many bytes, less than eight, are equal. */
function sameStart(a: u64, b: u64, length: usize): bool {
  return length === 0 || (a ^ b) << (64 - ((<u64>length) << 3)) === 0
}

function note(kind: u32, key: u32): void {
  store<u32>(found, kind | (key << 8))
  alike(kind | (key << 8))
  found += 16
}

function noteText(kind: u32, key: u32, version: u32, from: usize, to: usize): void {
  store<u32>(found, kind | (key << 8))
  store<u32>(found, version, 4)
  store<usize>(found, from, 8)
  store<usize>(found, to, 12)
  alike(TEXT | (key << 8))
  found += 16
}

function noteJson(key: u32, role: u32, from: usize, to: usize): void {
  note(JSON_TEXT, key)
  store<usize>(found - 16, from, 8)
  store<usize>(found - 16, to, 12)
  const isShared = role === SHARED && load<u8>(from) === 0x22
  alike(isShared ? 0 : hashOf(from, to - from))
  if (isShared && mode === ROW) share(key, hashOf(from, to - from))
  else if (isShared && mode === SKELETON) hole(TEXT_HOLE, role, key, from, to)
}

function noteNumber(key: u32, role: u32, from: usize, to: usize): void {
  const value = numberIn(from, to)
  note(NUMBER, key)
  store<f64>(found - 16, <f64>value, 8)
  if (role === ALIKE || role === SHARED) alike(value)
  else if (mode === ROW) rowNumber(role, value)
  else if (mode === SKELETON) hole(NUMBER_HOLE, role, key, from, to)
}

function alike(value: u64): void {
  likeness = mixed(likeness, value)
}
