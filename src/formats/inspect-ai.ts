import { type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'
import { inspectCost, inspectCounts } from './inspect-ai-usage.ts'
import { openaiIdentity } from './openai-identity.ts'

/**
 * Logs of Inspect: one JSON document, or the header and the samples of an `.eval` archive as entries. The run's totals are
 * the truth; where the model events of a model add up to them, these are its calls.
 */
export const inspectAi: Format = {
  name: 'inspect-ai',
  title: 'Inspect evaluation logs (.json, .eval)',
  example:
    '{"version":2,"status":"success","eval":{"run_id":"r1","task":"popularity","model":"openai/gpt-4o-mini"},"plan":{},"stats":{"started_at":"2026-03-01T10:00:00Z","model_usage":{"openai/gpt-4o-mini":{"input_tokens":64,"output_tokens":2,"total_tokens":66,"input_tokens_cache_read":0,"reasoning_tokens":0}}},"samples":[{"id":1,"epoch":1,"messages":[],"target":"Yes","events":[{"event":"model","uuid":"e1","timestamp":"2026-03-01T10:00:00Z","model":"openai/gpt-4o-mini","output":{"model":"gpt-4o-mini-2024-07-18","usage":{"input_tokens":64,"output_tokens":2,"total_tokens":66}}}]}]}',
  needles: ['"model_usage"'],
  selfContained: false,
  docs: {
    identity: "the provider's id of the answer, else the event's `uuid`; the run for totals",
    counts:
      'per model event where they add up to the run, else totals per model; cache inside input only where the total says so',
    ignores:
      '`model_usage` of samples and `output.usage` of samples (they repeat the events), generations from the cache',
  },
  recognizes: (entry) => isLog(entry) || isSample(entry),
  open,
}

interface Placed {
  readonly record: UsageRecord
  readonly at: EntryPlace
}

function open(): FormatReader {
  const calls: Placed[] = []
  const totals: Placed[] = []
  return {
    push(entry: JsonObject, sink: RecordSink): void {
      const samples = isSample(entry) ? [entry] : objectsAt(entry, 'samples')
      for (const sample of samples) {
        const events = objectsAt(sample, 'events').filter(isCall)
        eachItem(events, sink, (event) => calls.push({ record: callOf(event, sample), at: sink.at }))
      }
      const stats = objectAt(entry, 'stats')
      eachItem(Object.entries(objectAt(stats, 'model_usage') ?? {}), sink, ([model]) => {
        totals.push({ record: totalOf(model, entry), at: sink.at })
      })
    },
    close(sink: RecordSink): void {
      const itemised = new Set(totals.filter(({ record }) => addUp(record, calls)))
      const known = new Set(totals.map(({ record }) => record.model))
      const models = new Set([...itemised].map(({ record }) => record.model))
      for (const { record, at } of calls) {
        if (models.has(record.model) || !known.has(record.model)) sink.record(record, at)
        else sink.folded(at)
      }
      for (const total of totals) if (!itemised.has(total)) sink.record(total.record, total.at)
    },
  }
}

/** A call of a model that was made: no generation taken from the cache, none that failed before it was counted. */
function isCall(event: JsonObject): boolean {
  return (
    event['event'] === 'model' && event['cache'] !== 'read' && objectAt(objectAt(event, 'output'), 'usage') !== null
  )
}

function callOf(event: JsonObject, sample: JsonObject): UsageRecord {
  const usage = objectAt(objectAt(event, 'output'), 'usage')
  const response = objectAt(objectAt(event, 'call'), 'response')
  return {
    model: textAt(event, 'model') ?? textAt(objectAt(event, 'output'), 'model'),
    provider: null,
    counts: inspectCounts(usage),
    identity: (response === null ? null : openaiIdentity(response)) ?? textAt(event, 'uuid'),
    time: timeAt(event, 'timestamp'),
    loggedCostUsd: inspectCost(usage),
    attributes: knownAttributes({ session: textAt(sample, 'uuid') }),
  }
}

function totalOf(model: string, log: JsonObject): UsageRecord {
  const stats = objectAt(log, 'stats')
  const run = objectAt(log, 'eval')
  const usage = objectAt(objectAt(stats, 'model_usage'), model)
  return {
    model,
    provider: null,
    counts: inspectCounts(usage),
    calls: null,
    identity: `inspect run ${textAt(run, 'run_id')} ${textAt(run, 'eval_id')} ${textAt(run, 'created')} ${model}`,
    time: timeAt(stats, 'started_at'),
    loggedCostUsd: inspectCost(usage),
    attributes: knownAttributes({ task: textAt(run, 'task') }),
  }
}

function addUp({ model, counts }: UsageRecord, calls: readonly Placed[]): boolean {
  const own = calls.filter(({ record }) => record.model === model)
  const sum = (name: 'inputTokens' | 'outputTokens') =>
    own.reduce((total, { record }) => total + (record.counts[name] ?? 0), 0)
  return own.length > 0 && sum('inputTokens') === counts.inputTokens && sum('outputTokens') === counts.outputTokens
}

function isLog(entry: JsonObject): boolean {
  return objectAt(entry, 'eval') !== null && 'status' in entry && ('stats' in entry || 'plan' in entry)
}

function isSample(entry: JsonObject): boolean {
  return 'epoch' in entry && 'target' in entry && 'messages' in entry && 'id' in entry
}
