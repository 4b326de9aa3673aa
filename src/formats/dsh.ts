import { countAt } from '../usage/count.ts'
import { isZero } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { objectAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/** dsh sessions: events, of which `assistant/message` states a call and `assistant/chunk` said the same before. */
export const dsh: Format = {
  name: 'dsh',
  title: 'dsh sessions',
  example:
    '{"type":"assistant/message","seq":5,"time":1786728850574,"data":{"message":{"role":"assistant","source":{"provider":"openai","model":"demo-model"}},"usage":{"inputTokens":10,"outputTokens":100,"cacheReadTokens":200,"cacheWriteTokens":50}}}',
  needles: ['"assistant/message"', '"assistant/chunk"', '"agentPreset"'],
  selfContained: false,
  docs: {
    identity: 'session and `seq`',
    counts: 'per call; cache outside input',
    ignores: '`assistant/chunk` events',
  },
  recognizes: (entry) =>
    ('seq' in entry && /^[a-z-]+\/[a-z-]+$/.test(textAt(entry, 'type') ?? '')) || 'agentPreset' in entry,
  open: reader,
}

function reader(): FormatReader {
  let session: string | null = null
  let project: string | null = null
  return {
    push(entry, sink) {
      session = textAt(entry, 'id') ?? session
      project = textAt(entry, 'cwd') ?? project
      const data = objectAt(entry, 'data')
      if (entry['type'] === 'assistant/chunk' && objectAt(objectAt(data, 'chunk'), 'usage') !== null) sink.folded()
      const usage = entry['type'] === 'assistant/message' ? objectAt(data, 'usage') : null
      if (usage === null) return
      const counts = inclusive({
        input: countAt(usage, 'inputTokens'),
        cacheRead: countAt(usage, 'cacheReadTokens'),
        cacheWrite: countAt(usage, 'cacheWriteTokens'),
        output: countAt(usage, 'outputTokens'),
      })
      if (isZero(counts)) return
      const source = objectAt(objectAt(data, 'message'), 'source')
      sink.record({
        model: textAt(source, 'model'),
        provider: knownProviderKey(textAt(source, 'provider')),
        counts,
        identity: session === null ? null : `${session}:${entry['seq']}`,
        time: timeAt(entry, 'time'),
        attributes: knownAttributes({ session, project }),
      })
    },
  }
}
