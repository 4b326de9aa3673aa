import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
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

  test.skipIf(process.platform === 'win32').each([
    ['none/bad.tsv', 'its folder does not exist'],
    ['a.jsonl/bad.tsv', 'a part of its path is no directory'],
    ['loop/bad.tsv', 'its symbolic links lead in a circle'],
    ['loop', 'its symbolic links lead in a circle'],
    ['b'.repeat(300), 'its name is too long'],
    ['.', 'it is a directory'],
  ])('fails where the file cannot be written: %s', async (file, reason) => {
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n` })
    symlinkSync('loop', join(cwd, 'loop'))
    const stderr = `tokencost: ${file}: it could not be written (${reason})\n`
    expect(await run(['report', 'a.jsonl', '--rejects', file], { cwd })).toEqual({ exit: 1, stdout: '', stderr })
    expect(readdirSync(cwd)).toEqual(['a.jsonl', 'loop'])
  })

  test('may be the same file for two at once', async () => {
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n{"usage\n`.repeat(500) })
    const runs = Array.from({ length: 3 }, () => run(['report', 'a.jsonl', '--rejects', 'bad.tsv'], { cwd }))
    for (const { exit, stderr } of await Promise.all(runs)) expect(exit, stderr).toBe(0)
    expect(readFileSync(join(cwd, 'bad.tsv'), 'utf8').split('\n')).toHaveLength(501)
    expect(readdirSync(cwd).sort()).toEqual(['a.jsonl', 'bad.tsv'])
  })

  test('leaves nothing of the file when nothing is read', async () => {
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n`, 'bad.tsv': 'before' })
    const flags = ['--rejects', 'bad.tsv', '--input-format', 'no-such-format']
    expect(await run(['report', 'a.jsonl', ...flags], { cwd })).toMatchObject({ exit: 2 })
    expect(readFileSync(join(cwd, 'bad.tsv'), 'utf8')).toBe('before')
    expect(readdirSync(cwd).sort()).toEqual(['a.jsonl', 'bad.tsv'])
  })

  test.skipIf(process.platform === 'win32')('writes through no link that was laid beside the file', async () => {
    const cwd = folderWith({ 'a.jsonl': `${CALL}\n`, precious: 'before' })
    symlinkSync('precious', join(cwd, '.bad.tsv.unfinished'))
    expect(await run(['report', 'a.jsonl', '--rejects', 'bad.tsv'], { cwd })).toMatchObject({ exit: 0 })
    expect(readFileSync(join(cwd, 'precious'), 'utf8')).toBe('before')
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
