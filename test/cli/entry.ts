/**
 * Log lines for tests about everything but formats. One call of gpt-4o: 12 prompt and 5 completion tokens, so
 * 12 × 2.50 + 5 × 10 = 80 USD per million, 0.00008 USD. Without an id it is never a duplicate.
 */
export function openaiLine(more: Readonly<Record<string, unknown>> = {}, prompt = 12, completion = 5): string {
  const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
  return `${JSON.stringify({ model: 'gpt-4o', ...more, usage })}\n`
}

/** A line of Claude Code. 100 input and 10 output tokens of claude-sonnet-4-5: 100 × 3 + 10 × 15 = 450 per million. */
export function claudeLine(
  id: string,
  usage: Readonly<Record<string, unknown>> = {},
  model = 'claude-sonnet-4-5',
): string {
  return `${JSON.stringify({
    type: 'assistant',
    timestamp: '2026-03-01T10:00:00Z',
    sessionId: 'session-1',
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      usage: { input_tokens: 100, cache_read_input_tokens: 0, output_tokens: 10, ...usage },
    },
  })}\n`
}
