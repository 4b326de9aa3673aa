import type { Format } from '../formats/format.ts'
import { type Json, type JsonObject, objectAt } from '../usage/json.ts'
import type { Attributes, UsageRecord } from '../usage/record.ts'
import { COUNTS, countsBy, keysOf } from '../usage/count-sums.ts'
import { isUnstated } from '../usage/counts.ts'
import type { Stamp, StampedCall } from '../usage/record-rows.ts'
import { timeOf } from '../usage/time.ts'
import { type Kernel, NOTHING } from './kernel.ts'
import { FOUND, type Found, type Place, type Projection } from './projection.ts'
import { ROLE_OF, type Roles } from './wanted-tree.ts'

/** Templates beyond which all are forgotten; the kernel has room for twice as many. */
const MOST_TEMPLATES = 1024
/** After so many more templates than lines that were known by one, no more are made. */
const PATIENCE = 256
/** Sets of attributes beyond which all are forgotten. */
const MOST_ATTRIBUTES = 1 << 16

/** What lines that are alike have in common, and where their own numbers go. */
interface Template {
  readonly format: Format
  readonly stamp: Stamp
  /** The time of a line is read from its own text, its own number, or is that of all. */
  readonly time: 'text' | 'number' | number
  /** By count: as CountSums, places of numbers instead of keys. */
  readonly sums: readonly (readonly (readonly (readonly number[])[])[])[]
}

/**
 * Lines that hold what a line before them held, but for what their format says of a call's identity, time, counts and
 * attributes. The kernel tells them by a hash of 64 bits, as calls are told apart by one; no object is made of them, and no
 * reader asked: their record is that of the line before, with these four of their own.
 */
export class KnownLines {
  private readonly projection: Projection
  private readonly kernel: Kernel
  private readonly roots = new Map<Format, number>()
  /** By number. */
  private templates: (Template | null)[] = [null]
  /** The likeness of each, as text. */
  private readonly likenesses = new Set<string>()
  private made = 0
  private known = 0
  private strangers = 0
  /** By the low half of the hash of their texts. */
  private readonly attributes = new Map<number, { readonly high: number; readonly value: Attributes }>()
  private lastLow = -1
  private lastHigh = -1
  private last: Attributes = {}
  private readonly call = {
    stamp: NO_STAMP,
    identity: new Uint32Array(2),
    time: new Float64Array(1),
    counts: new Float64Array(COUNTS.length),
    attributes: {} as Attributes,
  }

  constructor(projection: Projection) {
    this.projection = projection
    this.kernel = projection.kernel
    this.kernel.forgetTemplates()
  }

  /** The tree by which the kernel reads lines of a format; 0 = they cannot be known. */
  rootOf(format: Format): number {
    const known = this.roots.get(format)
    if (known !== undefined) return known
    const { repeats, wants } = format
    const rides = repeats !== undefined && wants !== undefined
    const root = rides ? (this.projection.treeOf(wants, rolesOf(format))?.root ?? 0) : 0
    this.roots.set(format, root)
    return root
  }

  /** Whether each line of the format is worth reading by its tree, and not only those with a needle. */
  get every(): boolean {
    return this.made > 0 && this.strangers <= this.known / 4 + PATIENCE
  }

  /** So many lines were known when each was read, and whether then came one that was not. */
  seen(known: number, stranger: boolean): void {
    this.known += known
    if (stranger) this.strangers++
  }

  /** Hands over the calls of the rows that the kernel wrote last, with the address of their line. */
  take(each: (call: StampedCall, begin: number) => void): void {
    const { rowWords: words, rowNumbers: numbers, rows } = this.kernel
    const { call } = this
    for (let row = 0; row < rows; row++) {
      const word = row * ROW_WORDS
      const number = row * ROW_NUMBERS
      const { stamp, time, sums, format } = this.templates[words[word]!]!
      call.stamp = stamp
      call.identity[0] = words[word + HASH]!
      call.identity[1] = words[word + HASH + 1]!
      const stated = numbers[number + TIME]!
      call.time[0] = time === 'text' ? stated : time === 'number' ? (timeOf(stated) ?? Number.NaN) : time
      for (let count = 0; count < COUNTS.length; count++)
        call.counts[count] = added(sums[count]!, numbers, number + FIRST_NUMBER)
      call.attributes = this.attributesOf(format, word)
      each(call, words[word + BEGIN]!)
    }
  }

  /** A line of the format was read, and its reader told this record and nothing else. */
  learn(format: Format, found: Found, record: UsageRecord): void {
    if (format.repeats === undefined || this.made > this.known + PATIENCE) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    if (this.likenesses.has(`${low}:${high}`)) return
    const places: Place[] = []
    const template = this.templateOf(format, found, this.projection.objectOf(found, places), places, record)
    if (template !== null) this.add(low, high, this.templates.push(template) - 1)
  }

  /** A line of the format was read, and its reader told nothing. */
  learnNothing(format: Format): void {
    if (format.repeats === undefined || this.made > this.known + PATIENCE) return
    const { likenessLow: low, likenessHigh: high } = this.kernel
    if (!this.likenesses.has(`${low}:${high}`)) this.add(low, high, NOTHING)
  }

  private add(low: number, high: number, number: number): void {
    if (this.likenesses.size >= MOST_TEMPLATES) this.forget()
    this.made++
    this.likenesses.add(`${low}:${high}`)
    this.kernel.addTemplate(low, high, number)
  }

  private forget(): void {
    this.likenesses.clear()
    this.kernel.forgetTemplates()
  }

