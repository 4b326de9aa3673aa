import { NO_COUNTS, type TokenCounts } from './counts.ts'
import { attributesKey, type Descriptor, descriptorKey, type Extra } from './descriptor.ts'
import { type Hash, hashText, mix } from './hash.ts'
import { Interner } from './interning.ts'
import type { Attributes, UsageRecord } from './record.ts'

/** Where a record was read: the number of its file, the byte offset of its entry, and the format that read it. */
export interface Origin {
  readonly file: number
  readonly offset: number
  readonly format: string
}

/** `mixed`: copies with other attributes were folded into the row; see tracker/donors.ts. */
export const FLAG = { anonymous: 1, update: 2, partial: 4, dead: 8, mixed: 16 } as const

const COUNTS = [
  'inputTokens',
  'cacheReadInputTokens',
  'cacheCreationInputTokens',
  'cacheCreation1hInputTokens',
  'outputTokens',
  'reasoningOutputTokens',
] as const

const [INPUT, OUTPUT] = [0, 4]
const NO_TIME = 0xffffffff

/**
 * Usage records as columns: about 90 bytes a record, whatever its strings. Rows are appended, never moved except by
 * `squeeze`; what DESIGN.md section 5 says about copies is dedupe.ts's business.
 */
export class RecordRows {
  length = 0
  readonly descriptors = new Interner<Descriptor>(descriptorKey)
  readonly attributes = new Interner<Attributes>(attributesKey)
  extras: (Extra | null)[] = [null]

  /** Earliest known time in ms, NaN = none. */
  time = new Float64Array(INITIAL)
  /** The row's own time, as ms after `time`; NO_TIME = it has none. */
  private ownDelay = new Uint32Array(INITIAL)
  private counts = new Uint32Array(INITIAL * COUNTS.length)
  private statedMask = new Uint8Array(INITIAL)
  flags = new Uint8Array(INITIAL)
  idLow = new Uint32Array(INITIAL)
  idHigh = new Uint32Array(INITIAL)
  /** A hash of everything in the record that is no identity: the last resort between copies. */
  tie = new Uint32Array(INITIAL)
  descriptor = new Uint32Array(INITIAL)
  attribute = new Uint32Array(INITIAL)
  extra = new Uint32Array(INITIAL)
  file = new Uint32Array(INITIAL)
  offset = new Float64Array(INITIAL)
  /** USD; NaN = none or kept exactly in `extra`. */
  private loggedCost = new Float64Array(INITIAL)

  private readonly hash: Hash = { lo: 0, hi: 0 }

  append(record: UsageRecord, origin: Origin): number {
    const row = this.length
    if (row === this.time.length) this.grow()
    this.length = row + 1
    const { identity, time } = record
    if (identity === null) {
      this.idLow[row] = this.idHigh[row] = 0
    } else {
      hashText(identity, this.hash)
      this.idLow[row] = this.hash.lo
      this.idHigh[row] = this.hash.hi
    }
    this.flags[row] =
      (identity === null ? FLAG.anonymous : 0) |
      (record.update === true && identity !== null ? FLAG.update : 0) |
      (record.partial === true ? FLAG.partial : 0)
    this.time[row] = time ?? Number.NaN
    this.ownDelay[row] = time === null ? NO_TIME : 0
    this.file[row] = origin.file
    this.offset[row] = origin.offset
    this.descriptor[row] = this.descriptors.number({
      model: record.model,
      provider: record.provider,
      mode: record.mode ?? null,
      region: record.region ?? null,
      calls: record.calls === undefined ? 1 : record.calls,
      keepLoggedCost: record.keepLoggedCost ?? false,
      format: origin.format,
    })
    this.attribute[row] = this.attributes.number(record.attributes ?? {})
    const cost = record.loggedCostUsd ?? null
    const asFloat = cost === null ? Number.NaN : Number(cost)
    const exact = cost === null || String(asFloat) === cost
    this.loggedCost[row] = exact ? asFloat : Number.NaN
    this.setCounts(row, record.counts, {
      ...(record.counts.modalities && { modalities: record.counts.modalities }),
      ...(record.fees && { fees: record.fees }),
      ...(!exact && { loggedCostUsd: cost! }),
    })
    this.setTie(row)
    return row
  }

