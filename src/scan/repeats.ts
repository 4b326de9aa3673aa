import type { Repeated } from '../formats/format.ts'
import { sameCounts } from '../usage/arithmetic.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeOf } from '../usage/time.ts'
import { FOUND, type Found, type Projection, type Tree } from './projection.ts'

/** Things in an entry beyond which it is not compared with others. */
const LONGEST = 128
/** Templates, and texts in them, beyond which all are forgotten. */
const MOST_TEMPLATES = 1024
const MOST_TEXTS = 1 << 14
/** After so many more entries that were like none before than like one, it is not tried any more. */
const PATIENCE = 256

/** What is done with the value under a key. */
const [COMPARED, IDENTITY, TIME, COUNT, IGNORED] = [0, 1, 2, 3, 4]

interface Template {
  /** Of each thing that was found what it is, and which value, where that is compared. */
  readonly codes: Int32Array
  readonly record: UsageRecord
  /** True when the entry has the key under which the time stands. */
  readonly timed: boolean
  /** The things between which the usage was found. */
  readonly usageBegin: number
  readonly usageEnd: number
}

/**
 * Entries of one format that hold what an entry before them held, but for what the format says of a call's identity, time
 * and counts: their record is that one's, with these three of their own. No object is made of them, and no reader asked.
 */
export class Repeats {
  private readonly projection: Projection
  private readonly repeated: Repeated
  private readonly roles: Uint8Array
  private readonly identityKey: number
  private readonly timeKey: number
  private readonly usageKey: number
  private readonly templates = new Map<number, Template>()
  private readonly texts = new Map<string, number>()
  /** By number of the key: the number of the text that was found last. */
  private readonly textNumbers: Int32Array
  /** Of the entry at hand. */
  private readonly codes = new Int32Array(2 * LONGEST)
  private length = 0
  private hash = 0
  private template: Template | null = null
  private misses = 0
  private hits = 0

  constructor(projection: Projection, tree: Tree, repeated: Repeated) {
    const numberOf = (path: string) => tree.paths.indexOf(path)
    this.projection = projection
    this.repeated = repeated
    this.identityKey = numberOf(repeated.identity)
    this.timeKey = numberOf(repeated.time)
    this.usageKey = numberOf(repeated.usage)
    this.roles = new Uint8Array(tree.paths.length)
    this.textNumbers = new Int32Array(tree.paths.length)
    for (const path of repeated.ignored) this.roles[numberOf(path)] = IGNORED
    for (const path of repeated.counts) this.roles[numberOf(`${repeated.usage}.${path}`)] = COUNT
    this.roles[this.identityKey] = IDENTITY
    this.roles[this.timeKey] = TIME
  }

  /** True when the entry repeats another: `recordOf` has its record. To be asked of every entry of the format. */
  knows(found: Found): boolean {
    if (this.misses > this.hits + PATIENCE) return false
    const template = this.compare(found) ? this.templates.get(this.hash) : undefined
    this.template = template !== undefined && this.isLike(template) ? template : null
    if (this.template === null) this.misses++
    else this.hits++
    return this.template !== null
  }

  /** The record of the entry that `knows` knew. Throws MalformedUsage as readers do. */
  recordOf(found: Found): UsageRecord {
    const { record, timed, usageBegin, usageEnd } = this.template!
    const { last } = found.tree
    const counts = this.repeated.countsOf(this.projection.objectOf(found, usageBegin, usageEnd))
    // Spelled out, not spread: as in recordCall.
    return {
      model: record.model,
      provider: record.provider,
      counts,
      identity: last[this.identityKey]!,
      update: record.update ?? false,
      time: timed ? timeOf(last[this.timeKey]) : null,
      mode: record.mode ?? null,
      region: record.region ?? null,
      calls: record.calls === undefined ? 1 : record.calls,
      loggedCostUsd: record.loggedCostUsd ?? null,
      keepLoggedCost: record.keepLoggedCost ?? false,
      partial: record.partial ?? false,
      attributes: record.attributes ?? {},
    }
  }

