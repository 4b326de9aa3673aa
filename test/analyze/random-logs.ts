import fc from 'fast-check'
import { claudeLine } from '../cli/entry.ts'

/**
 * Random logs of several formats. Ids are few, so that copies are many; copies of a call differ in output alone, so that
 * every reader agrees on which one wins. Lines without an id carry a number of their own: no two files are equal by chance.
 */

const small = fc.integer({ min: 0, max: 3000 })
const id = fc.integer({ min: 1, max: 12 })
const MODELS = ['claude-sonnet-4-5', 'gpt-4o', 'o3', 'acme-1'] as const

/** Everything about a call but its output follows from its number. */
const inputOf = (call: number) => call * 37
const modelOf = (call: number) => MODELS[call % MODELS.length]!
const timeOf = (call: number) => new Date(Date.UTC(2026, 2, 1, call)).toISOString()
const json = (value: object) => `${JSON.stringify(value)}\n`

const claude = fc
  .record({ call: id, output: small })
  .map(({ call, output }) =>
    claudeLine(
      String(call),
      { input_tokens: inputOf(call), cache_read_input_tokens: call * 1000, output_tokens: output },
      modelOf(call),
    ),
  )

const chat = fc.record({ call: id, output: small }).map(({ call, output }) =>
  json({
    id: `chatcmpl-${call}`,
    object: 'chat.completion',
    created: 1_772_359_200 + call,
    model: modelOf(call),
    choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: inputOf(call) + 1,
      completion_tokens: output,
      total_tokens: inputOf(call) + 1 + output,
      prompt_tokens_details: { cached_tokens: call },
    },
  }),
)

const own = fc.record({ call: id, output: small }).map(({ call, output }) =>
  json({
    v: 1,
    timestamp: timeOf(call),
    provider: 'openai',
    model: modelOf(call),
    id: `own-${call}`,
    usage: { prompt_tokens: inputOf(call) + 1, completion_tokens: output },
    attributes: { session: `s${call % 3}`, project: 'p' },
  }),
)

/** No id: each line is a call. */
const pino = fc.record({ input: small, output: small, number: fc.nat() }).map(({ input, output, number }) =>
  json({
    level: 30,
    time: 1_772_359_200_000 + number,
    msg: 'llm call',
    model: MODELS[number % 4],
    usage: { prompt_tokens: input + 1, completion_tokens: output, total_tokens: input + 1 + output },
  }),
)

const noise = fc.constantFrom(
  '\n',
  '  \r\n',
  'plain text\n',
  '[2026-03-01 10:00:00] INFO started\n',
  '{"type":"user","message":{"role":"user","content":"hi"}}\n',
  '{"type":"assistant","message":{"id":"msg_cut","usage":{"input_tokens":5,"output\n',
  claudeLine('bad', { input_tokens: -1 }),
  claudeLine('half', { output_tokens: 0.5 }),
  claudeLine('none', { input_tokens: 0, output_tokens: 0 }),
)

/** Lines whose order and place do not matter. */
export const selfContainedLines = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: claude },
    { weight: 2, arbitrary: chat },
    { weight: 2, arbitrary: own },
    { weight: 2, arbitrary: pino },
    { weight: 2, arbitrary: noise },
  ),
  { maxLength: 30 },
)

/** A Codex session: running totals, some of them written twice. */
const codex = fc
  .record({
    session: fc.uuid(),
    steps: fc.array(fc.record({ input: small, cached: fc.nat(100), output: small, again: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ session, steps }) => {
    let second = 0
    const line = (type: string, payload: object) =>
      json({ timestamp: `2026-03-01T10:00:${String(second++).padStart(2, '0')}.000Z`, type, payload })
    const total = {
      input_tokens: 0,
      cached_input_tokens: 0,
      output_tokens: 0,
      reasoning_output_tokens: 0,
      total_tokens: 0,
    }
    const lines = [
      line('session_meta', { id: session, timestamp: '2026-03-01T10:00:00.000Z', cwd: '/w', originator: 'codex' }),
      line('turn_context', { cwd: '/w', model: 'gpt-5.4' }),
    ]
    for (const { input, cached, output, again } of steps) {
      const last = {
        ...{ input_tokens: input + cached + 1, cached_input_tokens: cached, output_tokens: output },
        ...{ reasoning_output_tokens: 0, total_tokens: input + cached + 1 + output },
      }
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += last[name]
      const info = { total_token_usage: { ...total }, last_token_usage: last, model_context_window: 272_000 }
      for (let i = 0; i <= Number(again); i++) lines.push(line('event_msg', { type: 'token_count', info }))
    }
    return lines.join('')
  })

/** Whole files, the ones above and sessions that must be read in order. */
export const logFiles = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: selfContainedLines.map((lines) => lines.join('')) },
    { weight: 1, arbitrary: codex },
  ),
  { minLength: 1, maxLength: 5 },
)

/** Bytes that are now and then a little like a log. */
export const garbage = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...'{ } [ ] , : " \\ \n \r\n data: null NaN -1 1e999 \0 \ufeff'.split(' ')).map(Buffer.from),
      fc
        .constantFrom(
          '"usage":{',
          '"input_tokens":5',
          '"output_tokens":"7"',
          '"model":"m"',
          '"message":{',
          '"type":"assistant"',
        )
        .map((text) => Buffer.from(text)),
      fc.oneof(claude, chat, own, pino).map((line) => Buffer.from(line)),
      fc.tuple(claude, fc.nat(400)).map(([line, cut]) => Buffer.from(line.slice(0, cut))),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => Buffer.concat(pieces))
