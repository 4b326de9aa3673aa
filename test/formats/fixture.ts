import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { builtInFormatOf } from '../../src/formats/built-in.ts'
import type { FormatReader, RecordSink } from '../../src/formats/format.ts'
import { MalformedUsage } from '../../src/usage/count.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import type { UsageRecord } from '../../src/usage/record.ts'
import { naiveJoin } from '../naive/calls.ts'
import { naiveEntries } from '../naive/entries.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')

/** What the formats made of one fixture, before anything is joined. */
export interface Reading {
  readonly formats: readonly string[]
  readonly records: readonly UsageRecord[]
  readonly rejects: readonly string[]
  /** How many calls were folded. */
  readonly folded: number
  readonly warnings: readonly string[]
}

/** Reads `fixtures/<name>` entry by entry. */
export function reading(name: string): Reading {
  const path = join(FIXTURES, name)
  const neighbour = (file: string) => join(dirname(path), file)
  return readingOf(naiveEntries(readFileSync(path)), name, (file) =>
    existsSync(neighbour(file)) ? readFileSync(neighbour(file), 'utf8') : null,
  )
}

export function readingOf(
  entries: readonly JsonObject[],
  name = 'test',
  sibling: (file: string) => string | null = () => null,
): Reading {
  const [records, rejects, warnings]: [UsageRecord[], string[], string[]] = [[], [], []]
  const readers = new Map<string, FormatReader>()
  let [line, folded] = [0, 0]
  const sink: RecordSink = {
    get at() {
      return { offset: line, line }
    },
    record: (record) => void records.push(record),
    reject: (reason) => void rejects.push(reason),
    folded: () => void folded++,
    warn: (code) => void warnings.push(code),
  }
  for (const entry of entries) {
    line++
    const format = builtInFormatOf(entry)
    if (format === null) continue
    if (!readers.has(format.name)) readers.set(format.name, format.open({ name, sibling }))
    try {
      readers.get(format.name)!.push(entry, sink)
    } catch (error) {
      if (!(error instanceof MalformedUsage)) throw error
      rejects.push(error.reason)
    }
  }
  for (const reader of readers.values()) reader.close?.(sink)
  return { formats: [...readers.keys()], records, rejects, folded, warnings }
}

/** A call in few words: what is not stated, not set or one call is left out. */
export interface Row {
  readonly model: string | null
  readonly in: number | null
  readonly read?: number
  readonly write?: number
  readonly hour?: number
  readonly out: number | null
  readonly reasoning?: number
  readonly calls?: number | null
  readonly cost?: string
  readonly mode?: string
  readonly region?: string
  readonly fees?: Readonly<Record<string, string>>
  readonly partial?: true
}

/** The distinct calls of all these fixtures together, as one run would count them. */
export function rows(...names: readonly string[]): Row[] {
  return naiveJoin(names.flatMap((name) => reading(name).records)).map(rowOf)
}

function rowOf({ model, counts, calls, loggedCostUsd, mode, region, fees, partial }: UsageRecord): Row {
  return {
    model,
    in: counts.inputTokens,
    ...(counts.cacheReadInputTokens && { read: counts.cacheReadInputTokens }),
    ...(counts.cacheCreationInputTokens && { write: counts.cacheCreationInputTokens }),
    ...(counts.cacheCreation1hInputTokens && { hour: counts.cacheCreation1hInputTokens }),
    out: counts.outputTokens,
    ...(counts.reasoningOutputTokens && { reasoning: counts.reasoningOutputTokens }),
    ...(calls !== undefined && calls !== 1 && { calls }),
    ...(loggedCostUsd && { cost: loggedCostUsd }),
    ...(mode && { mode }),
    ...(region && { region }),
    ...(fees && { fees }),
    ...(partial && { partial }),
  }
}
