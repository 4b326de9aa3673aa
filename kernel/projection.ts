import {
  beginNotes,
  beQuiet,
  CLOSE,
  ELEMENT_KEY,
  found,
  hasRoom,
  isQuiet,
  isSkeleton,
  keyOf,
  LIST,
  likeness,
  NAMED,
  note,
  noteJson,
  noteName,
  noteStranger,
  OPEN_ARRAY,
  OPEN_OBJECT,
  ROW,
  roleOf,
  SKELETON,
  texts,
} from './found'
import { behindSpace, endOfValue } from './json'
import { behindKey, keyEnd } from './keys'
import { RESULT } from './memory'
import { walkPairs } from './pairs'
import { ALIKE, beginRow, isOwn, QUIET, usual, VARIES } from './row'
import { walkScalar } from './scalar'
import { anyHole, beginSkeleton, endSkeleton } from './skeleton'
import { CLOSED, ELEMENT, keyAt, NODE, ONLY, PAIRS } from './wanted'

/**
 * Reads from a JSON object what a tree of wanted keys names, and checks the grammar of all else. Under a key that varies a
 * container is read whole. What stands under a quiet key is only looked through for what the tree does not name.
 */

/**
 * Reads the object in [from, to) by the tree whose root is at `root`, into a list (found.ts). Returns its end; 0 when it is
 * not one valid object, or when it is for others to read: a key with an escape, too much to hold. Writes where the texts end,
 * and the likeness.
 */
export function project(root: usize, from: usize, to: usize): usize {
  beginNotes(LIST, root)
  if (!walkRoot(root, from, to)) return 0
  store<usize>(RESULT, texts)
  store<u64>(RESULT, likeness, 8)
  return found
}

/** Reads the same into the row at `row`. Returns the likeness; 0 when there is no row to be made of it. */
export function projectRow(root: usize, from: usize, to: usize, row: usize): u64 {
  beginNotes(ROW, root)
  beginRow(row, root)
  return walkRoot(root, from, to) && usual ? likeness : 0
}

/** Makes a skeleton of the object in [from, to), which `projectRow` has read and which a template knows. */
export function keepSkeleton(root: usize, from: usize, to: usize, template: u32): void {
  if (!beginSkeleton(from)) return
  beginNotes(SKELETON, root)
  if (walkRoot(root, from, to)) endSkeleton(root, template, to)
}

function walkRoot(root: usize, from: usize, to: usize): bool {
  return load<u8>(from) === OPEN_BRACE && walkObject(root, from, to) === to
}

const OPEN_BRACE: u8 = 0x7b
const OPEN_BRACKET: u8 = 0x5b

function walkObject(node: usize, at: usize, to: usize): usize {
  const closed = load<u8>(node, CLOSED)
  at = behindSpace(at + 1)
  if (load<u8>(at) === 0x7d) return at + 1
  while (true) {
    const key = at + 1
    at = behindKey(at, to)
    if (at === 0) return 0
    const wanted = keyAt(node, key, keyEnd - key)
    if (wanted === 0 && closed !== 0) {
      if (closed === ONLY || !hasRoom() || !noteName(key, keyEnd - key, false)) return 0
    }
    const value = at
    at = wanted === 0 ? endOfValue(at, to) : walkWanted(wanted, at, to)
    if (at === 0) return 0
    if (wanted === 0 && isSkeleton()) anyHole(value, at)
    at = behindSpace(at)
    const next = load<u8>(at++)
    if (next === 0x7d) return at
    if (next !== 0x2c) return 0
    at = behindSpace(at)
  }
}

function walkWanted(wanted: usize, at: usize, to: usize): usize {
  const node = load<usize>(wanted, NODE)
  if (roleOf(wanted) !== QUIET) return walkValue(wanted, node, at, to)
  const before = beQuiet(true)
  at = walkValue(wanted, node, at, to)
  beQuiet(before)
  return at
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
  if (at >= to || !hasRoom()) return 0
  const key = keyOf(wanted)
  const first = load<u8>(at)
  if (node !== 0) {
    const element = load<usize>(node, ELEMENT)
    if (element !== 0 && first === OPEN_BRACKET && load<usize>(node, PAIRS) !== 0) {
      note(OPEN_OBJECT, key)
      at = walkPairs(node, at, to)
      note(CLOSE, 0)
      return at
    }
    if (element === 0 ? first === OPEN_BRACE : first === OPEN_BRACKET) {
      note(element === 0 ? OPEN_OBJECT : OPEN_ARRAY, key)
      at = element === 0 ? walkObject(node, at, to) : walkArray(element, at, to)
      note(CLOSE, 0)
      return at
    }
  }
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return walkScalar(wanted, key, roleOf(wanted), at, to)
  if (isOwn(roleOf(wanted))) return walkWhole(key, at, to, 0)
  const end = endOfValue(at, to)
  if (end === 0) return 0
  if (isQuiet()) noteStranger(key, at, end)
  else noteJson(key, roleOf(wanted), at, end)
  return end
}

/** Containers that are read whole are for others when they are nested deeper. */
const DEEPEST: u32 = 30

/** Notes all that stands in the container at `at`: every number varies, every text and key is alike. */
function walkWhole(key: u32, at: usize, to: usize, depth: u32): usize {
  const isObject = load<u8>(at) === OPEN_BRACE
  const close: u8 = isObject ? 0x7d : 0x5d
  if (depth === DEEPEST) return 0
  note(isObject ? OPEN_OBJECT : OPEN_ARRAY, key)
  at = behindSpace(at + 1)
  if (load<u8>(at) === close) at++
  else {
    while (true) {
      if (at >= to || !hasRoom()) return 0
      if (isObject) {
        const name = at + 1
        at = behindKey(at, to)
        if (at === 0 || !noteName(name, keyEnd - name, true)) return 0
      }
      const first = load<u8>(at)
      const inner = isObject ? NAMED : ELEMENT_KEY
      if (first === OPEN_BRACE || first === OPEN_BRACKET) at = walkWhole(inner, at, to, depth + 1)
      else at = walkScalar(0, inner, first === 0x22 ? ALIKE : VARIES, at, to)
      if (at === 0) return 0
      at = behindSpace(at)
      const next = load<u8>(at++)
      if (next === close) break
      if (next !== 0x2c) return 0
      at = behindSpace(at)
    }
  }
  note(CLOSE, 0)
  return at
}
