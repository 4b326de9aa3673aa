import { behindSpace, encoded, endOfScalar, endOfString, endOfValue } from './json'
import { FOUND, FOUND_END, RESULT, TEXTS, TEXTS_END } from './memory'

/**
 * Reads from a JSON object what a tree of wanted keys names, and checks the grammar of all else. What it finds is a list,
 * in the order of the text, of 16 bytes each: what it is and which key it stands under, then a number, or two positions.
 */

const OPEN_OBJECT: u32 = 0
const OPEN_ARRAY: u32 = 1
const CLOSE: u32 = 2
/** Begin and end of its content, counted from TEXTS. */
const TEXT: u32 = 3
const NUMBER: u32 = 4
const NULL: u32 = 5
const TRUE: u32 = 6
const FALSE: u32 = 7
/** Any other value, as JSON: begin, end. */
const JSON_TEXT: u32 = 8
/** The text that was found under this key the last time: most lines of a log repeat what stood in the one before. */
const SAME_TEXT: u32 = 9

/** A node of the tree: bits of its hash table, the node for elements of an array or 0, then the table. */
const BITS: usize = 0
const ELEMENT: usize = 4
const TABLE: usize = 8

/**
 * A wanted key: its first eight bytes, its length, its bytes, its number (0 = empty place), the node behind it or 0, and
 * where the text stands that was last found under it: all that is kept between calls.
 */
const FIRST: usize = 0
const LENGTH: usize = 8
const BYTES: usize = 12
const NUMBER_OF_KEY: usize = 16
const NODE: usize = 20
const LAST: usize = 24
const KEY_SIZE: usize = 32

/** The text that was last found: its length + 1 (0 = there was none), its bytes. */
const LAST_LENGTH: usize = 0
const LAST_TEXT: usize = 8
const LONGEST_LAST: usize = 64

/** Room for what closes the containers that are open, one in the other: trees are not as deep. */
const DEEPEST: usize = 1024

let found: usize = 0
let texts: usize = 0

/**
 * Reads the object in [from, to) by the tree whose root is at `root`. Returns behind what it found; 0 when it is not one
 * valid object, or when it is for others to read: a key with an escape, too much to hold. Writes behind the texts.
 */
export function project(root: usize, from: usize, to: usize): usize {
  found = FOUND
  texts = TEXTS
  if (load<u8>(from) !== 0x7b || walkObject(root, from, to) !== to) return 0
  store<usize>(RESULT, texts)
  return found
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
    at = wanted === 0 ? endOfValue(at, to) : walkValue(wanted, load<usize>(wanted, NODE), at, to)
    if (at === 0) return 0
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
      note(element === 0 ? OPEN_OBJECT : OPEN_ARRAY, key, 0, 0)
      at = element === 0 ? walkObject(node, at, to) : walkArray(element, at, to)
      note(CLOSE, 0, 0, 0)
      return at
    }
  }
  if (first === 0x22) return walkString(wanted, key, at, to)
  const end = first === 0x7b || first === 0x5b ? endOfValue(at, to) : endOfScalar(at)
  if (end === 0) return 0
  if (first === 0x6e) note(NULL, key, 0, 0)
  else if (first === 0x74) note(TRUE, key, 0, 0)
  else if (first === 0x66) note(FALSE, key, 0, 0)
  else if (end - at <= 19 && isDigits(at, end)) noteNumber(key, numberIn(at, end))
  else note(JSON_TEXT, key, at, end)
  return end
}

function walkString(wanted: usize, key: u32, at: usize, to: usize): usize {
  const end = endOfString(at + 1, to)
  if (end === 0) return 0
  const length = end - at - 2
  if (encoded || texts + length > TEXTS_END) {
    note(JSON_TEXT, key, at, end)
    return end
  }
  if (wanted !== 0 && isLast(load<usize>(wanted, LAST), at + 1, length)) {
    note(SAME_TEXT, key, 0, 0)
    return end
  }
  for (let i: usize = 0; i < length; i += 16) v128.store(texts + i, v128.load(at + 1 + i))
  note(TEXT, key, texts - TEXTS, texts - TEXTS + length)
  texts += length
  return end
}

/** True when the text is the one that is kept; from now on it is. */
function isLast(kept: usize, text: usize, length: usize): bool {
  const last = kept + LAST_TEXT
  if (load<usize>(kept, LAST_LENGTH) === length + 1) {
    let i: usize = 0
    while (i + 8 <= length && load<u64>(last + i) === load<u64>(text + i)) i += 8
    if (i + 8 > length && sameStart(load<u64>(last + i), load<u64>(text + i), length - i)) return true
  }
  store<usize>(kept, length > LONGEST_LAST ? 0 : length + 1, LAST_LENGTH)
  if (length <= LONGEST_LAST) for (let i: usize = 0; i < length; i += 16) v128.store(last + i, v128.load(text + i))
  return false
}

/** True when the first so many bytes, less than eight, are equal. */
function sameStart(a: u64, b: u64, length: usize): bool {
  return length === 0 || (a ^ b) << (64 - ((<u64>length) << 3)) === 0
}

function note(kind: u32, key: u32, from: usize, to: usize): void {
  store<u32>(found, kind | (key << 8))
  store<usize>(found, from, 8)
  store<usize>(found, to, 12)
  found += 16
}

function noteNumber(key: u32, value: u64): void {
  store<u32>(found, NUMBER | (key << 8))
  store<f64>(found, <f64>value, 8)
  found += 16
}

function isDigits(at: usize, end: usize): bool {
  for (; at < end; at++) if (load<u8>(at) < 0x30 || load<u8>(at) > 0x39) return false
  return true
}

function numberIn(at: usize, end: usize): u64 {
  let value: u64 = 0
  for (; at < end; at++) value = value * 10 + (load<u8>(at) - 0x30)
  return value
}

/** The wanted key that stands at `at`; 0 = it is not wanted here. */
function keyAt(node: usize, at: usize, length: usize): usize {
  let first = load<u64>(at)
  if (length < 8) first &= ((<u64>1) << ((<u64>length) << 3)) - 1
  const bits = load<u32>(node, BITS)
  const mask = (1 << bits) - 1
  let place = <u32>(((first ^ length) * 0x9e3779b97f4a7c15) >> (64 - bits))
  while (true) {
    const key = node + TABLE + <usize>place * KEY_SIZE
    if (load<u32>(key, NUMBER_OF_KEY) === 0) return 0
    if (load<u64>(key, FIRST) === first && load<usize>(key, LENGTH) === length) {
      if (length <= 8 || sameEnds(load<usize>(key, BYTES), at, length)) return key
    }
    place = (place + 1) & mask
  }
}

/** True when two strings of more than eight bytes are equal that begin with the same eight. */
function sameEnds(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 8; i + 8 < length; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false
  return load<u64>(a + length - 8) === load<u64>(b + length - 8)
}
