import { MalformedUsage } from '../usage/count.ts'
import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import { homeMade, statesTotals } from '../usage/payloads/home-made.ts'
import { payloadOf } from '../usage/payloads/index.ts'
import type { UsagePayload } from '../usage/payloads/payload.ts'
import type { RecordSink } from './format.ts'
import { callsAmong, type Extent, type FoundUsage } from './found-usage.ts'
import { withoutStreams } from './listed-stream.ts'
import { isCutRecord, namesUsage } from './lost-usage.ts'
import { statedCalls } from './stated-calls.ts'
import { modelIn, nearestCallId, nearestModel, nearestProvider, type Surroundings } from './surroundings.ts'
import { isToldToModel } from './tool-values.ts'

/** A call that a record states, and where its payload lies. */
export interface FoundCall extends FoundUsage {
  readonly provider: string | null
  /** The object that is or holds the payload, and the objects around it. */
  readonly around: Surroundings
  /** How many calls the payload sums; null = it does not say how many. */
  readonly calls: number | null
  /** True where the key above it is its model: one of the sums per model that programs write at their end. */
  readonly perModel: boolean
}

const DEEPEST = 100
/** Keys whose text may be a record written as JSON. Text under any other key may be a prompt. */
const RECORD_AS_TEXT =
  /^(message|msg|@message|event|body|data|payload|textPayload|log|line|raw|_raw|record|response|result|usage|token_?usage|metadata|details|extra|context|properties)$/i
/** Keys below which a number is no usage: schemas, tool definitions, price tables, limits, windows. */
const NO_USAGE =
  /^(tools|functions|schema|input_schema|json_schema|parameters|arguments|pricing|prices|context_?window|\w*(limits?|budgets?|quotas?))$/i
/** Keys below which it was not used, or by no one call: statistics and guesses. */
const NOT_USED =
  /^(?:mean|median|avg|average|min|max|stdev|stddev|p\d\d\d?|estimates?|estimated|predicted|projected|forecast|expected)(?:_\w*|[A-Z]\w*)?$/
const RUNNING = /cumulative|accumulat|running|lifetime/i
const TOTAL = /total|aggregate|overall|session_?(?:token_?)?(?:usage|tokens)/i
/** Keys that can only be models: `{"usage": {"gpt-4o": {…}}}`. */
const MODEL_NAME =
  /^(?:[\w@-]+[/:.])*(?:gpt|chatgpt|o\d|claude|gemini|gemma|grok|deepseek|llama|mi[sx]tral|codestral|qwen|command|kimi|glm)-\w[\w.:@-]*$/i
const USAGE_NAME = /usage|token|metric|count|stat|cost|response|result/i

/** Every call that a record states, by the rule of callsAmong. A usage that cannot be counted is rejected alone. */
export function callsIn(record: JsonObject, sink: RecordSink): readonly FoundCall[] {
  return callsBelow({ object: record, outer: null, fromText: false }, '', sink, 0)
}

/** `name` is the key under which the object stands, `holder` that of the list where it is an element of one. */
function callsBelow(
  here: Surroundings,
  name: string,
  sink: RecordSink,
  depth: number,
  holder = name,
): readonly FoundCall[] {
  if (depth > DEEPEST) return tooDeep(here.object, sink)
  const own: FoundCall[] = []
  const branches: (readonly FoundCall[])[] = []
  const payload = payloadIn(here, name)
  if (payload !== null) own.push(...read(payload, here.object, here, name, null, sink))
  for (const [key, raw] of Object.entries(here.object)) {
    if (NO_USAGE.test(key) || NOT_USED.test(key) || isToldToModel(here.object, holder, key)) continue
    const text = typeof raw === 'string' && !here.fromText && RECORD_AS_TEXT.test(key)
    const value = text ? recordIn(raw) : raw
    if (text && typeof value === 'string' && isCutRecord(value))
      sink.reject('a record inside a text that is not valid JSON')
    if (isArray(value)) branches.push(callsOfElements(value, key, here, sink, depth + 1))
    if (!isObject(value)) continue
    const below = { object: value, outer: here, fromText: here.fromText || text }
    const held = payloadIn(below, key)
    const modelKey = (/model/i.test(name) && !USAGE_NAME.test(key)) || MODEL_NAME.test(key) ? key : null
    if (held !== null && modelIn(value) === null)
      own.push(...read(held, value, below, `${name}.${key}`, modelKey, sink))
    else branches.push(callsBelow(below, key, sink, depth + 1))
  }
  return callsAmong(own, branches)
}

