import { firstCountAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'

const LINES = new Set(['usage.record', 'context.append_loop_event', 'config.update', 'profile.bind', 'llm.request'])

/** What stands for a model that was chosen elsewhere. */
const NO_MODEL = '__runtime_model__'

/**
 * Kimi CLI's wire files. Since wire 1.4 `usage.record` states each call, beside a `step.end` that says the same; before,
 * `StatusUpdate` stated the message's usage, again with each change.
 */
export const kimi: Format = {
  name: 'kimi',
  title: 'Kimi CLI wire files',
  example:
    '{"type":"usage.record","model":"moonshot-ai/kimi-k2.7-code","usage":{"inputOther":9431,"output":42,"inputCacheRead":14848,"inputCacheCreation":0},"usageScope":"turn","time":1785613801102}',
  needles: ['inputOther', 'input_other', '"modelAlias"', '"llm.request"'],
  selfContained: false,
  docs: {
    identity: 'time, agent and counts; `message_id` of a status update',
    counts: 'per call; cache outside input',
    ignores: '`step.end` where the file has `usage.record`, earlier status updates of a message',
  },
  recognizes: (entry) => LINES.has(textAt(entry, 'type') ?? '') || statusOf(entry) !== null,
  open: reader,
}

/** The payload of a status update: that of an event, or of an event of a subagent inside it. `kimi --wire` prints `params`. */
function statusOf(entry: JsonObject): JsonObject | null {
  const payload = objectAt(objectAt(entry, 'message') ?? objectAt(entry, 'params'), 'payload')
  const status = objectAt(objectAt(payload, 'event'), 'payload') ?? payload
  return objectAt(status, 'token_usage') === null ? null : status
}

function reader(): FormatReader {
  let model: string | null = null
  let hasRecords = false
  /** Calls that only `step.end` stated so far. */
  let steps: { readonly call: UsageRecord; readonly at: EntryPlace }[] = []

  function readRecord(entry: JsonObject, sink: RecordSink): void {
    const usage = objectAt(entry, 'usage')
    if (usage === null) return
    const counts = countsOf(usage)
    for (const { at } of steps) sink.folded(at)
    steps = []
    hasRecords = true
    const named = textAt(entry, 'model')
    if (!isZero(counts)) sink.record(callOf(entry, named === NO_MODEL ? model : (named ?? model), counts))
  }

  function readStep(entry: JsonObject, event: JsonObject, sink: RecordSink): void {
    const usage = event['type'] === 'step.end' ? objectAt(event, 'usage') : null
    const counts = usage === null ? null : countsOf(usage)
    if (counts === null || isZero(counts)) return
    if (hasRecords) sink.folded()
    else steps.push({ call: { ...callOf(entry, model, counts), identity: textAt(event, 'uuid') }, at: sink.at })
  }

  function readStatus(entry: JsonObject, payload: JsonObject, sink: RecordSink): void {
    const counts = countsOf(objectAt(payload, 'token_usage')!)
    if (isZero(counts)) return
    const id = textAt(payload, 'message_id')
    sink.record({ ...callOf(entry, model, counts), ...(id !== null && { identity: id, update: true }) })
  }

  return {
    push(entry, sink) {
      const status = statusOf(entry)
      const event = objectAt(entry, 'event')
      if (status !== null) readStatus(entry, status, sink)
      else if (entry['type'] === 'usage.record') readRecord(entry, sink)
      else if (event !== null) readStep(entry, event, sink)
      else model = firstTextAt(entry, 'modelAlias', 'model') ?? model
    },
    close(sink) {
      for (const { call, at } of steps) sink.record(call, at)
    },
  }
}

function callOf(entry: JsonObject, model: string | null, counts: TokenCounts): UsageRecord {
  const agent = textAt(entry, 'agentId')
  const time = timeAt(entry, 'time', 'timestamp')
  const identity = time === null ? null : `${time}:${agent ?? ''}:${counts.inputTokens}+${counts.outputTokens}`
  return { model, provider: null, counts, identity, time, attributes: knownAttributes({ agent }) }
}

function countsOf(usage: JsonObject): TokenCounts {
  return inclusive({
    input: firstCountAt(usage, 'inputOther', 'input_other'),
    cacheRead: firstCountAt(usage, 'inputCacheRead', 'input_cache_read'),
    cacheWrite: firstCountAt(usage, 'inputCacheCreation', 'input_cache_creation'),
    output: firstCountAt(usage, 'output'),
  })
}
