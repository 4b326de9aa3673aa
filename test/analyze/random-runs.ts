import fc from 'fast-check'

/**
 * Runs of agents that several logs know in part: by session files whose copies of a call differ in fullness, time and
 * attributes, by what the agent printed with its total, by the bare result, by telemetry.
 */

const json = (value: object) => `${JSON.stringify(value)}\n`
const SESSIONS = ['s-1', 's-2'] as const
const MODELS = ['claude-opus-4-6', 'claude-haiku-4-5'] as const
/** Four hours before the first of these models lost its dearer tier of long prompts. */
export const START = Date.UTC(2026, 2, 12, 20)

/** What a call really used: all follows from its number, so that logs agree. Some prompts are in the tier of long ones. */
interface Call {
  readonly id: string
  readonly session: string
  readonly model: string
  readonly agent: string | null
  readonly input: number
  readonly output: number
}

const CALLS: readonly Call[] = Array.from({ length: 8 }, (_, n) => ({
  id: `msg_${n}`,
  session: SESSIONS[n % 2]!,
  model: MODELS[n % 3 === 0 ? 1 : 0],
  agent: n % 4 === 3 ? 'a-1' : null,
  input: n === 2 ? 250_000 : 100 + n,
  output: 50 + 10 * n,
}))

const call = fc.constantFrom(...CALLS)
/** How much of the output a copy knows. */
const part = fc.constantFrom(0.1, 0.5, 1, 1)
const branch = fc.constantFrom(null, null, 'main', 'main', 'side')
const hour = fc.option(fc.nat(9), { freq: 4 })

const usage = ({ input, output }: Call, known: number) => ({
  input_tokens: input,
  output_tokens: Math.ceil(output * known),
})
const message = (each: Call, known: number) => ({
  ...{ id: each.id, type: 'message', role: 'assistant', model: each.model, content: [] },
  usage: usage(each, known),
})
const timed = (at: number | null) => (at === null ? {} : { timestamp: new Date(START + at * 3_600_000).toISOString() })

const sessionFile = fc
  .array(fc.record({ call, part, branch, hour, isNamed: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .map((lines) =>
    lines
      .map(({ call, part, branch, hour, isNamed }) =>
        json({
          ...{ type: 'assistant', sessionId: call.session, ...timed(hour) },
          ...(call.agent !== null && { isSidechain: true, agentId: call.agent }),
          ...(branch !== null && { gitBranch: branch }),
          ...(isNamed && { cwd: `/${call.session}` }),
          ...{ requestId: `req_${call.id}`, message: message(call, part) },
        }),
      )
      .join(''),
  )

const result = (session: string, more: number, cost: number | null) => {
  const own = CALLS.filter((each) => each.session === session)
  const sumOf = (model: string, of: (each: Call) => number) =>
    own.filter((each) => each.model === model).reduce((sum, each) => sum + of(each), 0)
  const modelUsage = Object.fromEntries(
    MODELS.map((model) => [
      model,
      {
        ...{
          inputTokens: sumOf(model, ({ input }) => input) + more,
          outputTokens: sumOf(model, ({ output }) => output),
        },
        ...{ cacheReadInputTokens: 0, cacheCreationInputTokens: 0, ...(cost !== null && { costUSD: cost }) },
      },
    ]),
  )
  return {
    type: 'result',
    subtype: 'success',
    session_id: session,
    uuid: `result-${session}`,
    num_turns: 4,
    modelUsage,
  }
}
const stated = fc.record({
  session: fc.constantFrom(...SESSIONS),
  more: fc.constantFrom(0, 0, 7),
  cost: fc.constantFrom(null, 0.5),
})
const bareResult = stated.map(({ session, more, cost }) => json(result(session, more, cost)))

const stream = fc
  .record({ stated, known: fc.array(fc.record({ call, part }), { maxLength: 4 }), isCut: fc.boolean() })
  .map(({ stated: { session, more, cost }, known, isCut }) => {
    const lines = known
      .filter((each) => each.call.session === session)
      .map((each) => json({ type: 'assistant', session_id: session, message: message(each.call, each.part) }))
    const init = json({ type: 'system', subtype: 'init', session_id: session, model: MODELS[0] })
    return [init, ...lines, ...(isCut ? [] : [json(result(session, more, cost))])].join('')
  })

const telemetry = fc.array(fc.record({ call, hour }), { minLength: 1, maxLength: 4 }).map((events) => {
  const attribute = (key: string, value: string | number) =>
    typeof value === 'number' ? { key, value: { intValue: String(value) } } : { key, value: { stringValue: value } }
  const logRecords = events.map(({ call, hour }) => ({
    ...(hour !== null && { timeUnixNano: `${START + hour * 3_600_000}000000` }),
    body: { stringValue: 'claude_code.api_request' },
    attributes: [
      ...[attribute('event.name', 'api_request'), attribute('session.id', call.session)],
      ...[attribute('model', call.model), attribute('request_id', `otel_${call.id}_${hour}`)],
      ...[attribute('input_tokens', call.input), attribute('output_tokens', call.output)],
      ...[attribute('cache_read_tokens', 0), attribute('cache_creation_tokens', 0)],
    ],
  }))
  const resource = { attributes: [attribute('service.name', 'claude-code')] }
  return json({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] })
})

/** The same answers as a proxy streamed them, of which it may have lost all counts. */
const streamed = fc
  .array(fc.record({ call, known: fc.constantFrom(0, 0, 1) }), { minLength: 1, maxLength: 3 })
  .map((answers) =>
    answers
      .map(({ call, known }) => {
        const { output_tokens, input_tokens } = usage(call, known)
        const start = { ...message(call, 0), usage: { input_tokens: input_tokens * known, output_tokens: 0 } }
        const delta = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens } }
        return json({ type: 'message_start', message: start }) + json(delta)
      })
      .join(''),
  )

