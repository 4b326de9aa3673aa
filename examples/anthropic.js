/** A small agent with the Anthropic SDK, streamed and not. `node examples/anthropic.js` */
import Anthropic from '@anthropic-ai/sdk'
import { run, track, UsageRecorder } from 'tokencost'
import { reportOn } from './report.js'

const log = process.env.AGENT_LOG ?? 'logs/anthropic.jsonl'
const recorder = new UsageRecorder({ file: log })
const client = track(new Anthropic(), { recorder, attributes: { agent: 'anthropic-example' } })

await run({ task: 'summary', recorder }, async () => {
  const request = {
    model: 'claude-opus-5-5',
    max_tokens: 200,
    messages: [{ role: 'user', content: 'Why is the sky blue? One sentence.' }],
  }
  const message = await client.messages.create(request)
  console.log(message.content[0].text)
  console.log(await client.messages.stream(request).finalText())
})

recorder.close()
reportOn(log)
