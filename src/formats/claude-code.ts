import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { anthropic } from '../usage/payloads/anthropic.ts'
import { timeAt } from '../usage/time.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/**
 * Claude Code session files. Each content block of one reply is a line of its own with the same `message.id`: copies, of
 * which the tracker keeps the one with the greatest output.
 */
export const claudeCode: Format = {
  name: 'claude-code',
  title: 'Claude Code sessions',
  example:
    '{"type":"assistant","sessionId":"s1","cwd":"/w","timestamp":"2026-03-01T10:00:00Z","requestId":"req_1","message":{"id":"msg_1","model":"claude-opus-4-6","usage":{"input_tokens":4,"cache_creation_input_tokens":1200,"cache_read_input_tokens":30000,"output_tokens":250}}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: '`message.id`, else `requestId`',
    counts: 'per call; cache outside input, thinking inside output',
    ignores:
      '`progress` lines and `toolUseResult` totals (they repeat the subagent), `<synthetic>` and API error messages',
  },
  recognizes: (entry) => typeof entry['type'] === 'string' && ('sessionId' in entry || 'parentUuid' in entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const message = entry['type'] === 'assistant' ? objectAt(entry, 'message') : null
    const usage = objectAt(message, 'usage')
    const model = textAt(message, 'model')
    if (usage === null || model === '<synthetic>' || entry['isApiErrorMessage'] === true) return
    const identity = textAt(message, 'id') ?? textAt(entry, 'requestId')
    for (const [index, part] of anthropic.read(usage, { provider: 'anthropic', model }).entries()) {
      sink.record({
        model: part.model ?? model,
        provider: null,
        counts: part.counts,
        ...(part.fees && { fees: part.fees }),
        identity: identity === null ? null : index === 0 ? identity : `${identity}#${index}`,
        time: timeAt(entry, 'timestamp'),
        mode: part.mode ?? null,
        region: part.region ?? null,
        loggedCostUsd: typeof entry['costUSD'] === 'number' ? String(entry['costUSD']) : null,
        attributes: attributesOf(entry),
      })
    }
  },
}

function attributesOf(entry: JsonObject): { session?: string; project?: string; agent?: string; branch?: string } {
  const session = textAt(entry, 'sessionId')
  const project = textAt(entry, 'cwd')
  const agent = textAt(entry, 'agentId')
  const branch = textAt(entry, 'gitBranch')
  return {
    ...(session !== null && { session }),
    ...(project !== null && { project }),
    ...(agent !== null && { agent }),
    ...(branch !== null && { branch }),
  }
}
