import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isUnstated, isZero } from '../usage/counts.ts'
import { inclusive } from '../usage/inclusive.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { modelTimeline } from './cline-models.ts'
import type { Format } from './format.ts'
import { objectIn } from './json-text.ts'

const REQUESTS = new Set(['api_req_started', 'api_req_finished', 'deleted_api_reqs'])

/**
 * `ui_messages.json` of Cline and of what grew out of it (Roo, Kilo extension, Zoo). Each request is one message whose
 * text is JSON, filled in when the answer is complete; rewound requests leave their sum behind.
 */
export const cline: Format = {
  name: 'cline',
  title: 'Cline, Roo, Kilo and Zoo tasks (ui_messages.json)',
  example:
    '{"ts":1767644912730,"type":"say","say":"api_req_started","text":"{\\"tokensIn\\":349,\\"tokensOut\\":60,\\"cacheWrites\\":0,\\"cacheReads\\":12352,\\"cost\\":0.01}","modelInfo":{"providerId":"openrouter","modelId":"anthropic/claude-sonnet-4.5"}}',
  needles: ['tokensIn'],
  selfContained: true,
  docs: {
    identity: 'time and counts of the request',
    counts:
      'per call, cache outside input (inside for requests of newer Roo and Kilo, which name their protocol); a sum without calls for rewound requests',
    ignores: 'requests without counts (unfinished), retries, subtask results, taskHistory.json (it sums up the tasks)',
  },
  recognizes: (entry) =>
    ('ts' in entry && (typeof entry['say'] === 'string' || typeof entry['ask'] === 'string')) ||
    ('tokensIn' in entry && 'totalCost' in entry),
  open(file) {
    const modelAt = modelTimeline(file)
    return {
      push(entry, sink) {
        const say = textAt(entry, 'say') ?? ''
        const request = REQUESTS.has(say) ? objectIn(entry['text']) : null
        const time = timeAt(entry, 'ts')
        const counts = request === null ? null : countsOf(request, time)
        if (request === null || counts === null || isUnstated(counts) || isZero(counts)) return
        const info = objectAt(entry, 'modelInfo')
        sink.record({
          model: textAt(info, 'modelId') ?? textAt(request, 'model') ?? modelAt(time),
          provider: knownProviderKey(textAt(info, 'providerId')),
          counts,
          identity: time === null ? null : `${time}:${counts.inputTokens}+${counts.outputTokens}`,
          time,
          ...(say === 'deleted_api_reqs' && { calls: null }),
          loggedCostUsd: amountAt(request, 'cost'),
        })
      },
    }
  },
}

function countsOf(request: JsonObject, time: number | null) {
  const input = countAt(request, 'tokensIn')
  const cacheRead = countAt(request, 'cacheReads')
  const cacheWrite = countAt(request, 'cacheWrites')
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0)
  const holdsCache = holdsWholePrompt(request, time) && input !== null && input >= cached
  return inclusive({
    input: holdsCache ? input - cached : input,
    cacheRead,
    cacheWrite,
    output: countAt(request, 'tokensOut'),
  })
}

/** Roo 3.29.5, which Kilo followed. Roo-Code#8954. */
const WHOLE_PROMPT_SINCE = Date.UTC(2025, 10, 1)

/**
 * Cline's `tokensIn` is the prompt without its cache. Roo and what grew out of it, which alone name the protocol, write the
 * whole prompt: always for OpenAI's protocol, and since a certain version for Anthropic's.
 */
function holdsWholePrompt(request: JsonObject, time: number | null): boolean {
  const protocol = request['apiProtocol']
  return protocol === 'openai' || (protocol === 'anthropic' && time !== null && time >= WHOLE_PROMPT_SINCE)
}
