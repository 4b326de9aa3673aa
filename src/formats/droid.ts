import { countAt } from '../usage/count.ts'
import { isZero, type TokenCounts } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { anthropic } from '../usage/payloads/anthropic.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import type { FileContext, Format, RecordSink } from './format.ts'

/**
 * Factory Droid: `<session>.settings.json` carries the session's total, the transcript beside it no counts; the output of
 * `droid exec` ends with a `completion` that carries the run's.
 */
export const droid: Format = {
  name: 'droid',
  title: 'Factory Droid session settings and exec output',
  example:
    '{"model":"claude-sonnet-4","providerLock":"anthropic","providerLockTimestamp":"2026-03-01T10:00:00Z","tokenUsage":{"inputTokens":100,"outputTokens":50,"cacheCreationTokens":20,"cacheReadTokens":10,"thinkingTokens":5}}',
  needles: ['"tokenUsage"', '"completion"'],
  selfContained: true,
  docs: {
    identity:
      'the session that the file is named after; session and time of a completion, which counts only beyond its session’s settings',
    counts: 'a total per session, no calls; cache outside input, thinking inside output',
    ignores: '`inclusiveTokenUsage` (it adds the sessions of subagents, which have files of their own)',
  },
  recognizes: (entry) => isSettings(entry) || isCompletion(entry),
  open: (file) => ({
    push(entry, sink) {
      if (isCompletion(entry)) readCompletion(entry, sink)
      else readSettings(entry, file, sink)
    },
  }),
}

function isSettings(entry: JsonObject): boolean {
  const usage = objectAt(entry, 'tokenUsage')
  return usage !== null && 'inputTokens' in usage && ('cacheReadTokens' in usage || 'providerLock' in entry)
}

function isCompletion(entry: JsonObject): boolean {
  return entry['type'] === 'completion' && 'finalText' in entry
}

function readSettings(entry: JsonObject, file: FileContext, sink: RecordSink): void {
  const counts = countsOf(objectAt(entry, 'tokenUsage')!)
  if (isZero(counts)) return
  const session = /([^/\\]+)\.settings\.json(\.gz)?$/.exec(file.name)?.[1] ?? null
  sink.record({
    model: textAt(entry, 'model'),
    provider: knownProviderKey(textAt(entry, 'providerLock')),
    counts,
    identity: session,
    time: timeAt(entry, 'providerLockTimestamp'),
    calls: null,
    attributes: knownAttributes({ session }),
  })
}

/** The line names no model; a run may use several. */
function readCompletion(entry: JsonObject, sink: RecordSink): void {
  const usage = objectAt(entry, 'usage')
  if (usage === null) return
  const session = firstTextAt(entry, 'session_id', 'sessionId')
  const time = timeAt(entry, 'timestamp')
  const identity = session === null || time === null ? null : `${session}@${time}`
  recordCall(
    {
      model: null,
      provider: null,
      identity,
      time,
      calls: null,
      total: { of: 'run' },
      attributes: knownAttributes({ session }),
    },
    anthropic.read(usage, { provider: null, model: null }),
    sink,
  )
}

function countsOf(usage: JsonObject): TokenCounts {
  return inclusive(
    {
      input: countAt(usage, 'inputTokens'),
      cacheRead: countAt(usage, 'cacheReadTokens'),
      cacheWrite: countAt(usage, 'cacheCreationTokens'),
      output: countAt(usage, 'outputTokens'),
    },
    countAt(usage, 'thinkingTokens'),
  )
}
