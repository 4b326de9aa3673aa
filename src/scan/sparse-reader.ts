import type { Format } from '../formats/format.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { Wants } from '../usage/wants.ts'
import type { Kernel } from './kernel.ts'
import { type Found, Projection } from './projection.ts'
import { Repeats } from './repeats.ts'

/** An entry of which only what its format wants was read; to be used up before the next one is read. */
export interface SparseEntry {
  readonly format: Format
  /** null: it repeats an earlier one. */
  readonly entry: JsonObject | null
  /** The record of an entry that repeats another. Throws MalformedUsage as readers do. */
  record(): UsageRecord
  /** The reader was asked about the entry, and told this record of it and nothing else. */
  learn(record: UsageRecord): void
}

/** Reads entries only as far as their formats want them. The result is the same. */
export class SparseReader {
  private readonly projection: Projection
  private readonly repeats = new Map<Format, Repeats | null>()

  /** `besides`: what is wanted of every entry. */
  constructor(kernel: Kernel, besides: Wants) {
    this.projection = new Projection(kernel, besides)
  }

  /** The entry in bytes[from, to); null: it is to be parsed whole. */
  read(bytes: Buffer, from: number, to: number, format: Format): SparseEntry | null {
    if (format.wants === undefined) return null
    const found = this.projection.find(bytes, from, to, format.wants, ownOf(format))
    if (found === null) return null
    const repeats = this.repeatsOf(format, found)
    const entry = repeats?.knows() === true ? null : this.projection.objectOf(found)
    return {
      format,
      entry,
      record: () => repeats!.record(),
      learn: (record) => repeats?.learn(found, record),
    }
  }

  private repeatsOf(format: Format, { tree }: Found): Repeats | null {
    const known = this.repeats.get(format)
    if (known !== undefined) return known
    const added = format.repeats === undefined ? null : new Repeats(this.projection, tree, format.repeats)
    this.repeats.set(format, added)
    return added
  }
}

const own = new Map<Format, readonly string[]>()

/** The paths of all that an entry has of its own when it repeats another. */
function ownOf(format: Format): readonly string[] {
  const known = own.get(format)
  if (known !== undefined) return known
  const { repeats } = format
  const paths =
    repeats === undefined
      ? []
      : [repeats.identity, repeats.time, ...repeats.counts.map((key) => `${repeats.usage}.${key}`), ...repeats.ignored]
  own.set(format, paths)
  return paths
}
