import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BudgetEvent, BudgetExceededError } from '../../src/capture/budget.ts'
import { UsageRecorder } from '../../src/capture/recorder.ts'
import { run, runAtHand } from '../../src/capture/run.ts'
import { track } from '../../src/capture/track.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'
import { type Loopback, loopback, prompt } from './loopback.ts'
import { reportOf } from './report-of.ts'

let server: Loopback
let folder: string
beforeAll(async () => {
  server = await loopback()
  folder = mkdtempSync(join(tmpdir(), 'tokencost-'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function tracked(file?: string) {
  const problems: string[] = []
  const onProblem = ({ code }: { code: string }) => problems.push(code)
  const recorder = new UsageRecorder({ onProblem, ...(file !== undefined && { file }) })
  const client = track(new OpenAI({ apiKey: 'none', baseURL: `${server.url}/v1`, maxRetries: 0 }), { recorder })
  const ask = (input: number, output: number, model = 'gpt-4o') =>
    client.chat.completions.create({ model, messages: [{ role: 'user', content: prompt({ in: input, out: output }) }] })
  return { recorder, client, ask, problems }
}

const savedReport = (task: string) =>
  JSON.parse(readFileSync(join(folder, `${task}_token_usage.json`), 'utf8')) as Record<string, unknown>

describe('run', () => {
  test('writes the JSON report, gives the text to the logger, and returns what fn returns', async () => {
    const { recorder, ask } = tracked()
    const texts: string[] = []
    const options = { task: 'one task', reportDir: folder, recorder, logger: (text: string) => texts.push(text) }
    const answer = await run(options, async () => (await ask(1000, 100)).choices[0]!.message.content)
    expect(answer).toBe('Hello there')
    const text = readFileSync(join(folder, 'one_task_token_usage.json'), 'utf8')
    const report = parseSavedReport(text, 'saved')
    // 1,000 × $2.50 + 100 × $10 per million
    expect(report.total_cost_usd.toString()).toBe('0.0035')
    expect(report).toMatchObject({ call_count: 1, total_input_tokens: 1000, total_output_tokens: 100 })
    expect(texts[0]).toContain('Token Usage Report')
    // No file was read, so none is counted.
    expect(texts[0]).toMatch(/^1 line: 1 record, /m)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('keeps the error of fn, and reports what was used before it', async () => {
    const { recorder, ask } = tracked()
    const failing = run({ task: 'failing', reportDir: folder, recorder }, async () => {
      await ask(10, 1)
      throw new TypeError('of the agent')
    })
    await expect(failing).rejects.toThrow(new TypeError('of the agent'))
    expect(savedReport('failing')).toMatchObject({ call_count: 1 })
  })

  test('inside a run belongs to both, each call under its own task in the log', async () => {
    const file = join(folder, 'nested.jsonl')
    const { recorder, ask } = tracked(file)
    await run({ task: 'outer', reportDir: folder, recorder }, async () => {
      await ask(1, 0)
      await run({ task: 'inner', reportDir: folder }, () => ask(20, 0))
      await ask(300, 0)
    })
    await ask(4000, 0)
    expect(savedReport('inner')).toMatchObject({ total_tokens: 20 })
    expect(savedReport('outer')).toMatchObject({ total_tokens: 321 })
    expect(recorder.tracker.getSummary().total_tokens).toBe(4321)
    recorder.close()
    expect((await reportOf(file)).total_tokens).toBe(4321)
    const tasks = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).attributes?.task)
    expect(tasks).toEqual(['outer', 'inner', 'outer', undefined])
  })

  test('of which a report cannot be written does not fail', async () => {
    const { recorder, ask, problems } = tracked()
    await run({ task: 'nowhere', reportDir: '/dev/null/no', recorder }, () => ask(1, 1))
    expect(problems).toEqual(['report_failed'])
  })

  test('keeps 1,000 concurrent calls of 50 concurrent runs apart', async () => {
    const { recorder, ask } = tracked()
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        run({ task: `run-${n}`, reportDir: folder, recorder }, () =>
          Promise.all(Array.from({ length: 20 }, (_, i) => ask(1000 * (n + 1) + i, n + 1))),
        ),
      ),
    )
    for (let n = 0; n < 50; n++) {
      // The sum of i from 0 to 19 is 190.
      const expected = { call_count: 20, total_input_tokens: 20_000 * (n + 1) + 190, total_output_tokens: 20 * (n + 1) }
      expect(savedReport(`run-${n}`)).toMatchObject(expected)
    }
    expect(recorder.tracker.getSummary().call_count).toBe(1000)
  })
})

describe('a budget', () => {
  test('is told at its fractions, and refuses the next call when it is used up', async () => {
    const { recorder, ask } = tracked()
    const events: BudgetEvent[] = []
    const before = server.requests()
    const budget = { maxCost: '0.01', warnAt: [0.5, 1], onBudget: (event: BudgetEvent) => events.push(event) }
    // Each call costs 1,000 × $2.50 + 100 × $10 per million = $0.0035.
    const working = run({ task: 'dear', recorder, budget }, async (here) => {
      for (;;) {
        await ask(1000, 100)
        expect(here.remaining().tokens).toBeNull()
      }
    })
    const error = await working.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(BudgetExceededError)
    expect((error as Error).message).toBe('budget of "dear": $0.0105 of $0.01 is spent')
    expect(server.requests() - before).toBe(3)
    expect(events.map(({ fraction, spent }) => [fraction, spent.cost.toString()])).toEqual([
      [0.5, '0.007'],
      [1, '0.0105'],
    ])
  })

  test('tells what remains, so that a cheaper model can be chosen', async () => {
    const { recorder, ask } = tracked()
    await run({ task: 'thrifty', recorder, budget: { maxCost: 0.01, maxTokens: 5000 } }, async () => {
      await ask(1000, 100)
      const left = runAtHand()!.remaining()
      expect([left.cost!.toString(), left.tokens, left.costKnown]).toEqual(['0.0065', 3900, true])
    })
  })

  test('of the run outside counts calls of the run inside, though the hook of that one fails', async () => {
    const { recorder, ask, problems } = tracked()
    const failing = () => {
      throw new Error('of the hook')
    }
    await run({ task: 'outer', recorder, budget: { maxTokens: 5000 } }, async (outer) => {
      const budget = { maxTokens: 10_000, warnAt: [0.01], onBudget: failing }
      await run({ task: 'inner', recorder, budget }, () => ask(1000, 100))
      expect(outer.remaining().tokens).toBe(5000 - 1100)
    })
    expect(problems).toEqual(['hook_failed'])
  })

  test('that is used up refuses no request that only reads or tidies up', async () => {
    const { recorder, client, ask } = tracked()
    await run({ task: 'tidy', recorder, budget: { maxTokens: 10 } }, async () => {
      await ask(10, 0)
      await expect(ask(10, 0)).rejects.toThrow(BudgetExceededError)
      expect(await client.batches.retrieve('batch_1')).toMatchObject({ status: 'completed' })
    })
  })

  test.each([Number.NaN, -1, 'half' as unknown as number])('is refused when it warns at %s', async (fraction) => {
    const { recorder } = tracked()
    const begun = run({ task: 'odd', recorder, budget: { maxTokens: 10, warnAt: [fraction] } }, () => {})
    await expect(begun).rejects.toThrow('is not a fraction of a limit')
  })

  test('of the run outside counts calls of the run inside', async () => {
    const { recorder, ask } = tracked()
    const working = run({ task: 'outside', recorder, budget: { maxTokens: 100 } }, async () => {
      await run({ task: 'inside', budget: { maxTokens: 1000 } }, () => ask(90, 10))
      await ask(1, 1)
    })
    await expect(working).rejects.toThrow('budget of "outside": 100 of 100 tokens are used')
  })

  test('in money cannot be kept with a model that has no price: unknown is not zero', async () => {
    const { recorder, ask } = tracked()
    const working = (allowUnknownCost: boolean) =>
      run({ task: 'unknown', recorder, budget: { maxCost: 1, allowUnknownCost } }, async () => {
        await ask(10, 1, 'model-of-nobody')
        await ask(10, 1)
      })
    await expect(working(false)).rejects.toThrow('the cost of model-of-nobody is not known')
    await working(true)
  })

  test('counts a call once, though it is recorded twice', async () => {
    const recorder = new UsageRecorder()
    await run({ task: 'twice', recorder, budget: { maxTokens: 100 } }, (here) => {
      for (const output of [1, 1, 5])
        recorder.record('gpt-4o', { prompt_tokens: 10, completion_tokens: output }, {}, { id: 'same' })
      expect(here.spent().tokens).toBe(15)
    })
  })

  test.each([{ maxCost: 'much' }, { maxCost: -1 }, { maxTokens: 1.5 }])(
    '%o is refused at the start',
    async (budget) => {
      await expect(run({ task: 'wrong', budget }, () => 1)).rejects.toThrow('is not')
    },
  )
})
