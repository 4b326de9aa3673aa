import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { isArray, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/**
 * OpenCode and Kilo CLI: stored messages, exported sessions, the server's events and the steps that
 * `run --format json` prints. A forked session copies its messages under new ids, with their times and counts.
 */
export const opencode: Format = {
  name: 'opencode',
  title: 'OpenCode and Kilo CLI messages, exports and events',
  example:
    '{"id":"msg_1","sessionID":"ses_1","role":"assistant","modelID":"claude-opus-4-5","providerID":"anthropic","time":{"created":1765558170431,"completed":1765558177390},"cost":0.04,"tokens":{"input":9,"output":101,"reasoning":0,"cache":{"read":0,"write":162060}}}',
  needles: ['"tokens"'],
  selfContained: false,
  docs: {
    identity:
      'times, model and counts of a finished message; else its id; the part id of a printed step, which counts beside stored messages of its session only where these leave something',
    counts: 'per call; cache outside input, reasoning outside output',
    ignores: 'stored `step-finish` parts and session totals (they repeat the messages)',
  },
  recognizes: (entry) =>
    isMessage(entry) ||
    isListed(entry) ||
    isExport(entry) ||
    isMessage(eventInfo(entry)) ||
    entry['type'] === 'step-finish' ||
    isStep(entry) ||
    stepOf(entry) !== null,
  open: () => reader,
}

function isMessage(entry: JsonObject | null): boolean {
  return entry !== null && 'modelID' in entry && 'providerID' in entry
}

/** As the server lists the messages of a session: each beside its parts. */
function isListed(entry: JsonObject): boolean {
  return isMessage(objectAt(entry, 'info')) && isArray(entry['parts'])
}

function isExport(entry: JsonObject): boolean {
  const info = objectAt(entry, 'info')
  return info !== null && isArray(entry['messages']) && ('projectID' in info || 'directory' in info || 'slug' in info)
}

/** A line of `run --format json`. */
function isStep(entry: JsonObject): boolean {
  return entry['type'] === 'step_finish' && 'sessionID' in entry
}

function eventInfo(entry: JsonObject): JsonObject | null {
  return objectAt(propertiesOf(entry, 'message.updated'), 'info')
}

/** The step that an event of the server repeats. */
function stepOf(entry: JsonObject): JsonObject | null {
  const part = objectAt(propertiesOf(entry, 'message.part.updated'), 'part')
  return part?.['type'] === 'step-finish' ? part : null
}

/** Of an event of that type, bare or, in the stream of all projects, as the `payload` beside its directory. */
function propertiesOf(entry: JsonObject, type: string): JsonObject | null {
  const event = objectAt(entry, 'payload') ?? entry
  return event['type'] === type ? objectAt(event, 'properties') : null
}

const reader: FormatReader = {
  push(entry, sink) {
    const updated = eventInfo(entry)
    if (updated !== null) readMessage(updated, true, sink)
    else if (isStep(entry)) readStep(entry, sink)
    else if (isMessage(entry)) readMessage(entry, false, sink)
    else if (isListed(entry)) readMessage(objectAt(entry, 'info')!, false, sink)
    else if (isExport(entry))
      eachItem(objectsAt(entry, 'messages'), sink, (message) =>
        readMessage(objectAt(message, 'info') ?? message, false, sink),
      )
    else if (objectAt(stepOf(entry) ?? entry, 'tokens') !== null) sink.folded()
  },
}

function readMessage(message: JsonObject, update: boolean, sink: RecordSink): void {
  const tokens = message['role'] === 'assistant' ? objectAt(message, 'tokens') : null
  if (tokens === null) return
  const counts = countsOf(tokens)
  if (isZero(counts)) return
  const model = textAt(message, 'modelID')
  const path = objectAt(message, 'path')
  sink.record({
    model,
    provider: knownProviderKey(textAt(message, 'providerID')),
    counts,
    identity: update ? textAt(message, 'id') : (finishedIdentity(message, counts) ?? textAt(message, 'id')),
    update,
    time: timeAt(objectAt(message, 'time'), 'created'),
    loggedCostUsd: amountAt(message, 'cost'),
    attributes: knownAttributes({
      session: textAt(message, 'sessionID'),
      project: textAt(path, 'root') ?? textAt(path, 'cwd'),
      agent: textAt(message, 'agent'),
    }),
  })
}

/** What a copy in a forked session keeps. */
function finishedIdentity(message: JsonObject, counts: TokenCounts): string | null {
  const time = objectAt(message, 'time')
  const [created, completed] = [timeAt(time, 'created'), timeAt(time, 'completed')]
  if (created === null || completed === null) return null
  return `${created}-${completed}:${textAt(message, 'modelID')}:${counts.inputTokens}+${counts.outputTokens}`
}

function readStep(entry: JsonObject, sink: RecordSink): void {
  const part = objectAt(entry, 'part')
  const tokens = objectAt(part, 'tokens')
  if (tokens === null) return
  const counts = countsOf(tokens)
  if (isZero(counts)) return
  sink.record({
    model: null,
    provider: null,
    counts,
    identity: textAt(part, 'id'),
    total: { of: 'call' },
    time: timeAt(entry, 'timestamp'),
    loggedCostUsd: amountAt(part, 'cost'),
    attributes: knownAttributes({ session: textAt(entry, 'sessionID') }),
  })
}

function countsOf(tokens: JsonObject): TokenCounts {
  const cache = objectAt(tokens, 'cache')
  return inclusive({
    input: countAt(tokens, 'input'),
    cacheRead: countAt(cache, 'read'),
    cacheWrite: countAt(cache, 'write'),
    output: countAt(tokens, 'output'),
    reasoningBeside: countAt(tokens, 'reasoning'),
  })
}
