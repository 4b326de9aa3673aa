import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Loopback, loopback } from '../capture/loopback.ts'
import { reportOf } from '../capture/report-of.ts'

const EXAMPLES = resolve(import.meta.dirname, '../../examples')

/** What each agent does, by the loopback server's 12 + 5 tokens a call. */
const EXPECTED = {
  'ai-sdk.js': { calls: 2, models: ['gpt-4o'], tokens: 34 },
  'anthropic.js': { calls: 2, models: ['claude-opus-5-5'], tokens: 34 },
  'any-client.js': { calls: 2, models: ['gpt-4o', 'llama3.2'], tokens: 17 + 316 },
  'gemini.js': { calls: 2, models: ['gemini-2.5-flash'], tokens: 34 },
  'openai.js': { calls: 3, models: ['gpt-4o', 'gpt-5'], tokens: 51 },
}

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

describe('the examples', () => {
  test('are all run here', () => {
    expect(
      readdirSync(EXAMPLES)
        .filter((name) => name !== 'report.js')
        .sort(),
    ).toEqual(Object.keys(EXPECTED))
  })

  test.each(Object.entries(EXPECTED))('%s ends with the report of its log', async (name, { calls, models, tokens }) => {
    const log = join(folder, name, 'agent.jsonl')
    const { stdout } = await promisify(execFile)(process.execPath, [join(EXAMPLES, name)], {
      cwd: folder,
      timeout: 60_000,
      env: {
        ...process.env,
        AGENT_LOG: log,
        OPENAI_API_KEY: 'none',
        OPENAI_BASE_URL: `${server.url}/v1`,
        ANTHROPIC_API_KEY: 'none',
        ANTHROPIC_BASE_URL: server.url,
        GEMINI_API_KEY: 'none',
        GOOGLE_GEMINI_BASE_URL: server.url,
      },
    })
    expect(stdout).toContain('Hello there')
    for (const model of models) expect(stdout.split('Hello there').at(-1)).toContain(model)
    const report = await reportOf(log)
    expect(Object.keys(report.models_breakdown).sort()).toEqual(models)
    expect(report).toMatchObject({ call_count: calls, total_tokens: tokens, unpriced_models: [] })
    expect(report.input.malformed).toBe(0)
  })
})
