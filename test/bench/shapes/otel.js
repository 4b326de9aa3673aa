import { between, hexFrom, numbered, oneOf } from '../random.js'

const MODELS = ['gpt-4o-2024-08-06', 'gpt-5.4-2026-03-05', 'claude-sonnet-4-5-20250929']
const MESSAGES = ['in attributes', 'in events', 'in one attribute each']

/**
 * Trace exports as the OpenTelemetry Collector's file exporter writes them: half of the calls stand alone on their line, the
 * others beside the agent around them, its tools and requests; prompts and completions hold most bytes. As many lines have no call.
 */
export const otel = {
  path: (file) => `traces-${numbered(file)}.jsonl`,

  *steps({ random, prose, clock, file }) {
    const at = () => Date.parse(clock())
    const messages = oneOf(random, MESSAGES)
    const agent = hexFrom(random, 16)
    const resource = attributes({ 'service.name': `shop-${file % 40}`, 'telemetry.sdk.language': 'python' })
    const exported = (...scopes) =>
      `{"resourceSpans":[{"resource":{"attributes":[${resource}]},"scopeSpans":[${scopes.join(',')}]}]}`
    const request = () =>
      span(random, at(), `GET /orders/${between(random, 1, 99)}`, {
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'url.full': `https://shop.example/orders/${between(random, 1, 9_999)}`,
        'db.statement': prose(between(random, 20, 300)),
      })
    for (;;) {
      const isAlone = random() < 0.5
      const calls = Array.from({ length: isAlone ? 1 : between(random, 2, 4) }, () => ({
        model: oneOf(random, MODELS),
        input: between(random, 200, 60_000),
        output: between(random, 5, 2_000),
      }))
      const spans = calls.map((call) => callSpan({ random, prose, messages }, at(), agent, call))
      const around = isAlone ? [] : [agentSpan(random, at(), calls), toolSpan(random, at(), prose)]
      const beside = isAlone ? [] : [scope('http', Array.from({ length: between(random, 1, 4) }, request))]
      yield {
        plain: isAlone
          ? [exported(scope('http', Array.from({ length: between(random, 1, 12) }, request)))]
          : [exported(scope('http', [request()])), exported(scope('http', [request(), request()]))],
        usage: [exported(scope('gen-ai', [...spans, ...around]), ...beside)],
        calls,
      }
    }
  },
}

function callSpan({ random, prose, messages }, at, agent, { model, input, output }) {
  const asked = prose(between(random, 200, 6_000))
  const answered = prose(between(random, 50, 900))
  return span(
    random,
    at,
    `chat ${model}`,
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': model.startsWith('claude') ? 'anthropic' : 'openai',
      'gen_ai.request.model': model,
      'gen_ai.request.temperature': 0.2,
      'gen_ai.agent.name': 'refunds',
      ...(messages === 'in attributes' && {
        'gen_ai.input.messages': messageText('user', asked),
        'gen_ai.output.messages': messageText('assistant', answered),
      }),
      ...(messages === 'in one attribute each' && {
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': asked,
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.content': answered,
      }),
      'gen_ai.response.id': `chatcmpl-${hexFrom(random, 24)}`,
      'gen_ai.response.model': model,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
    },
    {
      parent: agent,
      events:
        messages === 'in events' ? [event(at, 'gen_ai.user.message', asked), event(at, 'gen_ai.choice', answered)] : [],
    },
  )
}

/** Around its calls, with their sums, which are not to be counted again. */
function agentSpan(random, at, calls) {
  return span(random, at, 'invoke_agent refunds', {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'refunds',
    'gen_ai.usage.input_tokens': calls.reduce((sum, { input }) => sum + input, 0),
    'gen_ai.usage.output_tokens': calls.reduce((sum, { output }) => sum + output, 0),
  })
}

function toolSpan(random, at, prose) {
  return span(random, at, 'execute_tool orders', {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'orders',
    'gen_ai.tool.call.result': prose(between(random, 100, 2_000)),
  })
}

function scope(name, spans) {
  return `{"scope":{"name":"instrumentation.${name}","version":"1.4.0"},"spans":[${spans.join(',')}]}`
}

function span(random, at, name, named, { parent = '', events = [] } = {}) {
  const noted = events.length === 0 ? '' : `"events":[${events.join(',')}],`
  return `{"traceId":"${hexFrom(random, 32)}","spanId":"${hexFrom(random, 16)}","parentSpanId":"${parent}","flags":257,"name":"${name}","kind":3,"startTimeUnixNano":"${at}000000","endTimeUnixNano":"${at + between(random, 2, 9_000)}123456","attributes":[${attributes(named)}],${noted}"status":{}}`
}

function event(at, name, content) {
  return `{"timeUnixNano":"${at}500000","name":"${name}","attributes":[${attributes({ content })}]}`
}

/** Texts are escaped already, like prose. */
function attributes(named) {
  return Object.entries(named)
    .map(([key, value]) => `{"key":"${key}","value":${anyValue(value)}}`)
    .join(',')
}

function anyValue(value) {
  if (typeof value === 'string') return `{"stringValue":"${value}"}`
  return Number.isInteger(value) ? `{"intValue":"${value}"}` : `{"doubleValue":${value}}`
}

/** A message as JSON, which stands in a text. */
function messageText(role, content) {
  const text = JSON.stringify(`[{"role":"${role}","parts":[{"type":"text","content":"${content}"}]}]`)
  return text.slice(1, -1)
}
