import { COUNTS } from './count-sums.ts'
import { ATTRIBUTES, DESCRIPTORS, type Descriptor, type Extra } from './descriptor.ts'
import { asFloat } from './float-cost.ts'
import { type Hash, hash32, hashText, mix } from './hash.ts'
import { Interner } from './interning.ts'
import { type Attributes, sameAttributes, type UsageRecord, wellFormed } from './record.ts'
import type { Cells } from './record-cells.ts'
import { RecordCopies } from './record-copies.ts'
import { overlaid } from './record-counts.ts'
import { FLAG, FLOAT, ROW_WORDS, WORD } from './row-layout.ts'
import type { RowTables } from './row-tables.ts'
import { keptTotal } from './run-total.ts'
import type { StampedCalls } from './stamped-calls.ts'

/** Where a record was read: the number of its file, the byte offset of its entry, and the format that read it. */
export interface Origin {
  readonly file: number
  readonly offset: number
  readonly format: string
}

/** Rows as plain data: bytes, and what the numbers in them stand for. */
export interface RowsImage extends Cells {
  readonly descriptors: readonly Descriptor[]
  readonly attributes: readonly Attributes[]
}

const NO_ATTRIBUTES: Attributes = {}
/** A block of their own takes more than copying them. */
const FEW_TO_COPY = 1024

/**
 * Usage records as rows of numbers: under 100 bytes a record, whatever its strings. Rows are appended and squeezed;
 * what the Invariants of ARCHITECTURE.md say about copies is the tracker's business.
 */
export class RecordRows extends RecordCopies implements RowTables {
  readonly descriptors = new Interner<Descriptor>(DESCRIPTORS)
  readonly attributes = new Interner<Attributes>(ATTRIBUTES)
  private readonly hash: Hash = { lo: 0, hi: 0 }
  /** The latest descriptor of each model, and the latest attributes: most records repeat them. */
  private readonly latestOf = new Map<string | null, number>()
  private latestAttributes = -1
  private latestGiven: Attributes | null = null

  append(record: UsageRecord, origin: Origin): number {
    const { identity, time } = record
    const row = this.newRow(
      (identity === null ? FLAG.anonymous : 0) |
        (record.update === true && identity !== null ? FLAG.update : 0) |
        (record.partial === true ? FLAG.partial : 0) |
        (record.total === undefined ? 0 : FLAG.total),
    )
    this.hash.lo = this.hash.hi = 0
    if (identity !== null) hashText(identity, this.hash)
    const [cost, inexact] = asFloat(record.loggedCostUsd ?? null)
    this.setIdentity(row, this.hash.lo, this.hash.hi)
    this.setWord(row, WORD.file, origin.file)
    this.setFloat(row, FLOAT.offset, origin.offset)
    this.setTime(row, time ?? Number.NaN)
    this.setDescriptor(row, this.descriptorOfRecord(record, origin.format), cost)
    this.setWord(row, WORD.attribute, this.attributesOf(record.attributes ?? NO_ATTRIBUTES))
    this.setCounts(row, record.counts, extraOf(record, inexact))
    return row
  }

  /** As append and foldLast, for calls that are like others. */
  appendStamped({ words, length, mayRepeat }: StampedCalls): void {
    const first = this.length
    this.makeRoom(first + length)
    const at = this.at(first)
    this.words.set(words.subarray(0, length * ROW_WORDS), at)
    this.mayHaveNow(FLAG.partial)
    // Of all but the first it is known whether one may be a copy of the one before it.
    const end = first + (mayRepeat ? length : 1)
    for (let row = first; row < end; row++) {
      if (row > this.length) this.move(row, this.length)
      this.length++
      this.foldLast()
    }
    const rest = first + length - end
    if (rest > 0 && end > this.length) this.move(end, this.length, rest)
    this.length += rest
  }

  /** The hash of the identity in hex. */
  identityOf(row: number): string {
    return [this.idHighOf(row), this.idLowOf(row)].map((half) => half.toString(16).padStart(8, '0')).join('')
  }

  loggedCostOf(row: number): string | null {
    const cost = this.costOf(row)
    return Number.isNaN(cost) ? (this.extraOf(row)?.loggedCostUsd ?? null) : String(cost)
  }

  descriptorAt(row: number): Descriptor {
    return this.descriptors.values[this.descriptorOf(row)]!
  }

  attributesAt(row: number): Attributes {
    return this.attributes.values[this.attributeOf(row)]!
  }

