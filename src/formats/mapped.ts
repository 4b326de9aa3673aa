import type { CountKey, FormatMapping } from '../config/format-mapping.ts'
import { type JsonPath, jsonPathText } from '../config/json-path.ts'
import { TokencostError } from '../errors.ts'
import { countOf, MalformedUsage } from '../usage/count.ts'
import { isUnstated, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import { timeOf } from '../usage/time.ts'
import { builtInFormat } from './built-in.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { RunningTotal } from './running-total.ts'

/** The formats that tokencost.yaml describes. They are asked before the built-in ones, whose names they may not take. */
export function mappedFormats(mappings: readonly FormatMapping[]): readonly Format[] {
  for (const { name, place } of mappings) {
    if (builtInFormat(name) !== null)
      throw new TokencostError('usage', `${place}: ${name} is the name of a built-in format`)
  }
  return mappings.map(mappedFormat)
}

function mappedFormat(mapping: FormatMapping): Format {
  const { name, match, cumulative, id } = mapping
  return {
    name,
    title: `entries with ${jsonPathText(match)}, as tokencost.yaml maps them`,
    example: '{}',
    needles: needlesOfPaths(Object.values(mapping.counts).filter((path) => path !== null)),
    selfContained: !cumulative,
    definition: JSON.stringify(mapping),
    docs: {
      identity: id === null ? 'none' : `\`${jsonPathText(id)}\``,
      counts: cumulative ? 'differences of running totals' : 'per entry',
      ignores: 'everything that is not mapped',
    },
    recognizes: (entry) => valueAt(entry, match) !== undefined,
    open: () => readerOf(mapping),
  }
}

/** Longer needles could be cut by the scanner's overlap of pieces; a beginning is as good. */
const LONGEST_NEEDLE = 32

/** The quoted last key of each path; the empty needle, which every entry has, where a key may be escaped in the file. */
function needlesOfPaths(paths: readonly JsonPath[]): readonly string[] {
  return paths.map((path) => {
    const key = path.findLast((step) => typeof step === 'string') ?? ''
    return /^[ !#-.0-[\]-~]+$/.test(key) ? `"${key}"`.slice(0, LONGEST_NEEDLE) : ''
  })
}

function readerOf(mapping: FormatMapping): FormatReader {
  const totals = new Map<string | null, RunningTotal>()
  const labelSets = new Map<string, Readonly<Record<string, string>>>()

  /** One object per set of values: the tracker keeps labels by identity. */
  function labelsOf(entry: JsonObject): Readonly<Record<string, string>> {
    const labels = Object.fromEntries(
      Object.entries(mapping.labels).flatMap(([label, path]) => {
        const value = nameAt(entry, path)
        return value === null ? [] : [[label, value]]
      }),
    )
    const key = JSON.stringify(labels)
    const known = labelSets.get(key) ?? labels
    labelSets.set(key, known)
    return known
  }

  function used(total: TokenCounts, session: string | null, sink: RecordSink): TokenCounts | null {
    const counter = totals.get(session) ?? new RunningTotal()
    totals.set(session, counter)
    const counts = counter.advance(total, null)
    if (counts === null) sink.folded()
    return counts
  }

  return {
    push(entry, sink) {
      const stated = countsIn(entry, mapping)
      if (isUnstated(stated)) return
      const session = nameAt(entry, mapping.session)
      const counts = mapping.cumulative ? used(stated, session, sink) : stated
      if (counts === null) return
      sink.record({
        model: nameAt(entry, mapping.model),
        provider: null,
        counts,
        identity: nameAt(entry, mapping.id),
        time: mapping.time === null ? null : timeOf(valueAt(entry, mapping.time)),
        attributes: knownAttributes({ session }, labelsOf(entry)),
      })
    },
  }
}

function countsIn(entry: JsonObject, { counts: paths, cache }: FormatMapping): TokenCounts {
  const count = (key: CountKey) => {
    const path = paths[key]
    return path === null ? null : countOf(valueAt(entry, path), jsonPathText(path))
  }
  const [input, output, reasoning] = [count('input'), count('output'), count('reasoning')]
  const [cacheRead, cacheWrite] = [count('cache_read'), count('cache_write')]
  if ((reasoning ?? 0) > (output ?? 0)) throw new MalformedUsage('more reasoning than output: the mapping is wrong')
  if (cache === 'outside') return inclusive({ input, cacheRead, cacheWrite, output }, reasoning)
  if ((cacheRead ?? 0) + (cacheWrite ?? 0) > (input ?? 0))
    throw new MalformedUsage('more cached than input tokens: cache lies not inside, as the mapping says')
  return {
    ...inclusive({ input, output }, reasoning),
    cacheReadInputTokens: cacheRead,
    cacheCreationInputTokens: cacheWrite,
  }
}

function valueAt(entry: JsonObject, path: JsonPath): Json | undefined {
  let value: Json | undefined = entry
  for (const step of path) {
    if (typeof step === 'number') value = isArray(value) ? value[step] : undefined
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }
  return value
}

/** Text, or a number as text. */
function nameAt(entry: JsonObject, path: JsonPath | null): string | null {
  const value = path === null ? null : valueAt(entry, path)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
