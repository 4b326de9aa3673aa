import { countAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { type JsonObject, keyText, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import type { UsageRecord } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { EntryPlace, Format, FormatReader, RecordSink } from './format.ts'

/**
 * dsh sessions: events, of which `assistant/message` states a call. Before it, or since version 4 inside it, the chunks of
 * its stream say the same; those of an attempt that failed (`assistant/attempt`, or chunks that no message follows) are a
 * call of their own.
 */
export const dsh: Format = {
  name: 'dsh',
  title: 'dsh sessions',
  example:
    '{"type":"assistant/message","seq":5,"time":1786728850574,"data":{"message":{"role":"assistant","source":{"provider":"openai","model":"demo-model"}},"usage":{"inputTokens":10,"outputTokens":100,"cacheReadTokens":200,"cacheWriteTokens":50}}}',
  needles: [
    '"assistant/message"',
    '"assistant/attempt"',
    '"assistant/chunk"',
    '"request/context"',
    '"llm/retry"',
    '"agentPreset"',
    '"delegationDepth"',
  ],
  selfContained: false,
  docs: {
    identity: 'session and `seq`',
    counts: 'per call, failed attempts too; cache outside input, reasoning inside output',
    ignores: '`assistant/chunk` events that a message follows',
  },
  recognizes: (entry) =>
    ('seq' in entry && /^[a-z-]+\/[a-z-]+$/.test(textAt(entry, 'type') ?? '')) ||
    'agentPreset' in entry ||
    'delegationDepth' in entry,
  open: reader,
}

interface Attempt {
  readonly step: string
  readonly call: UsageRecord
  readonly at: EntryPlace
}

function reader(): FormatReader {
  let session: string | null = null
  let project: string | null = null
  let model: string | null = null
  let provider: string | null = null
  /** What the chunks of the attempt that still runs have stated. */
  let open: Attempt | null = null

  function settle(sink: RecordSink): void {
    if (open !== null) sink.record(open.call, open.at)
    open = null
  }

  function callOf(entry: JsonObject, counts: TokenCounts): UsageRecord {
    const source = objectAt(objectAt(objectAt(entry, 'data'), 'message'), 'source')
    return {
      model: textAt(source, 'model') ?? model,
      provider: knownProviderKey(textAt(source, 'provider') ?? provider),
      counts,
      identity: session === null ? null : `${session}:${keyText(entry['seq'])}`,
      time: timeAt(entry, 'time'),
      attributes: knownAttributes({ session, project }),
    }
  }

  /** A chunk replaces what an earlier one of its attempt stated. */
  function readUsage(entry: JsonObject, data: JsonObject | null, isFinal: boolean, sink: RecordSink): void {
    const usage = usageOf(data)
    const counts = usage === null ? null : countsOf(usage)
    const step = `${keyText(data?.['turn'])}.${keyText(data?.['step'])}`
    if (open !== null && open.step !== step) settle(sink)
    if (counts === null || isZero(counts)) return
    if (open !== null) sink.folded(open.at)
    open = isFinal ? null : { step, call: callOf(entry, counts), at: sink.at }
    if (isFinal) sink.record(callOf(entry, counts))
  }

  return {
    push(entry, sink) {
      const data = objectAt(entry, 'data')
      switch (entry['type']) {
        case 'request/context':
          model = textAt(data, 'model') ?? model
          provider = textAt(data, 'provider') ?? provider
          return
        case 'llm/retry':
          return settle(sink)
        case 'assistant/chunk':
          return readUsage(entry, data, false, sink)
        case 'assistant/attempt':
        case 'assistant/message':
          return readUsage(entry, data, true, sink)
      }
      if ('seq' in entry) return
      session = textAt(entry, 'id') ?? session
      project = textAt(entry, 'cwd') ?? project
    },
    close: settle,
  }
}

/** Beside the message, in the chunk, or in the last chunk of the stream that has it. */
function usageOf(data: JsonObject | null): JsonObject | null {
  const streamed = objectsAt(data, 'stream').findLast((each) => objectAt(objectAt(each, 'chunk'), 'usage') !== null)
  return (
    objectAt(data, 'usage') ??
    objectAt(objectAt(data, 'chunk'), 'usage') ??
    objectAt(objectAt(streamed ?? null, 'chunk'), 'usage')
  )
}

function countsOf(usage: JsonObject): TokenCounts {
  return inclusive(
    {
      input: countAt(usage, 'inputTokens'),
      cacheRead: countAt(usage, 'cacheReadTokens'),
      cacheWrite: countAt(usage, 'cacheWriteTokens'),
      output: countAt(usage, 'outputTokens'),
    },
    countAt(usage, 'reasoningTokens'),
  )
}
