import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const CALL = '{"model":"m","usage":{"prompt_tokens":5,"completion_tokens":1}}'
const SECRET = 'the text of a prompt'

describe('report --rejects', () => {
  test('writes every malformed entry, with file, line and reason', async () => {
    const broken = Array.from({ length: 40 }, () => `{"usage":{"prompt_tokens": ${SECRET}}}`)
    const negative = '{"model":"m","usage":{"prompt_tokens":-5,"completion_tokens":1}}'
    const cwd = folderWith({ 'a.jsonl': `${[CALL, ...broken, negative].join('\n')}\n`, 'b.jsonl': `${CALL}\n{"usage` })
    const { exit } = await run(['report', 'a.jsonl', 'b.jsonl', '--rejects', 'bad.tsv'], { cwd })
    expect(exit).toBe(0)
    const lines = readFileSync(join(cwd, 'bad.tsv'), 'utf8').split('\n')
    expect(lines).toEqual([
      ...broken.map((_, index) => `a.jsonl:${index + 2}\tnot valid JSON`),
      'a.jsonl:42\tprompt_tokens is negative',
      'b.jsonl:2\ttruncated: the file ends inside it',
      '',
    ])
  })

  test('names entries that have numbers of tokens and give no call', async () => {
    const unknown = `{"prompt":"${SECRET}","stats":{"tokensIn":5}}`
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n${unknown}\n` })
    await run(['report', 'a.jsonl', '--rejects', 'bad.tsv'], { cwd })
    expect(readFileSync(join(cwd, 'bad.tsv'), 'utf8')).toBe(
      'a.jsonl:2\tnot understood: it has numbers of tokens, and no format finds a call\n',
    )
  })

  test('writes an empty file when nothing was rejected, and leaves no other behind', async () => {
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n` })
    await run(['report', 'a.jsonl', '--rejects', 'bad.tsv'], { cwd })
    expect(readFileSync(join(cwd, 'bad.tsv'), 'utf8')).toBe('')
    expect(readdirSync(cwd).sort()).toEqual(['a.jsonl', 'bad.tsv'])
  })

  test('fails where the file cannot be written', async () => {
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n` })
    const { exit, stderr } = await run(['report', 'a.jsonl', '--rejects', 'none/bad.tsv'], { cwd })
    expect(exit).toBe(1)
    expect(stderr).toContain('none/bad.tsv: it could not be written (its folder does not exist)')
    expect(existsSync(join(cwd, 'none'))).toBe(false)
  })
})

describe('report --default-model', () => {
  test('gives a model to calls without one, and says so', async () => {
    const unnamed = '{"usage":{"prompt_tokens":1000,"completion_tokens":100}}'
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n${unnamed}\n` })
    const { stdout } = await run(['report', 'a.jsonl', '--json', '--default-model', 'gpt-4o'], { cwd })
    const report = JSON.parse(stdout) as { models_breakdown: object; warnings: readonly { code: string }[] }
    // 1,000 × 2.50 + 100 × 10 per million
    expect(report.models_breakdown).toMatchObject({
      m: { call_count: 1 },
      'gpt-4o': { call_count: 1, cost_usd: 0.0035 },
    })
    expect(Object.keys(report.models_breakdown)).toHaveLength(2)
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'default_model' }))
  })

  test('says nothing when every call has a model', async () => {
    const { stdout } = await run(['report', 'a.jsonl', '--default-model', 'x'], {
      cwd: folderWith({ 'a.jsonl': CALL }),
    })
    expect(stdout).not.toContain('--default-model')
  })
})
