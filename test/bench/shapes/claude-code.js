import { between, idFrom, numbered, oneOf } from '../random.js'

const MODELS = ['claude-opus-4-6', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001']

/**
 * Claude Code sessions: a reply is one to three lines of the same message id, the output growing; between replies stand
 * the results of tools, which hold most bytes and no usage.
 */
export const claudeCode = {
  path: (file) => `projects/-work-project-${file % 40}/${numbered(file)}-session.jsonl`,

  *steps({ random, prose, clock, file }) {
    const session = `${numbered(file)}-${idFrom(random, 12)}`
    const model = oneOf(random, MODELS)
    const line = (type, message, more) =>
      `{"parentUuid":"${idFrom(random, 20)}","isSidechain":false,"userType":"external","cwd":"/code/project-${file % 40}","sessionId":"${session}","version":"2.1.4","gitBranch":"main","type":"${type}","message":${message},${more}"uuid":"${idFrom(random, 20)}","timestamp":"${clock()}"}`
    let read = between(random, 10_000, 20_000)
    for (;;) {
      const result = `{"tool_use_id":"toolu_${idFrom(random, 20)}","type":"tool_result","content":"${prose(between(random, 200, 5_500))}"}`
      const id = idFrom(random, 22)
      const fresh = between(random, 2, 60)
      const written = between(random, 100, 3_000)
      const output = between(random, 20, 1_800)
      const copies = random() < 0.4 ? between(random, 2, 3) : 1
      const reply = (shown) =>
        line(
          'assistant',
          `{"model":"${model}","id":"msg_${id}","type":"message","role":"assistant","content":[{"type":"text","text":"${prose(between(random, 50, 900))}"}],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":${fresh},"cache_creation_input_tokens":${written},"cache_read_input_tokens":${read},"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":${written}},"output_tokens":${shown},"service_tier":"standard"}}`,
          `"requestId":"req_${id}",`,
        )
      yield {
        plain: [line('user', `{"role":"user","content":[${result}]}`, '')],
        usage: Array.from({ length: copies }, (_, copy) =>
          reply(copy === copies - 1 ? output : between(random, 1, 15)),
        ),
        calls: [{ model, input: fresh + written + read, output }],
      }
      read = read > 150_000 ? 20_000 : read + written
    }
  },
}
