import { hashOf, hashOfNumber, mixed } from './hash'
import { FOUND, FOUND_END, TEXTS, TEXTS_END } from './memory'
import { numberIn } from './numbers'
import { ALIKE, isOwn, rowNumber, rowPlace, rowText, SHARED, share } from './row'
import { hole, NUMBER_HOLE, TEXT_HOLE } from './skeleton'
import { encoded } from './strings'
import { LAST, NUMBER_OF_KEY, ROLE } from './wanted'

/**
 * What is noted of an object while it is read: a list, in the order of the text, of 16 bytes each, which say what was found
 * and under which key, then a number, or two positions; or a row; or a skeleton. And its likeness.
 */

export const OPEN_OBJECT: u32 = 0
export const OPEN_ARRAY: u32 = 1
export const CLOSE: u32 = 2
/** Begin and end of its content. */
const TEXT: u32 = 3
const NUMBER: u32 = 4
export const NULL: u32 = 5
export const TRUE: u32 = 6
export const FALSE: u32 = 7
/** Any other value, as JSON: begin, end. */
const JSON_TEXT: u32 = 8
/** The text that was found under this key the last time: most lines of a log repeat what stood in the one before. */
const SAME_TEXT: u32 = 9
/** A key that is not named in the tree: begin, end. Of OTHER_KEY the value is not noted, of NAME it comes next. */
const OTHER_KEY: u32 = 10
const NAME: u32 = 11
// Of both kinds of text there is its version too, a number that changes with the text under the key; 0 = it is not kept.

/** Added to the kind of a value that has a place of its own in a row. */
const OWN: u32 = 0x80

/** In place of a key's number: an element of an array, and what stands under the name before it. */
export const ELEMENT_KEY: u32 = 0
export const NAMED: u32 = 0xffffff

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

/** Room for what closes the containers that are open, one in the other: fewer than so many bytes hold. */
const DEEPEST: usize = 1024

export let found: usize = 0
export let texts: usize = 0
/** A hash of all that was found but for an entry's own numbers and texts, of which it matters only whether a text is empty. */
export let likeness: u64 = 0
let entry: u32 = 0
/** What is written. */
let mode: u32 = 0
export const LIST: u32 = 0
export const ROW: u32 = 1
export const SKELETON: u32 = 2
/** Inside a container of which it only matters that nothing unknown stands in it. */
let quiet: bool = false
/** Set where lines of the likeness differ in more than a skeleton has holes for. */
export let manifold: bool = false

export function beginNotes(as: u32, root: usize): void {
  if (as === LIST) entry++
  mode = as
  found = FOUND
  texts = TEXTS
  likeness = hashOfNumber(root)
  quiet = manifold = false
}

export function hasRoom(): bool {
  return found <= FOUND_END - DEEPEST
}

export function isSkeleton(): bool {
  return mode === SKELETON
}

export function isQuiet(): bool {
  return quiet
}

/** Returns what it was before. */
export function beQuiet(value: bool): bool {
  const before = quiet
  quiet = value
  return before
}

export function roleOf(wanted: usize): u32 {
  return wanted === 0 ? ALIKE : load<u32>(wanted, ROLE)
}

export function note(kind: u32, key: u32): void {
  if (quiet && kind <= OPEN_ARRAY) manifold = true
  if (quiet && mode !== LIST) return
  store<u32>(found, kind | (key << 8))
  found += 16
  if (!quiet) alike(kind | (key << 8))
}

/** A key that is not named in the tree, whose value is noted next, or not at all. False when it would be no property. */
export function noteName(at: usize, length: usize, valueFollows: bool): bool {
  if (length === 9 && load<u64>(at) === 0x5f6f746f72705f5f) return false
  notePlaces(valueFollows ? NAME : OTHER_KEY, NAMED, at, at + length)
  alike(OTHER_KEY)
  alike(hashOf(at, length))
  return true
}

