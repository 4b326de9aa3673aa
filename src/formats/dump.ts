import { posix } from 'node:path'
import type { TokenCounts } from '../usage/counts.ts'
import { type Hash, hashText } from '../usage/hash.ts'
import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import type { Attributes } from '../usage/record.ts'
import { eachItem } from './each-item.ts'
import type { FileContext, FormatReader, RecordSink } from './format.ts'

/** One line of a saved total. */
export interface DumpRow {
  readonly model: string | null
  readonly provider?: string | null
  readonly counts: TokenCounts
  /** null where the dump does not say how many calls it sums. */
  readonly calls: number | null
  readonly costUsd: string | null
  readonly time?: number | null
  readonly attributes?: Attributes
}

/**
 * A reader of saved totals. Their numbers are added once: the identity of a row is the dump's content and the base name
 * of its file, so that the same dump given twice counts once, and equal totals of two tasks count twice. A dump keeps the
 * cost that it carries. `itemsOf` gives each row a key of its own that does not depend on the order of keys in the dump.
 */
export function dumpReader<Item>(
  file: FileContext,
  itemsOf: (entry: JsonObject) => Iterable<readonly [key: string | number | null, item: Item]>,
  read: (item: Item, entry: JsonObject, key: string | number | null) => DumpRow,
): FormatReader {
  const seen = new Map<string, number>()
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      const content = contentHash(entry)
      const repetition = (seen.get(content) ?? 0) + 1
      seen.set(content, repetition)
      eachItem(itemsOf(entry), sink, ([key, item]) => {
        const { costUsd, time = null, provider = null, ...row } = read(item, entry, key)
        sink.record({
          ...row,
          provider,
          time,
          identity: `dump ${baseName(file)} ${content} ${repetition} ${key}`,
          ...(costUsd !== null && { loggedCostUsd: costUsd, keepLoggedCost: true }),
        })
      })
    },
  }
}

/** The name before `suffix` in the file's base name: `t1` for `out/t1_token_usage.json`; null for any other name. */
export function taskOfFile(file: FileContext, suffix: string): string | null {
  const base = baseName(file).replace(/\.gz$/, '')
  return base.endsWith(suffix) && base.length > suffix.length ? base.slice(0, -suffix.length) : null
}

function baseName(file: FileContext): string {
  return posix.basename(file.name.replaceAll('\\', '/'))
}

/** A hash of the content that neither key order nor whitespace changes. */
function contentHash(entry: JsonObject): string {
  const hash: Hash = { lo: 0, hi: 0 }
  hashText(canonical(entry), hash)
  return hash.hi.toString(16) + hash.lo.toString(16).padStart(8, '0')
}

function canonical(value: Json | undefined, depth = 0): string {
  if (depth > DEEPEST) return ''
  if (isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join()}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value).sort()
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`).join()}}`
}

/** Dumps are flat; what lies deeper is no part of one. */
const DEEPEST = 20
