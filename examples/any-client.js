/** Without an SDK: a client that takes a `fetch`, and a call whose usage is recorded by hand. `node examples/any-client.js` */
import { run, runAtHand, trackFetch, UsageRecorder } from 'tokencost'
import { reportOn } from './report.js'

const log = process.env.AGENT_LOG ?? 'logs/any-client.jsonl'
const base = process.env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1'
const recorder = new UsageRecorder({ file: log, attributes: { agent: 'any-client-example' } })
const send = trackFetch(fetch, { recorder })

async function ask(model, question) {
  const response = await send(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: question }] }),
  })
  return (await response.json()).choices[0].message.content
}

await run({ task: 'summary', recorder, budget: { maxTokens: 10_000 } }, async () => {
  console.log(await ask('gpt-4o', 'Why is the sky blue? One sentence.'))

  // Whatever answers with a usage object of a known shape can be recorded by hand.
  recorder.record('llama3.2', { prompt_eval_count: 26, eval_count: 290 }, {}, { provider: 'ollama' })
  console.log(`${runAtHand().remaining().tokens} tokens are left`)
})

recorder.close()
reportOn(log)
