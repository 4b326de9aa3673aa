import { fell } from '../usage/arithmetic.ts'
import { isUnstated, isZero, type TokenCounts } from '../usage/counts.ts'
import { objectAt, textAt } from '../usage/json.ts'
import { codexCounts } from '../usage/payloads/codex.ts'
import { knownAttributes } from './call.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'

/**
 * The output of `codex exec --json`. `turn.completed` carries the running total of the thread, across resumed runs too:
 * one total per thread is the whole truth, and the greatest copy of it wins over all files. The thread's rollout knows its
 * calls; of the total only what they leave counts then.
 */
export const codexExec: Format = {
  name: 'codex-exec',
  title: 'codex exec --json output',
  example: '{"type":"turn.completed","usage":{"input_tokens":32161,"cached_input_tokens":1920,"output_tokens":47}}',
  needles: ['"thread.started"'],
  selfContained: false,
  docs: {
    identity: 'the thread of `thread.started`',
    counts: 'what a thread’s total states beyond the calls of its rollout; cache inside input, reasoning inside output',
    ignores: 'every running total but the last of its thread',
  },
  recognizes: (entry) =>
    (entry['type'] === 'turn.completed' && objectAt(entry, 'usage') !== null) ||
    (entry['type'] === 'thread.started' && typeof entry['thread_id'] === 'string'),
  open: reader,
}

interface ThreadTotal {
  readonly id: string | null
  /** How often the counter began again. */
  readonly part: number
  readonly counts: TokenCounts
  readonly at: EntryPlace
}

function reader(): FormatReader {
  let id: string | null = null
  const totals = new Map<string | null, ThreadTotal>()

  function record({ id, part, counts, at }: ThreadTotal, sink: RecordSink): void {
    const identity = id === null ? null : part === 0 ? id : `${id}#${part}`
    const attributes = knownAttributes({ session: id })
    const total = { of: 'run', others: 'main' } as const
    sink.record({ model: null, provider: null, counts, identity, time: null, calls: null, attributes, total }, at)
  }

  return {
    push(entry, sink) {
      if (entry['type'] === 'thread.started') {
        id = textAt(entry, 'thread_id')
        return
      }
      const counts = codexCounts(objectAt(entry, 'usage')!)
      if (isUnstated(counts) || isZero(counts)) return
      const known = totals.get(id)
      const isNew = known !== undefined && fell(counts, known.counts)
      if (isNew) record(known, sink)
      else if (known !== undefined) sink.folded(known.at)
      totals.set(id, { id, part: (known?.part ?? 0) + (isNew ? 1 : 0), counts, at: sink.at })
    },
    close(sink) {
      for (const total of totals.values()) record(total, sink)
    },
  }
}