  /** Lays the next state of an update sequence over a row: stated fields win, others stay. */
  overlay(row: number, next: number): void {
    const [older, newer] = [this.descriptorAt(row), this.descriptorAt(next)]
    const { counts: _, ownTime: __, ...extra } = { ...this.extraOf(row), ...this.extraOf(next) }
    const ownTime = this.ownTimeOf(row)
    const costRow = this.loggedCostOf(next) === null ? row : next
    const counts = overlaid(this.countsOf(row), this.countsOf(next))
    const descriptor = {
      ...newer,
      model: newer.model ?? older.model,
      provider: newer.provider ?? older.provider,
      mode: newer.mode ?? older.mode,
      region: newer.region ?? older.region,
    }
    this.setDescriptor(row, this.descriptors.number(descriptor), this.costOf(costRow))
    this.setWord(row, WORD.attribute, this.attributes.number({ ...this.attributesAt(row), ...this.attributesAt(next) }))
    this.unflag(row, FLAG.partial)
    if (this.has(next, FLAG.partial)) this.flag(row, FLAG.partial)
    this.setFloat(row, FLOAT.offset, this.offsetOf(next))
    this.setCounts(row, counts, Object.keys(extra).length === 0 ? null : extra)
    this.keepOwnTime(row, ownTime)
    this.seenAt(row, this.timeOf(next))
  }

  /** All rows as plain data that may be sent to another thread; no more is to be added to these rows then. */
  image(): RowsImage {
    return { ...this.cells(), descriptors: this.descriptors.values, attributes: this.attributes.values }
  }

  /** Appends all rows of an image; the result maps its attribute numbers to ours. */
  adopt(image: RowsImage): readonly number[] {
    const base = this.length
    this.appendCells(image, 0, image.length)
    return this.renumbered(image, base)
  }

  /** As adopt, of an image that nobody else has or will use: its rows are not even copied, if they have a buffer alone and are not few. */
  takeOver(image: RowsImage): void {
    const base = this.length
    if (image.words.byteOffset > 0 || (base > 0 && image.length < FEW_TO_COPY)) this.appendCells(image, 0, image.length)
    else this.takeCells(image)
    this.renumbered(image, base)
  }

  /** Appends the rows [from, to) of an image, with no more of its tables than they use, as rows of one file. */
  adoptPart(image: RowsImage, from: number, to: number, file: number): void {
    const base = this.length
    this.appendCells(image, from, to)
    const descriptors: number[] = []
    const attributes: number[] = []
    const words = this.rowsFrom(base, to - from)
    for (let word = 0; word < words.length; word += ROW_WORDS) {
      const [descriptor, attribute] = [words[word + WORD.descriptor]!, words[word + WORD.attribute]!]
      descriptors[descriptor] ??= this.descriptors.number(image.descriptors[descriptor]!)
      attributes[attribute] ??= this.attributes.number(image.attributes[attribute]!)
      words[word + WORD.descriptor] = descriptors[descriptor]
      words[word + WORD.attribute] = attributes[attribute]
      words[word + WORD.file] = file
    }
  }

  /** Gives the rows from `base` on, all of an image, the numbers that its values have here. The result is those of its attributes. */
  private renumbered({ descriptors, attributes, length }: RowsImage, base: number): readonly number[] {
    const rows = this.rowsFrom(base, length)
    const descriptorNumbers = descriptors.map((value) => this.descriptors.number(value))
    const attributeNumbers = attributes.map((value) => this.attributes.number(value))
    if (!isSame(descriptorNumbers)) renumber(rows, WORD.descriptor, Uint32Array.from(descriptorNumbers))
    if (!isSame(attributeNumbers)) renumber(rows, WORD.attribute, Uint32Array.from(attributeNumbers))
    return attributeNumbers
  }

  /** Sets the number of a row's descriptor, and its cost as `costOf` has it. */
  setDescriptor(row: number, descriptor: number, cost: number): void {
    this.setWord(row, WORD.descriptor, descriptor)
    this.setFloat(row, FLOAT.cost, cost)
  }

  /** The halves of the hash of its identity. */
  protected setIdentity(row: number, low: number, high: number): void {
    this.setWord(row, WORD.idLow, low)
    this.setWord(row, WORD.idHigh, high)
  }

  private descriptorOfRecord(record: UsageRecord, format: string): number {
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
    let tie = mix(this.descriptors.hashOf(this.descriptorOf(row)), this.attributes.hashOf(this.attributeOf(row)))
    for (let i = 0; i < COUNTS.length; i++) tie = mix(tie, this.countAt(row, i))
    const { ownTime: _, ...extra } = this.extraOf(row) ?? {}
    if (Object.keys(extra).length > 0) for (const letter of JSON.stringify(extra)) tie = mix(tie, letter.charCodeAt(0))
    const cost = this.costOf(row)
    if (!Number.isNaN(cost)) tie = mix(tie, hash32(String(cost)))
    return mix(tie, this.statedMaskOf(row))
  }
}

/** Says a number of each row by other numbers. A function of its own, as small as can be, so that V8 makes it fast at once. */
function renumber(words: Uint32Array, at: number, numbers: Uint32Array): void {
  for (let word = at; word < words.length; word += ROW_WORDS) words[word] = numbers[words[word]!]!
}

/** True for numbers that are what they stand for. */
function isSame(numbers: readonly number[]): boolean {
  return numbers.every((number, of) => number === of)
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
