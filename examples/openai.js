/** A small agent with the OpenAI SDK: asks, streams, and ends with a report of what that cost. `node examples/openai.js` */
import OpenAI from 'openai'
import { run, track, UsageRecorder } from 'tokencost'
import { reportOn } from './report.js'

const log = process.env.AGENT_LOG ?? 'logs/openai.jsonl'
const recorder = new UsageRecorder({ file: log })
const client = track(new OpenAI(), { recorder, attributes: { agent: 'openai-example' } })

await run({ task: 'summary', recorder, budget: { maxCost: '0.50' } }, async (here) => {
  const question = { role: 'user', content: 'Why is the sky blue? One sentence.' }
  const answer = await client.chat.completions.create({ model: 'gpt-4o', messages: [question] })
  console.log(answer.choices[0].message.content)

  // A stream of chat completions states its usage only when it is asked for.
  const stream = await client.chat.completions.create({
    model: here.remaining().cost.toNumber() > 0.25 ? 'gpt-4o' : 'gpt-4o-mini',
    messages: [question],
    stream: true,
    stream_options: { include_usage: true },
  })
  for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
  console.log()

  const response = await client.responses.create({ model: 'gpt-5', input: 'And at sunset?' })
  console.log(response.output_text)
})

recorder.close()
reportOn(log)
