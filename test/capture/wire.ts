import type { Wish } from './loopback.ts'

/** A request, provider apart. */
export interface Asked {
  readonly api: 'chat' | 'responses' | 'embeddings' | 'anthropic' | 'gemini'
  readonly model: string
  readonly stream: boolean
  readonly usageInStream: boolean
  readonly wish: Wish
}

const CREATED = 1772359200
let answers = 0

/** An id that no other answer has, unless the wish names one. */
function idOf(prefix: string, wish: Wish): string {
  return wish.id ?? `${prefix}${String(++answers).padStart(24, 'AbCdEfGh')}`
}

/** The body of an answer that is not streamed. */
export function answerOf(asked: Asked): object {
  const { api, model, wish } = asked
  const [input, output] = [wish.in ?? 12, wish.out ?? 5]
  const stated = <T extends object>(usage: T): T | object => (wish.silent === true ? {} : usage)
  switch (api) {
    case 'chat':
      return {
        id: idOf('chatcmpl-', wish),
        object: 'chat.completion',
        created: CREATED,
        model,
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hello there' }, finish_reason: 'stop' }],
        ...stated({ usage: chatUsage(input, output) }),
      }
    case 'embeddings':
      return {
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: 'AACAPgAAAD8=' }],
        model,
        usage: { prompt_tokens: input, total_tokens: input },
      }
    case 'responses':
      return responseOf(idOf('resp_', wish), model, input, output, 'completed')
    case 'anthropic':
      return {
        id: idOf('msg_', wish),
        type: 'message',
        role: 'assistant',
        model,
        content: [{ type: 'text', text: 'Hello there' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: {
          input_tokens: input,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          output_tokens: output,
        },
      }
    case 'gemini':
      return geminiOf(idOf('gem', wish), model, input, output, 'Hello there')
  }
}

/** The events of a streamed answer, as bytes of the body. */
export function streamOf(asked: Asked): readonly string[] {
  const { api, model, wish, usageInStream } = asked
  const [input, output] = [wish.in ?? 12, wish.out ?? 5]
  if (api === 'chat') {
    const about = { id: idOf('chatcmpl-', wish), object: 'chat.completion.chunk', created: CREATED, model }
    const delta = (content: object, finish_reason: string | null) => ({
      ...about,
      choices: [{ index: 0, delta: content, finish_reason }],
      ...(usageInStream && { usage: null }),
    })
    const usage = { ...about, choices: [], usage: chatUsage(input, output) }
    const events = [
      delta({ role: 'assistant', content: 'Hello' }, null),
      delta({ content: ' there' }, null),
      delta({}, 'stop'),
    ]
    return [...events, ...(usageInStream ? [usage] : [])].map((event) => sse(event)).concat('data: [DONE]\n\n')
  }
  if (api === 'responses') {
    const id = idOf('resp_', wish)
    const started = {
      type: 'response.created',
      response: { ...responseOf(id, model, 0, 0, 'in_progress'), usage: null },
    }
    const delta = {
      type: 'response.output_text.delta',
      item_id: 'i',
      output_index: 0,
      content_index: 0,
      delta: 'Hello',
    }
    const done = { type: 'response.completed', response: responseOf(id, model, input, output, 'completed') }
    return [started, delta, delta, done].map((event) => sse(event, event.type))
  }
  if (api === 'anthropic') return anthropicStream(idOf('msg_', wish), model, input, output)
  const id = idOf('gem', wish)
  const parts = [geminiOf(id, model, input, 1, 'Hello'), geminiOf(id, model, input, output, ' there', 'STOP')]
  return [sse(geminiOf(id, model, input, 1, 'Oh')), ...parts.map((part) => sse(part))]
}

/** Results of two batched requests, 100 + 10 and 200 + 20 tokens. */
export function batchLines(of: 'openai' | 'anthropic'): string {
  const calls = [
    { id: 'q1', in: 100, out: 10 },
    { id: 'q2', in: 200, out: 20 },
  ]
  const lines = calls.map((call) => {
    const wish = {
      ...call,
      id: `${of === 'openai' ? 'chatcmpl' : 'msg'}${of === 'openai' ? '-' : '_'}batchAnswer0000${call.id}`,
    }
    const asked = { model: 'gpt-4o', stream: false, usageInStream: false, wish }
    if (of === 'openai') {
      const body = answerOf({ ...asked, api: 'chat' })
      return {
        id: `batch_req_${call.id}`,
        custom_id: call.id,
        response: { status_code: 200, request_id: 'r', body },
        error: null,
      }
    }
    const message = answerOf({ ...asked, api: 'anthropic', model: 'claude-sonnet-4-5' })
    return { custom_id: call.id, result: { type: 'succeeded', message } }
  })
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function anthropicStream(id: string, model: string, input: number, output: number): readonly string[] {
  const usage = { input_tokens: input, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 }
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  }
  const text = (part: string) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: part },
  })
  const events = [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    text('Hello'),
    text(' there'),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: output },
    },
    { type: 'message_stop' },
  ]
  return events.map((event) => sse(event, event.type))
}

function chatUsage(input: number, output: number): object {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
}

function responseOf(id: string, model: string, input: number, output: number, status: string): object {
  return {
    id,
    object: 'response',
    created_at: CREATED,
    status,
    model,
    output: [
      {
        id: 'm1',
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hello there', annotations: [] }],
      },
    ],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  }
}

function geminiOf(
  id: string,
  model: string,
  input: number,
  output: number,
  text: string,
  finishReason?: string,
): object {
  return {
    candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...(finishReason && { finishReason }) }],
    usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
    modelVersion: model,
    responseId: id,
  }
}

function sse(event: object, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(event)}\n\n`
}
