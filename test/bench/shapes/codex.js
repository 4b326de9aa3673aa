import { between, idFrom, numbered } from '../random.js'

const MODEL = 'gpt-5.4'

/** Codex rollouts: running totals after each call, sometimes written twice; the messages between them hold the bytes. */
export const codex = {
  path: (file) => `sessions/2026/09/${String((file % 28) + 1).padStart(2, '0')}/rollout-${numbered(file)}.jsonl`,

  *steps({ random, prose, clock, file }) {
    const line = (type, payload) => `{"timestamp":"${clock()}","type":"${type}","payload":${payload}}`
    yield {
      plain: [
        line(
          'session_meta',
          `{"id":"${numbered(file)}-${idFrom(random, 12)}","cwd":"/code/project-${file % 40}","originator":"codex_cli_rs","cli_version":"0.120.0"}`,
        ),
        line('turn_context', `{"cwd":"/code/project-${file % 40}","model":"${MODEL}","effort":"medium"}`),
      ],
      usage: [],
    }
    const total = { input: 0, cached: 0, output: 0, reasoning: 0 }
    for (;;) {
      const input = between(random, 8_000, 160_000)
      const output = between(random, 40, 1_500)
      const last = { input, cached: Math.floor(input * 0.9), output, reasoning: Math.floor(output / 3) }
      for (const part of Object.keys(total)) total[part] += last[part]
      const counts = `{"type":"token_count","info":{"total_token_usage":${usageText(total)},"last_token_usage":${usageText(last)},"model_context_window":272000},"rate_limits":null}`
      yield {
        plain: [
          line(
            'response_item',
            `{"type":"function_call_output","call_id":"call_${idFrom(random, 16)}","output":"${prose(between(random, 200, 6_000))}"}`,
          ),
        ],
        usage: Array.from({ length: random() < 0.2 ? 2 : 1 }, () => line('event_msg', counts)),
        calls: [{ model: MODEL, input, output }],
      }
    }
  },
}

function usageText({ input, cached, output, reasoning }) {
  return `{"input_tokens":${input},"cached_input_tokens":${cached},"output_tokens":${output},"reasoning_output_tokens":${reasoning},"total_tokens":${input + output}}`
}
