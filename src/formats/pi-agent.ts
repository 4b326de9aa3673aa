import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { EntryPlace, FileContext, Format, FormatReader, RecordSink } from './format.ts'
import { isPiEvent, isPiMessage, piEvents } from './pi-events.ts'

/**
 * pi sessions, and OpenClaw's, which have the same shape. Branched sessions repeat the history they begin with: its
 * entries keep their ids (8 hex digits, too short to stand alone) and times. `pi --mode json` prints events: each message
 * while it grows, when it ends, when its turn ends, and at the end of the run (pi-events.ts). Events have no ids, but the
 * message in both has the time when it began.
 */
export const piAgent: Format = {
  name: 'pi-agent',
  title: 'pi and OpenClaw sessions, and what `pi --mode json` prints',
  example:
    '{"type":"message","id":"30c6a75f","timestamp":"2026-03-01T10:00:00Z","message":{"role":"assistant","provider":"anthropic","model":"claude-opus-4-5","usage":{"input":2775,"output":141,"cacheRead":0,"cacheWrite":0,"totalTokens":2916,"cost":{"total":0.0174}}}}',
  needles: ['"usage"', '"model_change"', '"session"'],
  selfContained: false,
  docs: {
    identity: 'time and counts of the message; entry id and time where it has no time of its own',
    counts: 'per call; cache outside input, reasoning inside output',
    ignores: 'earlier states of an entry of the same session, events that repeat a message',
  },
  recognizes: (entry) =>
    (entry['type'] === 'message' && isPiMessage(objectAt(entry, 'message'))) ||
    isPiMessage(entry) ||
    isPiEvent(entry) ||
    (entry['type'] === 'model_change' && 'modelId' in entry) ||
    (entry['type'] === 'session' && 'cwd' in entry && !('agentPreset' in entry) && !('delegationDepth' in entry)),
  open: reader,
}

function reader(file: FileContext): FormatReader {
  let session: string | null = null
  let project: string | null = null
  let model: string | null = null
  const events = piEvents((message, sink, at) => readMessage({}, message, sink, at))

  function readMessage(entry: JsonObject, message: JsonObject, sink: RecordSink, brokenOffAt?: EntryPlace): void {
    const usage = objectAt(message, 'usage')!
    const counts = countsOf(usage)
    if (isZero(counts)) return
    const began = timeAt(message, 'timestamp')
    const time = timeAt(entry, 'timestamp') ?? began
    const id = textAt(entry, 'id')
    const isNamed = id !== null && !/^[\da-f]{8}$/.test(id)
    const unnamed = began === null && id !== null ? `${id}@${time}` : timedIdentity(began ?? time, counts)
    sink.record(
      {
        model: textAt(message, 'model') ?? model,
        provider: knownProviderKey(textAt(message, 'provider')),
        counts,
        identity: isNamed ? `${session ?? file.name}:${id}` : unnamed,
        update: isNamed,
        time,
        ...(brokenOffAt !== undefined && { partial: true }),
        loggedCostUsd: amountAt(objectAt(usage, 'cost'), 'total'),
        attributes: knownAttributes({ session, project }),
      },
      brokenOffAt,
    )
  }

  return {
    push(entry, sink) {
      const message = objectAt(entry, 'message')
      if (entry['type'] === 'session') {
        session = textAt(entry, 'id') ?? session
        project = textAt(entry, 'cwd') ?? project
        model = textAt(entry, 'modelId') ?? model
      } else if (entry['type'] === 'model_change') model = textAt(entry, 'modelId') ?? model
      else if (isPiEvent(entry)) events.push(entry, sink)
      else if (isPiMessage(message)) readMessage(entry, message!, sink)
      else if (isPiMessage(entry)) readMessage({}, entry, sink)
    },
    close: events.close,
  }
}

function timedIdentity(time: number | null, counts: TokenCounts): string | null {
  if (time === null) return null
  const { inputTokens, cacheReadInputTokens, cacheCreationInputTokens, outputTokens } = counts
  return `${time}:${inputTokens}:${cacheReadInputTokens}:${cacheCreationInputTokens}:${outputTokens}`
}

function countsOf(usage: JsonObject): TokenCounts {
  const output = countAt(usage, 'output')
  const reasoning = countAt(usage, 'reasoning')
  return inclusive(
    {
      input: countAt(usage, 'input'),
      cacheRead: countAt(usage, 'cacheRead'),
      cacheWrite: countAt(usage, 'cacheWrite'),
      output,
    },
    reasoning === null ? null : Math.min(reasoning, output ?? 0),
  )
}
