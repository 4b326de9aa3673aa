import { isAscii } from 'node:buffer'
import type { Format } from '../formats/format.ts'
import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import { isWantedList, ONLY, type Pairs, type Wants } from '../usage/wants.ts'

/** A second parsing costs as much as two entries save: when so much was lost, no more are tried. */
const PATIENCE = 128
const COST = 2
/** No log nests what a format wants as deep. */
const DEEPEST = 64

/**
 * Parses entries beyond ASCII without decoding them, which takes half the time: each byte is taken for a letter. Texts in them
 * are wrong then, so that an entry will do only where all is ASCII that its format wants.
 */
export class LatinEntries {
  private lost = 0

  /** An entry of the format; null = it is to be parsed as UTF-8. `isSure`: it is of that format, whatever it holds. */
  read(bytes: Buffer, format: Format, isSure: boolean): JsonObject | null {
    if (format.wants === undefined || this.lost > PATIENCE || isAscii(bytes)) return null
    const entry = parsed(bytes.toString('latin1'))
    const will = entry !== null && (isSure || format.recognizes(entry)) && isAsciiIn(entry, format.wants)
    this.lost = will ? Math.max(0, this.lost - 1) : this.lost + COST
    return will ? entry : null
  }
}

function parsed(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isAsciiIn(object: JsonObject, wants: Wants): boolean {
  if (wants[ONLY] === true && Object.keys(object).some((key) => !Object.hasOwn(wants, key))) return false
  for (const key in wants) {
    const value = object[key]
    if (value !== undefined && !isAsciiAt(value, wants[key]!)) return false
  }
  return true
}

/** A value of another kind than is wanted is wanted whole. */
function isAsciiAt(value: Json, wanted: Wants[string]): boolean {
  if (typeof value === 'string') return ASCII.test(value)
  if (typeof value !== 'object' || value === null) return true
  if (isArray(value) && wanted !== true && isWantedList(wanted)) {
    const [element, pairs] = wanted
    if (pairs === undefined) return value.every((each) => isAsciiAt(each, element))
    return value.every((each) => isUnwanted(each, element, pairs) || isAsciiThroughout(each, 0))
  }
  if (isObject(value) && wanted !== true && !isWantedList(wanted)) return isAsciiIn(value, wanted)
  return isAsciiThroughout(value, 0)
}

function isUnwanted(pair: Json, wants: Wants, { name, beginnings }: Pairs): boolean {
  const named = isObject(pair) ? pair[name] : undefined
  if (typeof named !== 'string' || Object.hasOwn(wants, named)) return false
  return !beginnings.some((beginning) => named.startsWith(beginning))
}

/** All keys and texts in it; false where it is deeper than calls may be. */
function isAsciiThroughout(value: Json, depth: number): boolean {
  if (typeof value === 'string') return ASCII.test(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth === DEEPEST) return false
  if (isArray(value)) return value.every((each) => isAsciiThroughout(each, depth + 1))
  return Object.entries(value).every(
    ([key, each]) => ASCII.test(key) && (each === undefined || isAsciiThroughout(each, depth + 1)),
  )
}

const ASCII = /^[\0-\x7f]*$/
