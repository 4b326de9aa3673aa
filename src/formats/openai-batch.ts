import { isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { timeAt } from '../usage/time.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { isMarked } from './marked-usage.ts'
import { ANSWER_VARIES, ANSWER_WANTS, usageInAnswer } from './openai-answers.ts'
import { openaiIdentity } from './openai-identity.ts'
import { withToolFees } from './openai-tools.ts'

/** Output files of the Batch API: any endpoint's answer as `response.body`, in any order. Also Azure's and Groq's. */
export const openaiBatch: Format = {
  name: 'openai-batch',
  title: 'OpenAI Batch API output files',
  example:
    '{"id":"batch_req_0a1b2c3d4e5f6071","custom_id":"q1","response":{"status_code":200,"request_id":"r1","body":{"id":"chatcmpl-AbCdEfGhIjKlMnOpQrSt","object":"chat.completion","created":1772359200,"model":"gpt-4o-2024-08-06","usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}},"error":null}',
  needles: [],
  selfContained: true,
  wants: { id: true, custom_id: true, error: {}, response: { status_code: true, body: ANSWER_WANTS } },
  recurs: {
    varies: ['id', 'custom_id', ...ANSWER_VARIES.map((path) => `response.body.${path}`)],
    kindOf(entry) {
      const { usage } = answerOf(entry)
      return usage === null ? 'nothing' : isMarked(usage) ? 'again' : null
    },
  },
  docs: {
    identity: "the answer's `id`, else the line's `id`",
    counts: 'per call, priced as `batch`',
    ignores: 'lines with an error or a status other than 200',
  },
  recognizes(entry) {
    const response = entry['response']
    if (typeof entry['custom_id'] !== 'string' || response === undefined) return false
    return isObject(response) ? 'body' in response || 'status_code' in response : 'error' in entry
  },
  open: () => reader,
}

function answerOf(entry: JsonObject): { answer: JsonObject | null; usage: JsonObject | null } {
  const response = objectAt(entry, 'response')
  const answer = objectAt(response, 'body')
  const usage = answer === null || (response?.['status_code'] ?? 200) !== 200 ? null : usageInAnswer(answer)
  return { answer, usage }
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const { answer, usage } = answerOf(entry)
    if (answer === null || usage === null) return
    const model = textAt(answer, 'model')
    const provider = 'x_groq' in answer ? 'groq' : null
    recordCall(
      {
        model,
        provider,
        identity: openaiIdentity(answer) ?? textAt(entry, 'id'),
        time: timeAt(answer, 'created', 'created_at'),
        mode: 'batch',
      },
      withToolFees(readUsage(usage, { provider, model }) ?? [], answer),
      sink,
    )
  },
}