  countsOf(row: number): TokenCounts {
    const extra = this.extraOf(row)
    const mask = this.statedMask[row]!
    const result: Record<string, unknown> = { ...NO_COUNTS }
    for (let i = 0; i < COUNTS.length; i++) if (mask & (1 << i)) result[COUNTS[i]!] = this.count(row, i)
    if (extra?.modalities) result['modalities'] = extra.modalities
    return result as unknown as TokenCounts
  }

  inputOf(row: number): number {
    return this.count(row, INPUT)
  }

  outputOf(row: number): number {
    return this.count(row, OUTPUT)
  }

  /** How many classes the log stated. */
  statedOf(row: number): number {
    let mask = this.statedMask[row]!
    let bits = 0
    for (; mask !== 0; mask &= mask - 1) bits++
    return bits
  }

  /** The row's own time, which `time` may precede when a copy was earlier; NaN = none. */
  ownTimeOf(row: number): number {
    const delay = this.ownDelay[row]!
    return delay === NO_TIME ? Number.NaN : this.time[row]! + delay
  }

  /** Lowers the earliest known time of a row. */
  seenAt(row: number, time: number): void {
    const known = this.time[row]!
    if (!(time < known) && !(Number.isNaN(known) && !Number.isNaN(time))) return
    if (this.ownDelay[row] !== NO_TIME) this.ownDelay[row] = Math.min(NO_TIME - 1, known + this.ownDelay[row]! - time)
    this.time[row] = time
  }

  extraOf(row: number): Extra | null {
    return this.extras[this.extra[row]!]!
  }

  loggedCostOf(row: number): string | null {
    const exact = this.extraOf(row)?.loggedCostUsd
    if (exact !== undefined) return exact
    const cost = this.loggedCost[row]!
    return Number.isNaN(cost) ? null : String(cost)
  }

  /** Replaces the content of a row by that of an update sequence's next state: stated fields win, others stay. */
  overlay(row: number, next: number): void {
    const [older, newer] = [this.countsOf(row), this.countsOf(next)]
    const merged: Record<string, unknown> = { ...older }
    for (const name of COUNTS) if (newer[name] !== null) merged[name] = newer[name]
    const [a, b] = [this.descriptors.values[this.descriptor[row]!]!, this.descriptors.values[this.descriptor[next]!]!]
    this.descriptor[row] = this.descriptors.number({
      ...b,
      model: b.model ?? a.model,
      provider: b.provider ?? a.provider,
      mode: b.mode ?? a.mode,
      region: b.region ?? a.region,
    })
    const attributes = [this.attributes.values[this.attribute[row]!]!, this.attributes.values[this.attribute[next]!]!]
    this.attribute[row] = this.attributes.number({ ...attributes[0], ...attributes[1] })
    const cost = this.loggedCostOf(next) === null ? row : next
    this.loggedCost[row] = this.loggedCost[cost]!
    const { counts: _, loggedCostUsd: __, ...extra } = this.extraOf(row) ?? {}
    const { counts: ___, loggedCostUsd: ____, ...extraNext } = this.extraOf(next) ?? {}
    const exactCost = this.extraOf(cost)?.loggedCostUsd
    this.flags[row] = (this.flags[row]! & ~FLAG.partial) | (this.flags[next]! & FLAG.partial)
    this.offset[row] = this.offset[next]!
    this.seenAt(row, this.time[next]!)
    this.setCounts(row, merged as unknown as TokenCounts, {
      ...extra,
      ...extraNext,
      ...(exactCost !== undefined && { loggedCostUsd: exactCost }),
    })
    this.setTie(row)
  }

