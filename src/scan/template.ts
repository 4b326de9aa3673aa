import type { Format } from '../formats/format.ts'
import { keysOf } from '../usage/count-sums.ts'
import type { JsonObject } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { RowTables } from '../usage/row-tables.ts'
import { isCacheInside, RANKS } from './count-plan.ts'
import type { Kernel } from './kernel.ts'
import { FOUND, type Found, KIND } from './projection.ts'
import { type RepeatedCall, repeatedCall } from './repeated-call.ts'
import { wantedBy } from './wanted-by.ts'

/** What lines that are alike have in common, and where their own numbers go. */
export interface Template extends RepeatedCall {
  /** Whether lines have a time of their own, a text; else it is that of all. */
  readonly hasOwnTime: boolean
}

/** What lines have of their own: see kernel/record.ts. */
export const OWN = { noTime: 0, time: 1, inPlaces: 2 } as const

/** How the kernel makes the calls of lines that a template knows: see kernel/record.ts. */
export function recordPlan({ stamp, hasOwnTime, plan }: Template): Uint8Array {
  return planBytes(stamp, hasOwnTime ? OWN.time : OWN.noTime, plan)
}

/** `rest`: what stands behind the ranks, as kernel/record.ts has it. */
export function planBytes(stamp: Uint32Array, own: number, rest: ArrayLike<number>): Uint8Array {
  const head = [own, ...RANKS, 0]
  const plan = new Uint8Array(stamp.byteLength + head.length + rest.length)
  plan.set(new Uint8Array(stamp.buffer))
  plan.set(head, stamp.byteLength)
  plan.set(rest, stamp.byteLength + head.length)
  return plan
}

/** The template of lines that are like the entry that was found, whose reader told this record; null = it cannot be one. */
export function templateOf(
  kernel: Kernel,
  format: Format,
  found: Found,
  entry: JsonObject,
  record: UsageRecord,
  tables: RowTables,
): Template | null {
  const call = repeatedCall(format, format.repeats!, entry, record, tables)
  if (call === null || !isCacheInside(format.repeats!.sums)) return null
  const kinds = kindsByPath(kernel, found, format)
  if (kinds === null) return null
  const kindAt = (path: string) => kinds.get(path) ?? FOUND.null
  const { identity, time, usage, sums } = format.repeats!
  if (!isText(kindAt(identity))) return null
  for (const key of keysOf(sums)) {
    const kind = kindAt(`${usage}.${key}`)
    if (kind !== FOUND.null && kind !== FOUND.number) return null
  }
  const kind = kindAt(time)
  return kind === FOUND.number ? null : { ...call, hasOwnTime: isText(kind) }
}

function isText(kind: number): boolean {
  return kind === FOUND.text || kind === FOUND.sameText
}

/**
 * What was found at each path; null when one of them that counts was found twice: of equal keys one after the other the last one
 * counts, which the kernel does not know.
 */
function kindsByPath(
  { foundWords: words }: Kernel,
  { tree, count }: Found,
  format: Format,
): ReadonlyMap<string, number> | null {
  const kinds = new Map<string, number>()
  for (let i = 0; i < count; i++) {
    const path = tree.paths[words[i * 4]! >>> 8] ?? ''
    if (path === '') continue // an element, or what stands under no wanted key
    if (kinds.has(path) && counts(path, format)) return null
    kinds.set(path, words[i * 4]! & KIND)
  }
  return kinds
}

/** True when something of a call follows from what stands at `path`, or below it. */
function counts(path: string, format: Format): boolean {
  const paths = [...wantedBy(format).roles.keys(), ...format.repeats!.unless]
  return paths.some((each) => each === path || each.startsWith(`${path}.`))
}
