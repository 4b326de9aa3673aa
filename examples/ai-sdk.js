/** A small agent with Vercel's AI SDK: a middleware records every call of the model. `node examples/ai-sdk.js` */
import { openai } from '@ai-sdk/openai'
import { generateText, streamText, wrapLanguageModel } from 'ai'
import { run, UsageRecorder, usageMiddleware } from 'tokencost'
import { reportOn } from './report.js'

const log = process.env.AGENT_LOG ?? 'logs/ai-sdk.jsonl'
const recorder = new UsageRecorder({ file: log })
const middleware = usageMiddleware({ recorder, attributes: { agent: 'ai-sdk-example' } })
const model = wrapLanguageModel({ model: openai('gpt-4o'), middleware })

await run({ task: 'summary', recorder }, async () => {
  const prompt = 'Why is the sky blue? One sentence.'
  console.log((await generateText({ model, prompt })).text)
  for await (const text of streamText({ model, prompt }).textStream) process.stdout.write(text)
  console.log()
})

recorder.close()
reportOn(log)
