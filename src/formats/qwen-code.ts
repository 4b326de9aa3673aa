import { isUnstated, isZero } from '../usage/counts.ts'
import { objectAt, textAt } from '../usage/json.ts'
import { gemini } from '../usage/payloads/gemini.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes, recordCall } from './call.ts'
import type { Format, FormatReader } from './format.ts'
import { telemetryCounts } from './gemini-cli-telemetry.ts'

/** Qwen Code sessions: lines like Claude Code's around usage like Gemini's, with thoughts inside the candidates. */
export const qwenCode: Format = {
  name: 'qwen-code',
  title: 'Qwen Code sessions',
  example:
    '{"uuid":"u1","parentUuid":null,"sessionId":"s1","timestamp":"2026-03-01T10:00:00Z","type":"assistant","cwd":"/w","model":"qwen3-coder-plus","message":{"role":"model","parts":[]},"usageMetadata":{"promptTokenCount":600,"candidatesTokenCount":5,"thoughtsTokenCount":0,"totalTokenCount":605,"cachedContentTokenCount":50}}',
  needles: ['"usageMetadata"'],
  selfContained: true,
  docs: {
    identity: '`uuid`',
    counts: 'per call; cache inside input, thoughts inside output where the total says so',
    ignores: '`ui_telemetry` lines, which repeat the calls',
  },
  recognizes: (entry) =>
    ('sessionId' in entry && objectAt(entry, 'usageMetadata') !== null && entry['type'] === 'assistant') ||
    ('parentUuid' in entry && ('systemPayload' in entry || objectAt(entry, 'message')?.['parts'] !== undefined)),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const event = objectAt(objectAt(entry, 'systemPayload'), 'uiEvent')
    if (event !== null && textAt(event, 'event.name')?.endsWith('.api_response') === true) {
      const repeated = telemetryCounts(event)
      if (!isUnstated(repeated) && !isZero(repeated)) sink.folded()
    }
    const usage = entry['type'] === 'assistant' ? objectAt(entry, 'usageMetadata') : null
    if (usage === null) return
    const model = textAt(entry, 'model')
    const attributes = knownAttributes({
      session: textAt(entry, 'sessionId'),
      project: textAt(entry, 'cwd'),
      branch: textAt(entry, 'gitBranch'),
    })
    recordCall(
      { model, provider: null, identity: textAt(entry, 'uuid'), time: timeAt(entry, 'timestamp'), attributes },
      gemini.read(usage, { provider: null, model }),
      sink,
    )
  },
}
