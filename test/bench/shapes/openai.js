import { between, idFrom, numbered, oneOf } from '../random.js'

const MODELS = ['gpt-4o-2024-08-06', 'gpt-5.4-2026-03-05', 'o3-2025-04-16']

/** Recorded Chat Completions traffic: a request line, long and without usage, then its answer with usage. */
export const openai = {
  path: (file) => `traffic-${numbered(file)}.jsonl`,

  *steps({ random, prose, clock }) {
    for (;;) {
      const model = oneOf(random, MODELS)
      const input = between(random, 200, 60_000)
      const output = between(random, 5, 2_000)
      const created = Math.floor(Date.parse(clock()) / 1_000)
      yield {
        plain: [
          `{"model":"${model}","messages":[{"role":"system","content":"${prose(400)}"},{"role":"user","content":"${prose(between(random, 200, 6_000))}"}],"temperature":0}`,
        ],
        usage: [
          `{"id":"chatcmpl-${idFrom(random, 24)}","object":"chat.completion","created":${created},"model":"${model}","choices":[{"index":0,"message":{"role":"assistant","content":"${prose(between(random, 50, 900))}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":${input},"completion_tokens":${output},"total_tokens":${input + output},"prompt_tokens_details":{"cached_tokens":${Math.floor(input / 2)},"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":${Math.floor(output / 4)},"audio_tokens":0}},"service_tier":"default","system_fingerprint":null}`,
        ],
        calls: [{ model, input, output }],
      }
    }
  },
}