function callsOfElements(
  values: readonly Json[],
  name: string,
  around: Surroundings,
  sink: RecordSink,
  depth: number,
): readonly FoundCall[] {
  if (depth > DEEPEST) return tooDeep(values, sink)
  return withoutStreams(values).flatMap((value) => {
    if (isArray(value)) return callsOfElements(value, name, around, sink, depth + 1)
    return isObject(value)
      ? callsBelow({ object: value, outer: around, fromText: around.fromText }, '', sink, depth, name)
      : []
  })
}

function read(
  payload: UsagePayload,
  usage: JsonObject,
  around: Surroundings,
  name: string,
  modelKey: string | null,
  sink: RecordSink,
): readonly FoundCall[] {
  const model = modelIn(usage) ?? modelKey ?? nearestModel(around)
  const provider = nearestProvider(around)
  const hints = { provider, model, holder: name.slice(name.lastIndexOf('.') + 1) }
  try {
    const usages = payload.read(usage, hints)
    const isTotal = TOTAL.test(name) || (payload === homeMade && statesTotals(usage, hints))
    const extent: Extent = RUNNING.test(name) ? 'running' : isTotal ? 'total' : 'call'
    const calls = statedCalls(usage, around.outer?.object) ?? (extent === 'call' && modelKey === null ? 1 : null)
    const first = usages[0]
    if (first === undefined) return []
    const [id, perModel] = [nearestCallId(around), modelKey !== null]
    return [{ usages, counts: first.counts, model, provider, id, extent, around, calls, perModel }]
  } catch (error) {
    if (!(error instanceof MalformedUsage)) throw error
    sink.reject(error.reason)
    return []
  }
}

function tooDeep(value: Json, sink: RecordSink): readonly FoundCall[] {
  if (namesUsage(value)) sink.reject('nested too deep')
  return []
}

/** The payload that this object is; one that only names its counts (a schema, a request option) is none. */
function payloadIn(here: Surroundings, holder: string): UsagePayload | null {
  const payload = payloadOf(here.object, { provider: null, model: null, holder }) ?? payloadWithModel(here, holder)
  const named = payload?.markers.map((marker) => marker.replaceAll('"', '')).filter((key) => key in here.object) ?? []
  return named.length === 0 || named.some((key) => holdsCounts(here.object[key])) ? payload : null
}

/** Totals, and bare words below `usage`, mean something only where the provider or the model around them says what. */
function payloadWithModel(here: Surroundings, holder: string): UsagePayload | null {
  if (!/usage/i.test(holder) && !Object.keys(here.object).some((key) => /^total/i.test(key))) return null
  return payloadOf(here.object, { provider: nearestProvider(here), model: nearestModel(here), holder })
}

/** A count, or the object that some shapes make of it: `billed_units: {…}`, `inputTokens: {total: 12}`. */
function holdsCounts(value: Json | undefined): boolean {
  if (isObject(value)) return !('type' in value) && Object.values(value).some((part) => typeof part === 'number')
  return value === null || typeof value === 'number' || typeof value === 'string'
}

/** The record that a text is, or that stands in it behind other text: `INFO done {…}`. */
function recordIn(text: string): Json {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')]
  if (from < 0 || to < from) return text
  try {
    return JSON.parse(text.slice(from, to + 1)) as Json
  } catch {
    return text
  }
}
