import type { Format } from '../formats/format.ts'
import { isMarked } from '../formats/marked-usage.ts'
import { keysOf } from '../usage/count-sums.ts'
import { hashAscii } from '../usage/hash.ts'
import type { JsonObject } from '../usage/json.ts'
import { type AttributeName, type Attributes, type UsageRecord, wellFormed } from '../usage/record.ts'
import { FLOAT, ROW_WORDS, WORD } from '../usage/row-layout.ts'
import type { RowTables } from '../usage/row-tables.ts'
import type { StampedCalls } from '../usage/stamped-calls.ts'
import { timeInAscii } from '../usage/time.ts'
import type { ScanAccount } from './account.ts'
import type { CallSink } from './call-sink.ts'
import { addUp, isCacheInside, tokensOf } from './count-plan.ts'
import { type LineShape, LineValues } from './line-shape.ts'
import { type RepeatedCall, repeatedCall, valueAt } from './repeated-call.ts'
import { shapeOf } from './shape-maker.ts'
import { wantedBy } from './wanted-by.ts'

/** Shapes beyond which the one that was met longest ago is forgotten. */
const MOST_SHAPES = 16
/** Bytes of the longest line that is kept as a shape; those that have the shape may be of any length. */
const LONGEST = 1 << 16
/** After so many more shapes than there are sixteen lines that had one, no more are made. */
const PATIENCE = 256

interface Known extends RepeatedCall {
  readonly shape: LineShape
  /** Whether lines have a time of their own; else it is that of all. */
  readonly hasOwnTime: boolean
  /** The number of those that the last line had. */
  attributes: number
}

/**
 * Lines that are of the shape of a line before them, where no kernel tells such lines: they become calls without being parsed,
 * and no reader is asked. What is found is the same.
 */
export class KnownShapes {
  /** The format with `repeats` that knew an entry last, in whatever file. */
  latest: Format | null = null
  private view: DataView = new DataView(new ArrayBuffer(0))
  private calls!: CallSink
  private tables!: RowTables
  /** The one that was met last comes first. */
  private shapes: Known[] = []
  private made = 0
  private known = 0
  private readonly values = new LineValues()
  private readonly hash = { lo: 0, hi: 0 }
  /** The row of the line that was known last, and the same bytes as floats. */
  private readonly words = new Uint32Array(ROW_WORDS)
  private readonly floats = new Float64Array(this.words.buffer)
  private readonly call: StampedCalls = { words: this.words, length: 1, mayRepeat: false }
  /** The number of the file that lines are of. */
  private file = 0

  /** Lines come next of the file with this number. */
  begin(file: number, calls: CallSink): void {
    const { tables } = calls
    // What is known says numbers of the tables before.
    if (tables !== this.tables) this.shapes = []
    this.calls = calls
    this.tables = tables
    this.file = file
  }

  /**
   * True when the object in bytes[from, to), an entry of the format, has a shape that is known: it states a call, which is to be
   * taken then. Without `more` only the shape is tried that was met last.
   */
  know(bytes: Buffer, from: number, to: number, format: Format, more: boolean): boolean {
    const { shapes, values } = this
    const view = this.viewOf(bytes)
    const most = more ? shapes.length : Math.min(1, shapes.length)
    for (let i = 0; i < most; i++) {
      const known = shapes[i]!
      if (known.format !== format || !known.shape.match(view, bytes.byteOffset + from, bytes.byteOffset + to, values))
        continue
      if (!this.fill(known)) return false
      for (let before = i; before > 0; before--) shapes[before] = shapes[before - 1]!
      shapes[0] = known
      this.known++
      return true
    }
    return false
  }

  /** Hands over the call of the line that was known last, which stands at `offset`, and counts what became of the line. */
  take(account: ScanAccount, offset: number): void {
    const { words, floats, shapes } = this
    floats[FLOAT.offset] = offset
    account.lines++
    account.found(1, offset, tokensOf(words))
    account.entriesWithCalls++
    account.has(shapes[0]!.format.name)
    this.calls.addStamped(this.call, this.file)
  }

  /** The object in bytes[from, to) was parsed, and the reader of its format told this record of it and nothing else. */
  learn(bytes: Buffer, entry: JsonObject, format: Format, record: UsageRecord): void {
    if (this.made > this.known / 16 + PATIENCE || 'schema_version' in entry) return
    if (bytes.length > LONGEST) return
    const call = repeatedCall(format, format.repeats!, entry, record, this.tables)
    const view = this.viewOf(bytes)
    const shape = shapeOf(view, bytes.byteOffset, bytes.byteOffset + bytes.length, wantedBy(format))
    if (call === null || shape === null || !isCacheInside(format.repeats!.sums)) return
    const { identity, time, usage, sums } = format.repeats!
    const hole = (path: string) => shape.holes.some((each) => each.path === path && each.role > 0)
    const isNumber = (path: string) => typeof valueAt(entry, path) === 'number'
    if (!hole(identity) || keysOf(sums).some((key) => hole(`${usage}.${key}`) !== isNumber(`${usage}.${key}`))) return
    // A line of the shape must hold a needle, which the keys of counts are.
    if (isNumber(time) || !isMarked(valueAt(entry, usage) as JsonObject)) return
    this.made++
    this.shapes.unshift({ ...call, shape, hasOwnTime: hole(time), attributes: call.stamp[WORD.attribute]! })
    if (this.shapes.length > MOST_SHAPES) this.shapes.pop()
  }

  /** Makes the call of the line that was matched last. False when it is an unusual one. */
  private fill(known: Known): boolean {
    const { words, floats, values, hash, view } = this
    const { stamp, plan, shape, format, hasOwnTime } = known
    const time = hasOwnTime ? timeInAscii(view, values.timeFrom, values.timeTo) : null
    words.set(stamp)
    words[WORD.file] = this.file
    if ((hasOwnTime && time === null) || !addUp(plan, values.numbers, words)) return false
    if (time !== null) floats[FLOAT.time] = time
    if (shape.sharedChanged) known.attributes = this.tables.attributes.number(attributesOf(shape, format))
    hashAscii(view, values.identityFrom, values.identityTo, hash)
    words[WORD.idLow] = hash.lo
    words[WORD.idHigh] = hash.hi
    words[WORD.attribute] = known.attributes
    return true
  }

  private viewOf({ buffer }: Buffer): DataView {
    if (this.view.buffer !== buffer) this.view = new DataView(buffer)
    return this.view
  }
}

function attributesOf(shape: LineShape, { repeats }: Format): Attributes {
  const attributes: { [name in AttributeName]?: string } = {}
  for (const path in repeats!.attributes) {
    const text = shape.shared.get(path) ?? ''
    if (text !== '') attributes[repeats!.attributes[path]!] = text
  }
  shape.sharedChanged = false
  return wellFormed(Object.freeze(attributes))
}
