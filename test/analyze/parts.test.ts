import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { planOf } from '../../src/scan/plan.ts'
import { claudeLine } from '../cli/entry.ts'
import { reportOn } from './reporting.ts'
import { ridingLogs } from './riding-logs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-parts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SESSION = Array.from({ length: 40 }, (_, i) => claudeLine(String(i), { input_tokens: 100 + i })).join('')

function fileWith(content: string | Buffer): string {
  writeFileSync(join(folder, 'log.jsonl'), content)
  return 'log.jsonl'
}

async function report(part: number | null): Promise<TokenUsageReport> {
  return await reportOn(folder, ['log.jsonl'], part === null ? {} : { parts: { above: part, part } })
}

function partsOf(content: string | Buffer): number {
  const name = fileWith(content)
  return planOf([{ name, path: join(folder, name) }], null, { above: 1000, part: 500 }).tasks.length
}

describe('a large file in parts', () => {
  it('says what it says as a whole, wherever it is cut', async () => {
    fileWith(SESSION)
    const whole = await report(null)
    expect(whole.total_input_tokens).toBe(40 * 100 + (39 * 40) / 2)
    for (const part of [50, 251, 500, 3000]) expect(await report(part)).toEqual(whole)
  })

  it('counts each call of a part once where there are more than a part has room for at first', async () => {
    const states = (id: string) => claudeLine(id, { output_tokens: 1 }) + claudeLine(id, { output_tokens: 50 })
    const log = Array.from({ length: 45_000 }, (_, i) => (i % 3 === 0 ? claudeLine(`${i}`) : states(`${i}`))).join('')
    fileWith(log)
    for (const part of [null, log.length - 1])
      expect(await report(part)).toMatchObject({
        ...{ call_count: 45_000, total_input_tokens: 45_000 * 100 },
        total_output_tokens: 15_000 * 10 + 30_000 * 50,
      })
  })

  it('names lines as they are counted from its beginning', async () => {
    fileWith(`${SESSION}{"usage":{"input_tokens":-1,"output_tokens":2},"model":"gpt-4o"}\n${SESSION}`)
    const whole = await report(null)
    expect(whole.warnings.map(({ message }) => message).join()).toContain('log.jsonl:41:')
    expect(await report(700)).toEqual(whole)
  })

  it('is read as one from where a document over many lines begins', async () => {
    const answer = { model: 'gpt-4o', usage: { prompt_tokens: 7, completion_tokens: 3 } }
    fileWith(`${SESSION}${JSON.stringify({ answer, more: Array(200).fill({ text: 'x' }) }, null, 2)}\n${SESSION}`)
    const whole = await report(null)
    expect(whole.models_breakdown['gpt-4o']?.input_tokens).toBe(7)
    for (const part of [300, 900]) expect(await report(part)).toEqual(whole)
  })

  it('is read as one from where something is open that a later line closes', async () => {
    fileWith(`${SESSION}{"usage":[\n{"input_tokens":5,"output_tokens":1,"model":"gpt-4o"}\n]}\n${SESSION}`)
    const whole = await report(null)
    for (const part of [SESSION.length - 3, SESSION.length + 12, 400]) expect(await report(part)).toEqual(whole)
  })

  it('is read as one from where entries depend on each other', async () => {
    const chunk = (usage: object) =>
      `${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o', created: 1, ...usage })}\n`
    const chunks = [5, 6, 7].map((completion_tokens) => chunk({ usage: { prompt_tokens: 9, completion_tokens } }))
    fileWith(SESSION + chunks.join('') + SESSION)
    const whole = await report(null)
    for (const part of [100, SESSION.length + 20, 900]) expect(await report(part)).toEqual(whole)
  })

  it('may be any log', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(ridingLogs, fc.integer({ min: 1, max: 30 }), async ([log = Buffer.alloc(0)], parts) => {
        fileWith(log)
        expect(await report(Math.ceil(log.length / parts) + 1)).toEqual(await report(null))
      }),
      { numRuns: 60, seed: 1 },
    )
  })
})

describe('which files are read in parts', () => {
  it('those whose first lines are of a format that stands alone', () => {
    expect(partsOf(SESSION)).toBe(Math.ceil(SESSION.length / 500))
    expect(partsOf(`{"type":"summary","summary":"no usage"}\n${SESSION}`)).toBeGreaterThan(1)
  })
  it('no small ones', () => {
    expect(partsOf(SESSION.slice(0, 900))).toBe(1)
  })
  it('none of which nothing is known, that is compressed, or that counts up', () => {
    const codex = '{"timestamp":"2026-03-01T10:00:00Z","type":"session_meta","payload":{"id":"a"}}\n'
    expect(partsOf(codex.repeat(99))).toBe(1)
    expect(partsOf('some text\n'.repeat(999))).toBe(1)
    expect(partsOf(Buffer.concat([Buffer.from([31, 139]), Buffer.from(SESSION)]))).toBe(1)
  })
})
