import type { Format } from '../formats/format.ts'
import { COUNTS, type CountSums, countsBy, keysOf } from '../usage/count-sums.ts'
import { isUnstated } from '../usage/counts.ts'
import { type Json, type JsonObject, objectAt } from '../usage/json.ts'
import type { AttributeName, Attributes, UsageRecord } from '../usage/record.ts'
import type { Stamp } from '../usage/stamped-calls.ts'
import { timeOf } from '../usage/time.ts'
import type { Kernel } from './kernel.ts'
import { FOUND, type Found, type Place, type Projection } from './projection.ts'
import { wantedBy } from './wanted-by.ts'

/** What lines that are alike have in common, and where their own numbers go. */
export interface Template {
  readonly format: Format
  readonly stamp: Stamp
  /** The time of a line is read from its own text, its own number, or is that of all. */
  readonly time: 'text' | 'number' | number
  readonly sums: CountPlaces
}

/** CountSums with places of numbers instead of keys, and numbers of counts. */
export interface CountPlaces {
  /** Pairs: a count, and the place of a number that is one of its terms. */
  readonly singles: Uint8Array
  /** The other terms, each the greatest of some sums. */
  readonly terms: readonly { readonly count: number; readonly sums: readonly (readonly number[])[] }[]
}

/** The template of lines that are like the one that was found, whose reader told this record; null = it cannot be one. */
export function templateOf(projection: Projection, format: Format, found: Found, record: UsageRecord): Template | null {
  const { kernel } = projection
  const { tree } = found
  const places: Place[] = []
  const entry = projection.objectOf(found, places)
  const { identity, time, usage, sums } = format.repeats!
  const { fees, update = false, calls = 1, counts } = record
  if (fees !== undefined || counts.modalities !== undefined || update || calls !== 1 || isUnstated(counts)) return null
  const { unless } = format.repeats!
  if (places.some((place) => unless.includes(tree.paths[place.key]!) && kindOf(kernel, place) !== FOUND.null))
    return null
  // Of equal keys one after the other the last one counts, which the kernel does not know.
  const keys = places.filter(
    ({ key }) => wantedBy(format).roles.has(tree.paths[key]!) || isAbove(tree.paths[key]!, format),
  )
  if (new Set(keys.map(({ key }) => key)).size < keys.length) return null
  const at = (path: string) => keys.find(({ key }) => tree.paths[key] === path)
  if (record.identity === null || record.identity !== textOf(kernel, at(identity))) return null
  const moment = at(time)
  const kind = moment === undefined ? FOUND.null : kindOf(kernel, moment)
  const isText = kind === FOUND.text || kind === FOUND.sameText
  if (timeOf(valueAt(entry, time)) !== record.time || (isText && record.time === null)) return null
  if (!sameAttributes(attributesIn(entry, format), record.attributes ?? {})) return null
  const stated = keysOf(sums).map((key) => at(`${usage}.${key}`))
  const kinds = stated.map((place) => (place === undefined ? FOUND.null : kindOf(kernel, place)))
  if (kinds.some((each) => each !== FOUND.null && each !== FOUND.number)) return null
  const usageFound = usage.split('.').reduce<JsonObject | null>(objectAt, entry)
  if (usageFound === null) return null
  const counted = countsBy(sums, usageFound)
  if (COUNTS.some((name) => counts[name] !== counted[name])) return null
  const isPlace = (key: string) => kinds[keysOf(sums).indexOf(key)] === FOUND.number
  return {
    format,
    stamp: {
      descriptor: {
        model: record.model?.toWellFormed() ?? null,
        provider: record.provider,
        mode: record.mode ?? null,
        region: record.region ?? null,
        calls: 1,
        keepLoggedCost: record.keepLoggedCost ?? false,
        format: format.name,
      },
      loggedCostUsd: record.loggedCostUsd ?? null,
      partial: record.partial ?? false,
      stated: COUNTS.reduce((mask, name, i) => (counts[name] === null ? mask : mask | (1 << i)), 0),
    },
    time: isText ? 'text' : kind === FOUND.number ? 'number' : (record.time ?? Number.NaN),
    sums: placesOf(sums, isPlace),
  }
}

function placesOf(sums: CountSums, isPlace: (key: string) => boolean): CountPlaces {
  const keys = keysOf(sums)
  const all = COUNTS.flatMap((name, count) =>
    sums[name].map((term) => {
      const places = term.map((each) => each.filter(isPlace).map((key) => keys.indexOf(key)))
      return { count, sums: places.filter(({ length }) => length > 0) }
    }),
  )
  const isSingle = ({ sums }: (typeof all)[number]) => sums.length === 1 && sums[0]!.length === 1
  return {
    singles: Uint8Array.from(all.filter(isSingle).flatMap(({ count, sums }) => [count, sums[0]![0]!])),
    terms: all.filter((term) => !isSingle(term)),
  }
}

/** Writes the counts in the numbers of a row, which begin at `from`, behind `at`. */
export function readCounts(
  { singles, terms }: CountPlaces,
  numbers: Float64Array,
  from: number,
  into: Float64Array,
  at: number,
): void {
  for (let count = 0; count < COUNTS.length; count++) into[at + count] = 0
  for (let i = 0; i < singles.length; i += 2) into[at + singles[i]!]! += numbers[from + singles[i + 1]!]!
  for (let t = 0; t < terms.length; t++) {
    const { count, sums } = terms[t]!
    let greatest = 0
    for (let s = 0; s < sums.length; s++) {
      const places = sums[s]!
      let sum = 0
      for (let p = 0; p < places.length; p++) sum += numbers[from + places[p]!]!
      if (sum > greatest) greatest = sum
    }
    into[at + count]! += greatest
  }
}

/** null: it is no text. */
function textOf(kernel: Kernel, place: Place | undefined): string | null {
  if (place === undefined) return null
  const kind = kindOf(kernel, place)
  if (kind !== FOUND.text && kind !== FOUND.sameText) return null
  const { foundWords: words } = kernel
  return kernel.text(words[place.found * 4 + 2]!, words[place.found * 4 + 3]!)
}

function kindOf(kernel: Kernel, { found }: Place): number {
  return kernel.foundWords[found * 4]! & 127
}

/** True when the key at `path` holds keys that have a role. */
function isAbove(path: string, format: Format): boolean {
  return [...wantedBy(format).roles.keys()].some((each) => each.startsWith(`${path}.`))
}

function valueAt(entry: JsonObject, path: string): Json | undefined {
  const keys = path.split('.')
  const last = keys.pop()!
  return keys.reduce<JsonObject | null>(objectAt, entry)?.[last]
}

function attributesIn(entry: JsonObject, format: Format): Attributes {
  const known: { [name in AttributeName]?: string } = {}
  for (const path in format.repeats!.attributes) {
    const value = path.includes('.') ? valueAt(entry, path) : entry[path]
    if (typeof value === 'string' && value !== '') known[format.repeats!.attributes[path]!] = value
  }
  return known
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name as keyof Attributes] === b[name as keyof Attributes])
}