  /** The reader was asked about the entry that `knows` did not know, and told this record and nothing else. */
  learn(found: Found, record: UsageRecord): void {
    const { length } = this
    if (
      this.misses > this.hits + PATIENCE ||
      length === 0 ||
      record.fees !== undefined ||
      record.counts.modalities !== undefined
    )
      return
    const { last } = found.tree
    const [usageBegin, usageEnd] = this.usageIn(length)
    const timed = this.indexOf(this.timeKey) >= 0
    if (this.indexOf(this.identityKey) < 0 || record.identity !== last[this.identityKey] || usageBegin < 0) return
    if (record.time !== (timed ? timeOf(last[this.timeKey]) : null)) return
    if (!sameCounts(record.counts, this.repeated.countsOf(this.projection.objectOf(found, usageBegin, usageEnd))))
      return
    if (this.templates.size >= MOST_TEMPLATES || this.texts.size >= MOST_TEXTS) this.forget()
    this.templates.set(this.hash, { codes: this.codes.slice(0, length * 2), record, timed, usageBegin, usageEnd })
  }

  /** Notes what was found in codes; false when such an entry cannot be compared. */
  private compare({ tree: { last }, count, texts }: Found): boolean {
    const { foundWords: words, foundNumbers: numbers } = this.projection.kernel
    const { codes, roles } = this
    let [hash, comparable] = [count, count <= LONGEST]
    for (let i = 0; i < count; i++) {
      const head = words[i * 4]!
      const key = head >> 8
      let kind = head & 255
      let value = 0
      if (kind === FOUND.text || kind === FOUND.json || kind === FOUND.sameText) {
        if (kind === FOUND.text) last[key] = texts.substring(words[i * 4 + 2]!, words[i * 4 + 3]!)
        if (roles[key] === COMPARED) {
          if (kind === FOUND.text) this.textNumbers[key] = this.numberOf(last[key]!)
          value =
            kind === FOUND.json
              ? this.numberOf(`\u0000${this.projection.kernel.raw(words[i * 4 + 2]!, words[i * 4 + 3]!)}`)
              : this.textNumbers[key]!
        } else if (kind === FOUND.json || (last[key] === '' && roles[key] !== IGNORED)) comparable = false
        if (kind === FOUND.sameText) kind = FOUND.text
      } else if (kind === FOUND.number && roles[key] !== COUNT) {
        value = numbers[i * 2 + 1]!
        if (value > 0x7fffffff) comparable = false
      }
      if (i >= LONGEST) continue
      const code = (key << 8) | kind
      codes[i * 2] = code
      codes[i * 2 + 1] = value
      hash = Math.imul(hash ^ code, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b)
      hash ^= hash >>> 15
    }
    this.length = comparable ? count : 0
    this.hash = hash
    return comparable
  }

  private isLike({ codes }: Template): boolean {
    if (codes.length !== this.length * 2) return false
    for (let i = 0; i < codes.length; i++) if (codes[i] !== this.codes[i]) return false
    return true
  }

  /** The things between which the usage of the entry at hand was found; −1 = it has none, or more than one. */
  private usageIn(length: number): readonly [number, number] {
    const open = this.indexOf(this.usageKey)
    if (open < 0 || (this.codes[open * 2]! & 255) !== FOUND.openObject) return [-1, -1]
    let depth = 1
    let at = open + 1
    for (; at < length; at++) {
      const kind = this.codes[at * 2]! & 255
      if (kind === FOUND.openObject || kind === FOUND.openArray) depth++
      else if (kind === FOUND.close && --depth === 0) break
    }
    return [open + 1, at]
  }

  /** Which thing stands under a key; −1 = none, or more than one. */
  private indexOf(key: number): number {
    let found = -1
    for (let i = 0; i < this.length; i++) {
      if (this.codes[i * 2]! >> 8 !== key) continue
      if (found >= 0) return -1
      found = i
    }
    return found
  }

  private numberOf(text: string): number {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    this.texts.set(text, this.texts.size + 1)
    return this.texts.size
  }

  private forget(): void {
    this.templates.clear()
    this.texts.clear()
    this.textNumbers.fill(0)
  }
}
