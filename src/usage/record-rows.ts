import { COUNTS } from './count-sums.ts'
import { attributesKey, type Descriptor, descriptorKey, type Extra } from './descriptor.ts'
import { type Hash, hash32, hashText, mix } from './hash.ts'
import { Interner } from './interning.ts'
import { type Attributes, sameAttributes, type UsageRecord, wellFormed } from './record.ts'
import { type Cells, FLAG, overlaid } from './record-columns.ts'
import { NO_TIME, RecordCopies } from './record-copies.ts'
import { keptTotal } from './run-total.ts'
import type { Stamp, StampedCall } from './stamped-call.ts'

/** Where a record was read: the number of its file, the byte offset of its entry, and the format that read it. */
export interface Origin {
  readonly file: number
  readonly offset: number
  readonly format: string
}

/** Rows as plain data: typed arrays and what their numbers stand for. */
export interface RowsImage extends Cells {
  readonly descriptors: readonly Descriptor[]
  readonly attributes: readonly Attributes[]
}

const NO_ATTRIBUTES: Attributes = {}

/**
 * Usage records as rows of typed arrays: under 100 bytes a record, whatever its strings. Rows are appended and squeezed;
 * what DESIGN.md section 5 says about copies is the tracker's business.
 */
export class RecordRows extends RecordCopies {
  readonly descriptors = new Interner<Descriptor>(descriptorKey)
  readonly attributes = new Interner<Attributes>(attributesKey)
  private readonly hash: Hash = { lo: 0, hi: 0 }
  /** The latest descriptor of each model, and the latest attributes: most records repeat them. */
  private readonly latestOf = new Map<string | null, number>()
  private latestAttributes = -1
  private latestGiven: Attributes | null = null
  private stamp: Stamp | null = null
  private stampDescriptor = 0
  private readonly stampDescriptors = new Map<Stamp, number>()
  private stampCost = Number.NaN
  private stampExtra: Extra | null = null

  append(record: UsageRecord, origin: Origin): number {
    const row = this.length
    if (row === this.time.length) this.grow()
    this.length = row + 1
    const { identity, time } = record
    this.hash.lo = this.hash.hi = 0
    if (identity !== null) hashText(identity, this.hash)
    this.idLow[row] = this.hash.lo
    this.idHigh[row] = this.hash.hi
    this.flags[row] =
      (identity === null ? FLAG.anonymous : 0) |
      (record.update === true && identity !== null ? FLAG.update : 0) |
      (record.partial === true ? FLAG.partial : 0) |
      (record.total === undefined ? 0 : FLAG.total)
    this.time[row] = time ?? Number.NaN
    this.ownDelay[row] = time === null ? NO_TIME : 0
    this.file[row] = origin.file
    this.offset[row] = origin.offset
    this.folded[row] = 0
    this.descriptor[row] = this.descriptorOf(record, origin.format)
    this.attribute[row] = this.attributesOf(record.attributes ?? NO_ATTRIBUTES)
    const [cost, inexact] = asFloat(record.loggedCostUsd ?? null)
    this.loggedCost[row] = cost
    this.setCounts(row, record.counts, extraOf(record, inexact))
    return row
  }

  /** As append, for a call that is like others. */
  appendStamped(call: StampedCall, file: number, offset: number): number {
    const row = this.length
    if (row === this.time.length) this.grow()
    this.length = row + 1
    if (call.stamp !== this.stamp) this.setStamp(call.stamp)
    this.idLow[row] = call.identity[0]!
    this.idHigh[row] = call.identity[1]!
    this.flags[row] = call.stamp.partial ? FLAG.partial : 0
    this.time[row] = call.time[0]!
    this.ownDelay[row] = Number.isNaN(call.time[0]!) ? NO_TIME : 0
    this.file[row] = file
    this.offset[row] = offset
    this.folded[row] = 0
    this.descriptor[row] = this.stampDescriptor
    this.attribute[row] = this.attributesOf(call.attributes)
    this.loggedCost[row] = this.stampCost
    this.setCells(row, call.counts, call.stamp.stated, this.stampExtra)
    return row
  }

  /** The hash of the identity in hex. */
  identityOf(row: number): string {
    return [this.idHigh[row]!, this.idLow[row]!].map((half) => half.toString(16).padStart(8, '0')).join('')
  }

  loggedCostOf(row: number): string | null {
    const cost = this.loggedCost[row]!
    return Number.isNaN(cost) ? (this.extraOf(row)?.loggedCostUsd ?? null) : String(cost)
  }

  descriptorAt(row: number): Descriptor {
    return this.descriptors.values[this.descriptor[row]!]!
  }

  attributesAt(row: number): Attributes {
    return this.attributes.values[this.attribute[row]!]!
  }

  /** Lays the next state of an update sequence over a row: stated fields win, others stay. */
  overlay(row: number, next: number): void {
    const [older, newer] = [this.descriptorAt(row), this.descriptorAt(next)]
    const { counts: _, ownTime: __, ...extra } = { ...this.extraOf(row), ...this.extraOf(next) }
    const ownTime = this.ownTimeOf(row)
    const costRow = this.loggedCostOf(next) === null ? row : next
    const counts = overlaid(this.countsOf(row), this.countsOf(next))
    this.descriptor[row] = this.descriptors.number({
      ...newer,
      model: newer.model ?? older.model,
      provider: newer.provider ?? older.provider,
      mode: newer.mode ?? older.mode,
      region: newer.region ?? older.region,
    })
    this.attribute[row] = this.attributes.number({ ...this.attributesAt(row), ...this.attributesAt(next) })
    this.loggedCost[row] = this.loggedCost[costRow]!
    this.flags[row] = (this.flags[row]! & ~FLAG.partial) | (this.flags[next]! & FLAG.partial)
    this.offset[row] = this.offset[next]!
    this.setCounts(row, counts, Object.keys(extra).length === 0 ? null : extra)
    this.keepOwnTime(row, ownTime)
    this.seenAt(row, this.time[next]!)
  }