/** Turns of a Codex thread, each with the thread's tokens so far. */
const TURNS = [
  { input_tokens: 1000, cached_input_tokens: 0, output_tokens: 40 },
  { input_tokens: 3100, cached_input_tokens: 900, output_tokens: 100 },
] as const
const codexExec = fc
  .integer({ min: 1, max: 2 })
  .map((turns) =>
    [
      { type: 'thread.started', thread_id: 'thread-1' },
      ...TURNS.slice(0, turns).map((usage) => ({ type: 'turn.completed', usage })),
    ]
      .map(json)
      .join(''),
  )
const rollout = fc.integer({ min: 1, max: 2 }).map((turns) => {
  const line = (second: number, type: string, payload: object) =>
    json({ timestamp: `2026-03-01T10:00:0${second}Z`, type, payload })
  const last = { input_tokens: 2100, cached_input_tokens: 900, output_tokens: 60 }
  const infos = [
    { total_token_usage: TURNS[0], last_token_usage: TURNS[0] },
    { total_token_usage: TURNS[1], last_token_usage: last },
  ]
  return [
    line(0, 'session_meta', { id: 'thread-1', timestamp: '2026-03-01T10:00:00Z', cwd: '/w' }),
    line(1, 'turn_context', { model: 'gpt-5.2-codex' }),
    ...infos.slice(0, turns).map((info, index) => line(5 + index, 'event_msg', { type: 'token_count', info })),
  ].join('')
})

/** Calls without an id and a model, as a service logs them itself. */
const own = fc
  .array(fc.record({ input: fc.integer({ min: 1, max: 99 }), team: fc.constantFrom(null, 'blue', 'red') }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lines) =>
    lines
      .map(({ input, team }) =>
        json({
          ...{ v: 1, provider: 'openai', usage: { prompt_tokens: input, completion_tokens: 1 } },
          attributes: { ...(team !== null && { labels: { team } }), project: 'p' },
        }),
      )
      .join(''),
  )

/** Whole files, several of them of the same runs. */
export const runLogs = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: sessionFile },
    { weight: 3, arbitrary: stream },
    { weight: 2, arbitrary: bareResult },
    { weight: 2, arbitrary: telemetry },
    { weight: 2, arbitrary: streamed },
    { weight: 1, arbitrary: codexExec },
    { weight: 1, arbitrary: rollout },
    { weight: 1, arbitrary: own },
  ),
  { minLength: 2, maxLength: 7 },
)