/** A container that has no place in a quiet one. */
export function noteStranger(key: u32, from: usize, to: usize): void {
  notePlaces(JSON_TEXT, key, from, to)
  alike(JSON_TEXT | (key << 8))
  alike(hashOf(from, to - from))
}

/** A number that is no plain one, a text that is not plain ASCII, or any value that is wanted as it is. */
export function noteJson(key: u32, role: u32, from: usize, to: usize): void {
  notePlaces(JSON_TEXT, key, from, to)
  if (quiet) return
  const isText = load<u8>(from) === 0x22
  if (isOwn(role)) {
    own()
    manifold = true
    alike(u64(isText))
    if (mode === ROW) rowPlace(from, to)
  } else if (role === SHARED && isText) {
    alike(0)
    if (mode === ROW) share(key, from, to, true)
    else if (mode === SKELETON) hole(TEXT_HOLE, role, key, from, to)
  } else alike(hashOf(from, to - from))
}

export function noteNumber(key: u32, role: u32, from: usize, to: usize): void {
  const value = numberIn(from, to)
  note(NUMBER, key)
  if (quiet && mode !== LIST) return
  store<f64>(found - 16, <f64>value, 8)
  if (quiet) return
  if (isOwn(role)) own()
  if (role === ALIKE || role === SHARED) alike(value)
  else if (mode === ROW) rowNumber(role, value)
  else if (mode === SKELETON) hole(NUMBER_HOLE, role, key, from, to)
}

/** The string in [at, end) with its quotes, which was just passed. */
export function noteString(wanted: usize, key: u32, role: u32, at: usize, end: usize): void {
  const length = end - at - 2
  if (quiet) {
    if (mode === LIST) noteText(TEXT, key, 0, texts, texts)
  } else if (encoded || texts + length > TEXTS_END) noteJson(key, role, at, end)
  else if (mode === SKELETON) {
    if (role !== ALIKE && length > 0) hole(TEXT_HOLE, role, key, at, end)
  } else if (mode === ROW) {
    alike(TEXT | (key << 8))
    alike(role === ALIKE ? hashOf(at + 1, length) : u64(length === 0))
    if (role !== ALIKE) rowText(role, key, at + 1, length)
  } else listString(wanted, role, key, at + 1, length)
}

function listString(wanted: usize, role: u32, key: u32, at: usize, length: usize): void {
  const last = wanted === 0 ? 0 : load<usize>(wanted, LAST)
  const isLast = last !== 0 && isKept(last, at, length)
  const hash = isLast ? load<u64>(last, LAST_HASH) : hashOf(at, length)
  // What was noted of this entry already must not change.
  const isNew = !isLast && last !== 0 && load<u32>(last, LAST_ENTRY) !== entry
  if (isNew) keep(last, at, length, hash)
  if (last !== 0) store<u32>(last, entry, LAST_ENTRY)
  const from = isLast ? last + LAST_TEXT : texts
  noteText(isLast ? SAME_TEXT : TEXT, key, isLast || isNew ? load<u32>(last, LAST_VERSION) : 0, from, from + length)
  alike(TEXT | (key << 8))
  alike(role === ALIKE ? hash : u64(length === 0))
  if (isOwn(role) && length > 0) own()
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

function noteText(kind: u32, key: u32, version: u32, from: usize, to: usize): void {
  store<u32>(found, kind | (key << 8))
  store<u32>(found, version, 4)
  store<usize>(found, from, 8)
  store<usize>(found, to, 12)
  found += 16
}

function notePlaces(kind: u32, key: u32, from: usize, to: usize): void {
  note(kind, key)
  if (quiet && mode !== LIST) return
  store<usize>(found - 16, from, 8)
  store<usize>(found - 16, to, 12)
}

/** What was noted last has a place of its own. */
function own(): void {
  store<u32>(found - 16, load<u32>(found - 16) | OWN)
}

function alike(value: u64): void {
  likeness = mixed(likeness, value)
}

export function keyOf(wanted: usize): u32 {
  return wanted === 0 ? ELEMENT_KEY : load<u32>(wanted, NUMBER_OF_KEY)
}
