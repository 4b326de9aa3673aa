import type { Repeated } from '../formats/format.ts'
import { sameCounts } from '../usage/arithmetic.ts'
import { type Json, type JsonObject, objectAt } from '../usage/json.ts'
import { type Attributes, sameAttributes, type UsageRecord } from '../usage/record.ts'
import { timeOf } from '../usage/time.ts'
import { FOUND, type Found, type Place, type Projection, type Tree } from './projection.ts'

/** Templates beyond which all are forgotten. */
const MOST_TEMPLATES = 1024
/** After so many more entries that were like none before than like one, it is not tried any more. */
const PATIENCE = 256

/** What is taken from an entry that is like one that a reader has read. */
interface Template {
  /** Both halves of the hash that tells likeness. */
  readonly low: number
  readonly high: number
  readonly record: UsageRecord & { readonly attributes: Attributes }
  /** Which of the things found is the identity, and the time; −1 = the time is the record's. */
  readonly identity: number
  readonly time: number
  /** The usage, and what of it is to be written over with each entry's own counts. */
  readonly usage: JsonObject
  readonly counts: readonly Count[]
}

interface Count {
  readonly found: number
  readonly name: string
  readonly into: { [key: string]: Json }
}

/**
 * Entries of one format that hold what an entry before them held, but for what the format says of a call's identity, time
 * and counts: their record is that one's, with these three of their own. No object is made of them, and no reader asked.
 * The kernel tells likeness by a hash of 64 bits, as calls are told apart by one.
 */
export class Repeats {
  private readonly projection: Projection
  private readonly repeated: Repeated
  private readonly identityKey: number
  private readonly timeKey: number
  private readonly countKeys: ReadonlySet<number>
  /** By 30 bits of the hash. */
  private readonly templates = new Map<number, Template>()
  private template: Template | null = null
  private attributes: Attributes = {}
  private misses = 0
  private hits = 0

  constructor(projection: Projection, { paths }: Tree, repeated: Repeated) {
    this.projection = projection
    this.repeated = repeated
    this.identityKey = paths.indexOf(repeated.identity)
    this.timeKey = paths.indexOf(repeated.time)
    this.countKeys = new Set(repeated.counts.map((path) => paths.indexOf(`${repeated.usage}.${path}`)))
  }

  /** True when the entry that was found repeats another: `record` has its record. To be asked of every entry of the format. */
  knows(): boolean {
    if (this.misses > this.hits + PATIENCE) return false
    const { likenessLow: low, likenessHigh: high } = this.projection.kernel
    if (this.template === null || this.template.low !== low || this.template.high !== high) {
      const template = this.templates.get(low >>> 2)
      this.template = template !== undefined && template.low === low && template.high === high ? template : null
    }
    if (this.template === null) this.misses++
    else this.hits++
    return this.template !== null
  }

  /** The record of the entry that `knows` knew. Throws MalformedUsage as readers do. */
  record(): UsageRecord {
    const { record, time, identity, usage, counts } = this.template!
    const numbers = this.projection.kernel.foundNumbers
    for (const { found, name, into } of counts) into[name] = numbers[found * 2 + 1]!
    // Spelled out, not spread: as in recordCall.
    return {
      model: record.model,
      provider: record.provider,
      counts: this.repeated.countsOf(usage),
      identity: this.textOf(identity),
      update: record.update ?? false,
      time: time < 0 ? record.time : timeOf(this.textOf(time)),
      mode: record.mode ?? null,
      region: record.region ?? null,
      calls: record.calls === undefined ? 1 : record.calls,
      loggedCostUsd: record.loggedCostUsd ?? null,
      keepLoggedCost: record.keepLoggedCost ?? false,
      partial: record.partial ?? false,
      attributes: record.attributes,
    }
  }

  /** The reader was asked about the entry that `knows` did not know, and told this record and nothing else. */
  learn(found: Found, record: UsageRecord): void {
    if (this.misses > this.hits + PATIENCE) return
    if (record.fees !== undefined || record.counts.modalities !== undefined) return
    const { likenessLow: low, likenessHigh: high } = this.projection.kernel
    const places: Place[] = []
    const entry = this.projection.objectOf(found, places)
    const identity = this.ownText(places, this.identityKey)
    const time = this.ownText(places, this.timeKey)
    if (identity < 0 || time === UNUSUAL || record.identity !== this.textOf(identity)) return
    if (time >= 0 && record.time !== timeOf(this.textOf(time))) return
    const usage = this.usageIn(entry)
    const counts = places.filter(({ key }) => this.countKeys.has(key))
    if (usage === null || counts.some((place) => this.isText(place))) return
    if (!sameCounts(record.counts, this.repeated.countsOf(usage))) return
    if (this.templates.size >= MOST_TEMPLATES) this.templates.clear()
    const { keys } = found.tree
    const numbers = counts
      .filter((place) => this.kindOf(place) === FOUND.number)
      .map(({ found, key, into }) => ({ found, name: keys[key]!, into }))
    const shared = { ...record, attributes: this.sharedAttributes(record.attributes ?? {}) }
    this.templates.set(low >>> 2, { low, high, record: shared, identity, time, usage, counts: numbers })
  }

  /** The same object, which never changes, for templates that state the same: rows then need no look into it. */
  private sharedAttributes(attributes: Attributes): Attributes {
    if (!sameAttributes(this.attributes, attributes)) this.attributes = Object.freeze(attributes)
    return this.attributes
  }

  /** Which thing is the text under a key; ABSENT = what stands there is the same in all that is like it. */
  private ownText(places: readonly Place[], key: number): number {
    const there = places.filter((place) => place.key === key)
    if (there.length > 1 || there.some((place) => this.kindOf(place) === FOUND.number)) return UNUSUAL
    return there.length === 1 && this.isText(there[0]!) ? there[0]!.found : ABSENT
  }

  private usageIn(entry: JsonObject): JsonObject | null {
    return this.repeated.usage.split('.').reduce<JsonObject | null>(objectAt, entry)
  }

  private isText(place: Place): boolean {
    const kind = this.kindOf(place)
    return kind === FOUND.text || kind === FOUND.sameText
  }

  private kindOf({ found }: Place): number {
    return this.projection.kernel.foundWords[found * 4]! & 255
  }

  private textOf(found: number): string {
    const { kernel } = this.projection
    return kernel.text(kernel.foundWords[found * 4 + 2]!, kernel.foundWords[found * 4 + 3]!)
  }
}

const [ABSENT, UNUSUAL] = [-1, -2]
