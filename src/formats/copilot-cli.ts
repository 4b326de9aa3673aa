import { countAt, countOf } from '../usage/count.ts'
import { isUnstated, isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { isObject, type Json, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { copilotLegs, type ModelMetrics } from './copilot-legs.ts'
import type { EntryPlace, FileContext, Format, FormatReader, RecordSink } from './format.ts'

const EVENT = /^(?:session|assistant|user|tool|system|hook|subagent)\./

/**
 * GitHub Copilot CLI's events.jsonl. `session.shutdown` states the usage of each model; messages know their output only,
 * and count where a session broke off without a shutdown.
 */
export const copilotCli: Format = {
  name: 'copilot-cli',
  title: 'GitHub Copilot CLI sessions',
  example:
    '{"type":"session.shutdown","timestamp":"2026-03-01T10:00:00Z","data":{"modelMetrics":{"gpt-5.4":{"requests":{"count":1,"cost":1},"usage":{"inputTokens":4700,"outputTokens":320,"cacheReadTokens":4600,"cacheWriteTokens":0}}}}}',
  needles: ['"outputTokens"', '"modelMetrics"', '"session.start"', '"session.resume"', '"session.model_change"'],
  selfContained: false,
  docs: {
    identity: 'session, leg and model; the message id where there is no shutdown',
    counts: 'per session, leg and model, with the number of calls; cache inside input, reasoning inside output',
    ignores: 'messages of a leg that has a shutdown, shutdowns that a later one covers, premium requests (no dollars)',
  },
  recognizes: (entry) => EVENT.test(textAt(entry, 'type') ?? '') && objectAt(entry, 'data') !== null,
  open: reader,
}

interface Found {
  readonly call: UsageRecord
  readonly at: EntryPlace
}

function reader(file: FileContext): FormatReader {
  let session: string | null = null
  let project: string | null = null
  let branch: string | null = null
  let model: string | null = null
  const legs = copilotLegs()
  /** Calls of the leg that is not shut down yet. */
  let open: Found[] = []
  let isItemised = false

  function readContext(data: JsonObject): void {
    const context = objectAt(data, 'context')
    session = textAt(data, 'sessionId') ?? session
    project = textAt(context, 'gitRoot') ?? textAt(context, 'cwd') ?? project
    branch = textAt(context, 'branch') ?? branch
    model = textAt(data, 'newModel') ?? textAt(data, 'selectedModel') ?? textAt(context, 'model') ?? model
  }

  function callOf(entry: JsonObject, data: JsonObject, counts: TokenCounts, id: string | null): UsageRecord {
    return {
      model: textAt(data, 'model') ?? model,
      provider: null,
      counts,
      identity: id === null ? null : `${session ?? file.name}:${id}`,
      time: timeAt(entry, 'timestamp'),
      attributes: knownAttributes({ session, project, branch }),
    }
  }

  function readMessage(entry: JsonObject, data: JsonObject, sink: RecordSink): void {
    const counts = { ...NO_COUNTS, outputTokens: countAt(data, 'outputTokens') }
    if (isUnstated(counts) || isZero(counts)) return
    open.push({ call: { ...callOf(entry, data, counts, textAt(data, 'messageId')), partial: true }, at: sink.at })
  }

  function readUsage(entry: JsonObject, data: JsonObject, sink: RecordSink): void {
    const counts = countsOf(data)
    if (isZero(counts)) return
    isItemised = true
    sink.record(callOf(entry, data, counts, textAt(data, 'apiCallId') ?? textAt(entry, 'id')))
  }

  function readShutdown(entry: JsonObject, data: JsonObject, sink: RecordSink): void {
    const metrics = metricsOf(objectAt(data, 'modelMetrics'))
    if (metrics.length === 0) return
    for (const { at } of open) sink.folded(at)
    const output = open.reduce((sum, { call }) => sum + (call.counts.outputTokens ?? 0), 0)
    const messages = open.flatMap(({ call }) => call.identity ?? [])
    open = []
    if (isItemised) sink.folded()
    else
      for (const { at } of legs.add({ metrics, output, messages, time: timeAt(entry, 'timestamp'), at: sink.at }))
        sink.folded(at)
    isItemised = false
  }

  return {
    push(entry, sink) {
      const data = objectAt(entry, 'data')
      if (data === null) return
      if (entry['type'] === 'session.shutdown') readShutdown(entry, data, sink)
      else if (entry['type'] === 'assistant.message') readMessage(entry, data, sink)
      else if (entry['type'] === 'assistant.usage') readUsage(entry, data, sink)
      else if (textAt(entry, 'type')?.startsWith('session.') === true) readContext(data)
    },
    close(sink) {
      for (const [leg, { metrics, messages, time, at }] of legs.all().entries()) {
        const total = { of: 'run', parts: messages, others: 'none' } as const
        for (const { model, calls, counts } of metrics) {
          const identity = session !== null ? `${session}#${leg}#${model}` : null
          sink.record({ ...callOf({}, { model }, counts, null), identity, time, calls, total }, at)
        }
      }
      if (!isItemised) for (const { call, at } of open) sink.record(call, at)
    },
  }
}

function metricsOf(models: JsonObject | null): ModelMetrics[] {
  return Object.entries(models ?? {}).flatMap(([model, row]) => {
    if (!isObject(row)) return []
    const usage = objectAt(row, 'usage')
    const counts = usage === null ? NO_COUNTS : countsOf(usage)
    return isZero(counts) ? [] : [{ model, calls: callsOf(row['requests']), counts }]
  })
}

/** `requests.cost` is in premium requests, not in dollars. */
function callsOf(requests: Json | undefined): number | null {
  return isObject(requests) ? countAt(requests, 'count') : countOf(requests, 'requests')
}

function countsOf(usage: JsonObject): TokenCounts {
  return {
    inputTokens: countAt(usage, 'inputTokens'),
    cacheReadInputTokens: countAt(usage, 'cacheReadTokens'),
    cacheCreationInputTokens: countAt(usage, 'cacheWriteTokens'),
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(usage, 'outputTokens'),
    reasoningOutputTokens: countAt(usage, 'reasoningTokens'),
  }
}
