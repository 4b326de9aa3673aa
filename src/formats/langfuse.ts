import { amountAt } from '../usage/amount.ts'
import { firstTextAt, isArray, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'
import { ingestedIn, withCamelCase, withEvent } from './langfuse-ingestion.ts'
import { langfuseCounts } from './langfuse-usage.ts'
import { labelsIn } from './metadata-labels.ts'

/** Traces and observations exported from Langfuse, as documents or as rows. */
export const langfuse: Format = {
  name: 'langfuse',
  title: 'Langfuse exports and ingestion events',
  example:
    '{"id":"b7ad6b7169203331","traceId":"0af7651916cd43dd8448eb211c80319c","type":"GENERATION","startTime":"2026-03-01T10:00:00.000Z","model":"gpt-4o","usageDetails":{"input":100,"input_cached_tokens":900,"output":50,"total":1050},"costDetails":{"total":0.0019}}',
  needles: ['"usageDetails"', '"usage_details"', '"promptTokens"', '"parentObservationId"'],
  selfContained: false,
  docs: {
    identity: 'trace id and observation id',
    counts: 'per observation; keys are disjoint unless `total` says that parts lie inside; the cost is kept beside',
    ignores:
      'observations other than GENERATION and EMBEDDING, generations around another generation (they repeat it), `totalCost` of the trace',
  },
  recognizes: (entry) => isObservation(entry) || listed(entry).some(isObservation) || ingestedIn(entry).length > 0,
  open,
}

interface Call {
  readonly id: string
  readonly record: UsageRecord
  readonly at: EntryPlace
}

function open(): FormatReader {
  const parents = new Map<string, string>()
  const calls: Call[] = []
  const ingested = new Map<string, { readonly observation: JsonObject; readonly at: EntryPlace }>()
  const note = (observation: JsonObject, trace: JsonObject, at: EntryPlace) => {
    const [id, parent] = [textAt(observation, 'id'), textAt(observation, 'parentObservationId')]
    if (id !== null && parent !== null) parents.set(id, parent)
    if (!/^(GENERATION|EMBEDDING)$/.test(textAt(observation, 'type') ?? '')) return
    const record = recordOf(observation, trace)
    if (record !== null) calls.push({ id: id ?? '', record, at })
  }
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      for (const event of ingestedIn(entry)) {
        const id = textAt(event, 'id')!
        ingested.set(id, { observation: withEvent(ingested.get(id)?.observation, event), at: sink.at })
      }
      const observations = isObservation(entry) ? [entry] : listed(entry).filter(isObservation)
      eachItem(observations, sink, (observation) =>
        note(withCamelCase(observation), objectAt(entry, 'trace') ?? entry, sink.at),
      )
    },
    close(sink: RecordSink): void {
      eachItem(ingested.values(), sink, ({ observation, at }) => note(observation, {}, at))
      const around = new Set(calls.flatMap(({ id }) => ancestors(id, parents)))
      for (const { id, record, at } of calls) {
        if (around.has(id)) sink.folded(at)
        else sink.record(record, at)
      }
    },
  }
}

function recordOf(observation: JsonObject, trace: JsonObject): UsageRecord | null {
  const counts = langfuseCounts(observation)
  if (counts === null) return null
  return {
    model: firstTextAt(observation, 'model', 'providedModelName'),
    provider: null,
    counts,
    identity: `${textAt(observation, 'traceId')}/${textAt(observation, 'id')}`,
    time: timeAt(observation, 'startTime', 'start_time'),
    loggedCostUsd:
      amountAt(objectAt(observation, 'costDetails'), 'total') ??
      amountAt(observation, 'totalCost', 'calculatedTotalCost', 'totalPrice'),
    attributes: knownAttributes(
      {
        session: firstTextAt(observation, 'sessionId') ?? textAt(trace, 'sessionId'),
        user: firstTextAt(observation, 'userId') ?? textAt(trace, 'userId'),
        project: firstTextAt(observation, 'projectId'),
      },
      labelsIn(observation['metadata'], trace['tags'], trace['metadata']),
    ),
  }
}

/** Everything that an observation lies in; a ring of parents ends where it closes. */
function ancestors(id: string, parents: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>()
  for (let parent = parents.get(id); parent !== undefined && !found.has(parent); parent = parents.get(parent))
    found.add(parent)
  return [...found]
}

function listed(entry: JsonObject): readonly JsonObject[] {
  const key = isArray(entry['observations']) ? 'observations' : 'data'
  return objectsAt(entry, key)
}

/** What rows in snake case call themselves: other tools write `trace_id` too. */
const ROW = /^(?:GENERATION|EMBEDDING|SPAN|EVENT|AGENT|TOOL|CHAIN|RETRIEVER|EVALUATOR|GUARDRAIL)$/

function isObservation(value: JsonObject): boolean {
  if (typeof value['type'] !== 'string' || 'attributes' in value) return false
  return (
    ('traceId' in value && 'startTime' in value) ||
    (ROW.test(value['type']) && 'trace_id' in value && 'start_time' in value)
  )
}
