/** A small agent with the Google GenAI SDK, streamed and not. `node examples/gemini.js` */
import { GoogleGenAI } from '@google/genai'
import { run, track, UsageRecorder } from 'tokencost'
import { reportOn } from './report.js'

const log = process.env.AGENT_LOG ?? 'logs/gemini.jsonl'
const recorder = new UsageRecorder({ file: log })
const client = track(new GoogleGenAI({}), { recorder, attributes: { agent: 'gemini-example' } })

await run({ task: 'summary', recorder }, async () => {
  const request = { model: 'gemini-2.5-flash', contents: 'Why is the sky blue? One sentence.' }
  console.log((await client.models.generateContent(request)).text)
  for await (const chunk of await client.models.generateContentStream(request)) process.stdout.write(chunk.text ?? '')
  console.log()
})

recorder.close()
reportOn(log)