  /** Appends all rows of `other`; the result maps its attribute numbers to ours. */
  adopt(other: RecordRows): readonly number[] {
    const descriptors = other.descriptors.values.map((value) => this.descriptors.number(value))
    const attributes = other.attributes.values.map((value) => this.attributes.number(value))
    const base = this.length
    while (this.time.length < base + other.length) this.grow()
    const theirs = other.columns()
    this.columns().forEach((column, i) => {
      column.set(theirs[i]!.subarray(0, other.length), base)
    })
    this.counts.set(other.counts.subarray(0, other.length * COUNTS.length), base * COUNTS.length)
    this.length = base + other.length
    for (let row = base; row < this.length; row++) {
      this.descriptor[row] = descriptors[this.descriptor[row]!]!
      this.attribute[row] = attributes[this.attribute[row]!]!
      if (this.extra[row] !== 0) this.extra[row] = this.extras.push(other.extras[this.extra[row]!]!) - 1
    }
    return attributes
  }

  /** Drops rows flagged dead, keeping the order of the others. */
  squeeze(): void {
    const extras: (Extra | null)[] = [null]
    const columns = this.columns()
    let to = 0
    for (let row = 0; row < this.length; row++) {
      if (this.flags[row]! & FLAG.dead) continue
      const extra = this.extraOf(row)
      for (const column of columns) column[to] = column[row]!
      this.counts.copyWithin(to * COUNTS.length, row * COUNTS.length, (row + 1) * COUNTS.length)
      this.extra[to] = extra === null ? 0 : extras.push(extra) - 1
      to++
    }
    this.extras = extras
    this.length = to
  }

  private count(row: number, index: number): number {
    return this.extraOf(row)?.counts?.[index] ?? this.counts[row * COUNTS.length + index]!
  }

  private setCounts(row: number, counts: TokenCounts, extra: Extra): void {
    const base = row * COUNTS.length
    let mask = 0
    let large = false
    for (let i = 0; i < COUNTS.length; i++) {
      const count = counts[COUNTS[i]!]
      this.counts[base + i] = count ?? 0
      if (count === null) continue
      mask |= 1 << i
      if (count > 0xffffffff) large = true
    }
    this.statedMask[row] = mask
    const kept = large ? { ...extra, counts: COUNTS.map((name) => counts[name] ?? 0) } : extra
    this.extra[row] = isEmpty(kept) ? 0 : this.extras.push(kept) - 1
  }

  private setTie(row: number): void {
    let tie = mix(this.descriptors.hashes[this.descriptor[row]!]!, this.attributes.hashes[this.attribute[row]!]!)
    for (let i = 0; i < COUNTS.length; i++) tie = mix(tie, this.count(row, i))
    const extra = this.extraOf(row)
    if (extra !== null) for (const letter of JSON.stringify(extra)) tie = mix(tie, letter.charCodeAt(0))
    this.tie[row] = mix(tie, this.statedMask[row]!)
  }

  private columns(): (Float64Array | Uint32Array | Uint8Array)[] {
    return [
      ...[this.time, this.offset, this.loggedCost, this.ownDelay, this.idLow, this.idHigh, this.tie],
      ...[this.descriptor, this.attribute, this.extra, this.file, this.statedMask, this.flags],
    ]
  }

  private grow(): void {
    const size = this.time.length * 2
    this.time = larger(this.time, size)
    this.offset = larger(this.offset, size)
    this.loggedCost = larger(this.loggedCost, size)
    this.ownDelay = larger(this.ownDelay, size)
    this.idLow = larger(this.idLow, size)
    this.idHigh = larger(this.idHigh, size)
    this.tie = larger(this.tie, size)
    this.descriptor = larger(this.descriptor, size)
    this.attribute = larger(this.attribute, size)
    this.extra = larger(this.extra, size)
    this.file = larger(this.file, size)
    this.statedMask = larger(this.statedMask, size)
    this.flags = larger(this.flags, size)
    this.counts = larger(this.counts, size * COUNTS.length)
  }
}

const INITIAL = 1024

function larger<A extends Float64Array | Uint32Array | Uint8Array>(column: A, size: number): A {
  const copy = new (column.constructor as new (size: number) => A)(size)
  copy.set(column)
  return copy
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false
  return true
}