  private templateOf(
    format: Format,
    { tree }: Found,
    entry: JsonObject,
    places: readonly Place[],
    record: UsageRecord,
  ): Template | null {
    const { identity, time, usage, sums } = format.repeats!
    const { fees, update = false, calls = 1, counts } = record
    if (fees !== undefined || counts.modalities !== undefined || update || calls !== 1 || isUnstated(counts)) return null
    // Of equal keys one after the other the last one counts, which the kernel does not know.
    const keys = places.filter(({ key }) => rolesOf(format).has(tree.paths[key]!) || isAbove(tree.paths[key]!, format))
    if (new Set(keys.map(({ key }) => key)).size < keys.length) return null
    const at = (path: string) => keys.find(({ key }) => tree.paths[key] === path)
    if (record.identity === null || record.identity !== this.textOf(at(identity))) return null
    const moment = at(time)
    const kind = moment === undefined ? FOUND.null : this.kindOf(moment)
    const isText = kind === FOUND.text || kind === FOUND.sameText
    if (timeOf(valueAt(entry, time)) !== record.time || (isText && record.time === null)) return null
    if (!sameAttributes(attributesIn(entry, format), record.attributes ?? {})) return null
    const stated = keysOf(sums).map((key) => at(`${usage}.${key}`))
    const kinds = stated.map((place) => (place === undefined ? FOUND.null : this.kindOf(place)))
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
      sums: COUNTS.map((name) =>
        sums[name].map((term) =>
          term.map((all) => all.filter(isPlace).map((key) => keysOf(sums).indexOf(key))).filter(({ length }) => length > 0),
        ),
      ),
    }
  }

  private attributesOf(format: Format, word: number): Attributes {
    const { rowWords: words } = this.kernel
    const [low, high] = [words[word + SHARED]!, words[word + SHARED + 1]!]
    if (low === this.lastLow && high === this.lastHigh) return this.last
    let known = this.attributes.get(low)
    if (known?.high !== high) {
      if (this.attributes.size >= MOST_ATTRIBUTES) this.attributes.clear()
      known = { high, value: this.readAttributes(format, words[word + BEGIN]!, words[word + END]!) }
      this.attributes.set(low, known)
    }
    this.lastLow = low
    this.lastHigh = high
    this.last = known.value
    return known.value
  }

  private readAttributes(format: Format, begin: number, end: number): Attributes {
    const { kernel, projection } = this
    const [from, to] = [kernel.positionOf(begin), kernel.positionOf(end)]
    const found = projection.find(kernel.bytes, from, to, format.wants!, rolesOf(format))!
    return Object.freeze(attributesIn(projection.objectOf(found), format))
  }

  /** null: it is no text. */
  private textOf(place: Place | undefined): string | null {
    if (place === undefined) return null
    const kind = this.kindOf(place)
    if (kind !== FOUND.text && kind !== FOUND.sameText) return null
    const { foundWords: words } = this.kernel
    return this.kernel.text(words[place.found * 4 + 2]!, words[place.found * 4 + 3]!)
  }

  private kindOf({ found }: Place): number {
    return this.kernel.foundWords[found * 4]! & 255
  }
}

/** Places in a row, in words and in numbers: see kernel/row.ts. */
const [ROW_WORDS, BEGIN, END, HASH, SHARED] = [32, 1, 2, 4, 6]
const [ROW_NUMBERS, TIME, FIRST_NUMBER] = [16, 4, 5]

const NO_STAMP: Stamp = {
  descriptor: { model: null, provider: null, mode: null, region: null, calls: 1, keepLoggedCost: false, format: '' },
  ...{ loggedCostUsd: null, partial: false, stated: 0 },
}

/** Terms of a count in the numbers of a row, which begin at `at`. */
function added(terms: Template['sums'][number], numbers: Float64Array, at: number): number {
  let sum = 0
  for (let t = 0; t < terms.length; t++) {
    const term = terms[t]!
    let greatest = 0
    for (let a = 0; a < term.length; a++) {
      const places = term[a]!
      let all = 0
      for (let p = 0; p < places.length; p++) all += numbers[at + places[p]!]!
      if (all > greatest) greatest = all
    }
    sum += greatest
  }
  return sum
}

const roles = new Map<Format, Roles>()

/** What a format's keys are in a row. */
export function rolesOf(format: Format): Roles {
  const known = roles.get(format)
  if (known !== undefined) return known
  const { repeats } = format
  const added: Roles = new Map(
    repeats === undefined
      ? []
      : [
          ...repeats.ignored.map((path) => [path, ROLE_OF.ignored] as const),
          [repeats.identity, ROLE_OF.identity],
          [repeats.time, ROLE_OF.time],
          ...Object.keys(repeats.attributes).map((path) => [path, ROLE_OF.shared] as const),
          ...keysOf(repeats.sums).map((key, at) => [`${repeats.usage}.${key}`, ROLE_OF.firstNumber + at] as const),
        ],
  )
  roles.set(format, added)
  return added
}

/** True when the key at `path` holds keys that have a role. */
function isAbove(path: string, format: Format): boolean {
  return [...rolesOf(format).keys()].some((each) => each.startsWith(`${path}.`))
}

function valueAt(entry: JsonObject, path: string): Json | undefined {
  const keys = path.split('.')
  const last = keys.pop()!
  return keys.reduce<JsonObject | null>(objectAt, entry)?.[last]
}

function attributesIn(entry: JsonObject, format: Format): Attributes {
  const known = Object.entries(format.repeats!.attributes).flatMap(([path, name]) => {
    const value = valueAt(entry, path)
    return typeof value === 'string' && value !== '' ? [[name, value]] : []
  })
  return Object.fromEntries(known) as Attributes
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name as keyof Attributes] === b[name as keyof Attributes])
}
