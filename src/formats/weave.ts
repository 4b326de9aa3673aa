import { isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'
import { framedSink } from './framed-sink.ts'
import { statedCalls } from './stated-calls.ts'

interface Held {
  readonly id: string | null
  readonly parent: string | null
  readonly records: readonly UsageRecord[]
  readonly at: EntryPlace
}

/**
 * Exported calls of W&B Weave. `summary.usage` of a call sums up those below it, by model, so that only the innermost
 * calls of the file count; a file of the outermost ones alone is counted by their sums.
 */
export const weave: Format = {
  name: 'weave',
  title: 'W&B Weave calls',
  example:
    '{"id":"0198-a","op_name":"weave:///acme/p/op/openai.chat.completions.create:x","trace_id":"t1","parent_id":null,"started_at":"2026-03-01T10:00:00Z","summary":{"usage":{"gpt-4o-2024-08-06":{"requests":1,"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}}}',
  needles: ['"op_name"'],
  selfContained: false,
  docs: {
    identity: 'the `id` of the call',
    counts: 'per model of an innermost call, with its number of requests',
    ignores: 'calls around calls with usage (they sum them), `output.usage` (the summary repeats it)',
  },
  recognizes: (entry) => textAt(entry, 'op_name') !== null && 'trace_id' in entry && 'parent_id' in entry,
  open(): FormatReader {
    const held: Held[] = []
    const parents = new Map<string, string | null>()
    return {
      push(call, sink) {
        const [id, parent] = [textAt(call, 'id'), textAt(call, 'parent_id')]
        if (id !== null) parents.set(id, parent)
        const records = recordsOf(call, sink)
        if (records.length > 0) held.push({ id, parent, records, at: sink.at })
      },
      close(sink) {
        const around = new Set<string>()
        for (const { parent } of held)
          for (let id = parent; id !== null && !around.has(id); id = parents.get(id) ?? null) around.add(id)
        for (const { id, records, at } of held) {
          if (id !== null && around.has(id)) sink.folded(at)
          else for (const record of records) sink.record(record, at)
        }
      },
    }
  },
}

/** One for each model. */
function recordsOf(call: JsonObject, sink: RecordSink): readonly UsageRecord[] {
  const [id, time] = [textAt(call, 'id'), timeAt(call, 'started_at')]
  const records: UsageRecord[] = []
  const holding = { ...framedSink(sink, NOTHING_AROUND), record: (record: UsageRecord) => void records.push(record) }
  eachItem(Object.entries(objectAt(objectAt(call, 'summary'), 'usage') ?? {}), sink, ([model, usage]) => {
    if (!isObject(usage)) return
    const frame = { model, provider: null, identity: id === null ? null : `${id} ${model}`, time }
    const usages = readUsage(usage, { provider: null, model }) ?? []
    recordCall({ ...frame, calls: statedCalls(usage) ?? 1 }, usages, holding)
  })
  return records
}

const NOTHING_AROUND = { model: null, provider: null, time: null, attributes: {} }
