import { amountAt } from '../usage/amount.ts'
import { isArray, isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { ANTHROPIC_SUMS, ANTHROPIC_WANTS, anthropic } from '../usage/payloads/anthropic.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/**
 * Claude Code session files. Each content block of one reply is a line of its own with the same `message.id`: copies, of
 * which the tracker keeps the one with the greatest output. So do resumed sessions, forks and sidechains fold.
 */
export const claudeCode: Format = {
  name: 'claude-code',
  title: 'Claude Code sessions, and tools that write the same lines (iFlow)',
  example:
    '{"type":"assistant","sessionId":"s1","cwd":"/w","timestamp":"2026-03-01T10:00:00Z","requestId":"req_1","message":{"id":"msg_1","model":"claude-opus-4-6","usage":{"input_tokens":4,"cache_creation_input_tokens":1200,"cache_read_input_tokens":30000,"output_tokens":250}}}',
  needles: [],
  selfContained: true,
  wants: {
    type: true,
    parentUuid: true,
    leafUuid: true,
    message: { id: true, model: true, parts: true, stop_reason: true, usage: ANTHROPIC_WANTS },
    ...{ requestId: true, uuid: true, timestamp: true, speed: true, costUSD: true, isApiErrorMessage: true },
    ...{ sessionId: true, cwd: true, agentId: true, gitBranch: true },
    ...{ data: true, loglines: true },
    ...{ usageMetadata: true, systemPayload: true, providerData: true, session_id: true, parent_tool_use_id: true },
  },
  repeats: {
    identity: 'message.id',
    time: 'timestamp',
    usage: 'message.usage',
    sums: ANTHROPIC_SUMS,
    unless: ['loglines', 'message.usage.total_tokens'],
    attributes: { sessionId: 'session', cwd: 'project', agentId: 'agent', gitBranch: 'branch' },
    ignored: ['parentUuid', 'requestId', 'uuid'],
  },
  docs: {
    identity: '`message.id`, else `requestId`, else `uuid`',
    counts: 'per call; cache outside input, thinking inside output; advisors and compaction beside the call',
    ignores:
      '`progress` lines and `toolUseResult` totals (they repeat the subagent), `<synthetic>` and API error messages',
  },
  recognizes: (entry) => isSession(entry) || isProgress(entry) || isArray(entry['loglines']),
  open: () => reader,
}

/** Qwen Code and Gemini CLI share the outer keys, stream-json the inner ones. */
function isSession(entry: JsonObject): boolean {
  if ('usageMetadata' in entry || 'systemPayload' in entry || 'providerData' in entry || 'session_id' in entry)
    return false
  const message = objectAt(entry, 'message')
  const type = entry['type']
  if (message === null) return typeof type === 'string' && ('parentUuid' in entry || 'leafUuid' in entry)
  if (message['parts'] !== undefined || 'parent_tool_use_id' in entry) return false
  const isMessage = type === 'assistant' || type === 'user' || type === 'system' || type === undefined
  return isMessage && (type !== undefined || 'sessionId' in entry || 'requestId' in entry)
}

function isProgress(entry: JsonObject): boolean {
  return objectAt(objectAt(objectAt(entry, 'data'), 'message'), 'message') !== null
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const lines = entry['loglines']
    if (isArray(lines)) eachItem(lines.filter(isObject), sink, (line) => readLine(line, sink))
    else readLine(entry, sink)
  },
}

function readLine(entry: JsonObject, sink: RecordSink): void {
  if (isProgress(entry)) {
    const repeated = objectAt(objectAt(objectAt(entry, 'data'), 'message'), 'message')
    if (objectAt(repeated, 'usage') !== null) sink.folded()
    return
  }
  const message = objectAt(entry, 'message')
  const usage = objectAt(message, 'usage')
  const model = textAt(message, 'model')
  if (usage === null || entry['type'] === 'user' || model === '<synthetic>' || entry['isApiErrorMessage'] === true)
    return
  recordCall(
    {
      model,
      provider: null,
      identity: textAt(message, 'id') ?? textAt(entry, 'requestId') ?? textAt(entry, 'uuid'),
      time: timeAt(entry, 'timestamp'),
      ...(entry['speed'] === 'fast' && { mode: 'fast' }),
      ...(message?.['stop_reason'] === null && { partial: true }),
      loggedCostUsd: amountAt(entry, 'costUSD'),
      attributes: knownAttributes({
        session: textAt(entry, 'sessionId'),
        project: textAt(entry, 'cwd'),
        agent: textAt(entry, 'agentId'),
        branch: textAt(entry, 'gitBranch'),
      }),
    },
    anthropic.read(usage, { provider: 'anthropic', model }),
    sink,
  )
}