  /** All rows as plain data that may be sent to another thread; no more is to be added to these rows then. */
  image(): RowsImage {
    const { descriptors, attributes, extras, length } = this
    return { length, columns: this.cells(), extras, descriptors: descriptors.values, attributes: attributes.values }
  }

  /** Appends all rows of an image; the result maps its attribute numbers to ours. */
  adopt(image: RowsImage): readonly number[] {
    const descriptors = image.descriptors.map((value) => this.descriptors.number(value))
    const attributes = image.attributes.map((value) => this.attributes.number(value))
    const base = this.length
    this.appendCells(image)
    for (let row = base; row < this.length; row++) {
      this.descriptor[row] = descriptors[this.descriptor[row]!]!
      this.attribute[row] = attributes[this.attribute[row]!]!
    }
    return attributes
  }

  /** Appends the rows [from, to) of an image, with no more of its tables than they use, as rows of one file. */
  adoptPart(image: RowsImage, from: number, to: number, file: number): void {
    const base = this.length
    const cellsOf = (column: RowsImage['columns'][number]) => {
      const width = column.length / image.length
      return column.subarray(from * width, to * width)
    }
    this.appendCells({ length: to - from, columns: image.columns.map(cellsOf), extras: image.extras })
    const descriptors: number[] = []
    const attributes: number[] = []
    for (let row = base; row < this.length; row++) {
      const [descriptor, attribute] = [this.descriptor[row]!, this.attribute[row]!]
      this.descriptor[row] = descriptors[descriptor] ??= this.descriptors.number(image.descriptors[descriptor]!)
      this.attribute[row] = attributes[attribute] ??= this.attributes.number(image.attributes[attribute]!)
    }
    this.file.fill(file, base, this.length)
  }

  private descriptorOf(record: UsageRecord, format: string): number {
    const { model, provider } = record
    const mode = record.mode ?? null
    const region = record.region ?? null
    const calls = record.calls === undefined ? 1 : record.calls
    const keepLoggedCost = record.keepLoggedCost ?? false
    const latest = this.latestOf.get(model)
    if (latest !== undefined) {
      const known = this.descriptors.values[latest]!
      const same = known.provider === provider && known.mode === mode && known.region === region
      if (same && known.calls === calls && known.keepLoggedCost === keepLoggedCost && known.format === format)
        return latest
    }
    const named = model?.toWellFormed() ?? null
    const number = this.descriptors.number({ model: named, provider, mode, region, calls, keepLoggedCost, format })
    this.latestOf.set(model, number)
    return number
  }

  private attributesOf(attributes: Attributes): number {
    if (attributes === this.latestGiven) return this.latestAttributes
    // What may be changed after it was given must be looked into each time.
    this.latestGiven = Object.isFrozen(attributes) ? attributes : null
    const latest = this.attributes.values[this.latestAttributes]
    if (latest !== undefined && sameAttributes(latest, attributes)) return this.latestAttributes
    this.latestAttributes = this.attributes.number(wellFormed(attributes))
    return this.latestAttributes
  }

  /** A hash of everything in a row that is no identity and no time: the last resort between copies. */
  tieOf(row: number): number {
    let tie = mix(this.descriptors.hashes[this.descriptor[row]!]!, this.attributes.hashes[this.attribute[row]!]!)
    for (let i = 0; i < COUNTS.length; i++) tie = mix(tie, this.countAt(row, i))
    const { ownTime: _, ...extra } = this.extraOf(row) ?? {}
    if (Object.keys(extra).length > 0) for (const letter of JSON.stringify(extra)) tie = mix(tie, letter.charCodeAt(0))
    const cost = this.loggedCost[row]!
    if (!Number.isNaN(cost)) tie = mix(tie, hash32(String(cost)))
    return mix(tie, this.statedMask[row]!)
  }

  private setStamp(stamp: Stamp): void {
    this.stamp = stamp
    this.stampDescriptor = this.stampDescriptors.get(stamp) ?? this.descriptors.number(stamp.descriptor)
    this.stampDescriptors.set(stamp, this.stampDescriptor)
    const [cost, inexact] = asFloat(stamp.loggedCostUsd)
    this.stampCost = cost
    this.stampExtra = inexact === null ? null : { loggedCostUsd: inexact }
  }
}

/** A cost as a float, or NaN and itself where a float does not say it. */
export function asFloat(cost: string | null): readonly [number, string | null] {
  const float = cost === null ? Number.NaN : Number(cost)
  return cost === null || String(float) === cost ? [float, null] : [Number.NaN, cost]
}

function extraOf(record: UsageRecord, inexactCost: string | null): Extra | null {
  const { counts, fees } = record
  const total = record.total === undefined ? null : keptTotal(record.total)
  if (counts.modalities === undefined && fees === undefined && inexactCost === null && total === null) return null
  return {
    ...(counts.modalities !== undefined && { modalities: counts.modalities }),
    ...(fees !== undefined && { fees }),
    ...(inexactCost !== null && { loggedCostUsd: inexactCost }),
    ...(total !== null && { total }),
  }
}
