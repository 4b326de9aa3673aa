import { hasRoom, isSkeleton, keyOf, NAMED, noteJson, noteName, roleOf } from './found'
import { behindSpace, endOfValue } from './json'
import { behindKey, keyEnd } from './keys'
import { ALIKE } from './row'
import { walkScalar } from './scalar'
import { anyHole } from './skeleton'
import { encoded, endOfString } from './strings'
import { beginsWanted, ELEMENT, isPairKind, keyAt, PAIR_NAME, PAIR_VALUE, PAIRS, pairPart } from './wanted'

/**
 * Arrays of pairs, `[{"key":"a","value":{"intValue":"1"}}]`, which stand for an object, { a: "1" }. Where one is written in any
 * other way, the line is for others to read.
 */

/** Notes what is wanted of the array at `at`, without its ends. Returns where it ends; 0 = it is for others. */
export function walkPairs(list: usize, at: usize, to: usize): usize {
  at = behindSpace(at + 1)
  if (load<u8>(at) === 0x5d) return at + 1
  while (true) {
    at = walkPair(load<usize>(list, ELEMENT), load<usize>(list, PAIRS), at, to)
    if (at === 0) return 0
    at = behindSpace(at)
    const next = load<u8>(at++)
    if (next === 0x5d) return at
    if (next !== 0x2c) return 0
    at = behindSpace(at)
  }
}

function walkPair(node: usize, pairs: usize, at: usize, to: usize): usize {
  if (at >= to || !hasRoom() || load<u8>(at) !== 0x7b) return 0
  const first = behindSpace(at + 1)
  at = behindKey(first, to)
  if (at === 0 || partAt(pairs, first) !== PAIR_NAME || load<u8>(at) !== 0x22) return 0
  const name = at + 1
  at = endOfString(name, to)
  if (at === 0 || encoded) return 0
  const length = at - name - 1
  const wanted = keyAt(node, name, length)
  if (wanted === 0 && !beginsWanted(pairs, name)) return passRest(pairs, at, to)
  const second = behindComma(at)
  at = second === 0 ? 0 : behindKey(second, to)
  if (at === 0 || partAt(pairs, second) !== PAIR_VALUE) return 0
  if (wanted === 0 && !noteName(name, length, true)) return 0
  at = walkPairValue(pairs, wanted, at, to)
  return at === 0 ? 0 : behindEnd(at)
}

function partAt(pairs: usize, quote: usize): u32 {
  return pairPart(pairs, quote + 1, keyEnd - quote - 1)
}

/** Notes what stands at `at` under `wanted`, or under the name that was noted: the value in a value, or the whole of one whose only key is of no kind. */
function walkPairValue(pairs: usize, wanted: usize, at: usize, to: usize): usize {
  const key = wanted === 0 ? NAMED : keyOf(wanted)
  if (load<u8>(at) !== 0x7b) return 0
  const kind = behindSpace(at + 1)
  const value = behindKey(kind, to)
  if (value === 0) return 0
  if (isPairKind(pairs, kind + 1, keyEnd - kind - 1)) {
    const first = load<u8>(value)
    if (first === 0x7b || first === 0x5b) return 0
    const end = walkScalar(wanted, key, roleOf(wanted), value, to)
    return end === 0 ? 0 : behindEnd(end)
  }
  const behind = endOfValue(value, to)
  const end = behind === 0 ? 0 : behindEnd(behind)
  if (end !== 0) noteJson(key, ALIKE, at, end)
  return end
}

/** Behind a pair that nobody wants, whose name ends at `at`; 0 too when another name follows. */
function passRest(pairs: usize, at: usize, to: usize): usize {
  while (true) {
    at = behindSpace(at)
    if (load<u8>(at) === 0x7d) return at + 1
    const key = behindComma(at)
    const value = key === 0 ? 0 : behindKey(key, to)
    if (value === 0 || partAt(pairs, key) === PAIR_NAME) return 0
    at = endOfValue(value, to)
    if (at === 0) return 0
    if (isSkeleton()) anyHole(value, at)
  }
}

function behindComma(at: usize): usize {
  at = behindSpace(at)
  return load<u8>(at) === 0x2c ? behindSpace(at + 1) : 0
}

function behindEnd(at: usize): usize {
  at = behindSpace(at)
  return load<u8>(at) === 0x7d ? at + 1 : 0
}
