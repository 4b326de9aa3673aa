import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const FILES = {
  'logs/a.jsonl': claudeLine('1') + openaiLine().repeat(3),
  'logs/deep/b.jsonl': openaiLine({ model: 'acme-1' }),
  'run.jsonl': openaiLine(),
  'package.json': '{"name":"x"}\n',
  'node_modules/x/log.jsonl': openaiLine({ model: 'not-ours' }),
  'notes/read.txt': 'nothing here\n',
}

async function written(files: Readonly<Record<string, string>>, argv: readonly string[] = []) {
  const cwd = folderWith(files)
  const { exit, stdout, stderr } = await run(['init', ...argv], { cwd })
  expect({ exit, stdout }, stderr).toEqual({ exit: 0, stdout: '' })
  return { cwd, stderr, text: readFileSync(join(cwd, 'tokencost.yaml'), 'utf8') }
}

describe('tokencost init', () => {
  test('names the logs that hold calls, and fits what they cost', async () => {
    const { cwd, stderr, text } = await written(FILES)
    expect(stderr).toBe('wrote tokencost.yaml (logs: logs, run.jsonl); tokencost report in this folder reads it\n')
    await expect(text).toMatchFileSnapshot('golden/init.yaml')
    const { exit, stdout } = await run(['report', '--json'], { cwd })
    expect([exit, JSON.parse(stdout).call_count]).toEqual([0, 6])
  })

  test('every setting that it shows is right when it is switched on', async () => {
    const { cwd, text } = await written({ ...FILES, 'tokencost.pricing.yaml': 'models: {}\n' })
    const on = text.replace(/^#(?! )|^#(?= {2})/gm, '')
    expect(on).toMatch(/^budgets:\n {2}whole run: /m)
    const other = folderWith({ ...FILES, 'tokencost.pricing.yaml': 'models: {}\n', 'tokencost.yaml': on })
    const { exit, stdout, stderr } = await run(['report', '--json'], { cwd: other })
    expect([3, 0], stderr).toContain(exit)
    expect(JSON.parse(stdout)).toMatchObject({ group_by: ['day', 'model'], timezone: 'Europe/Berlin' })
    expect(JSON.parse(stdout).gates).toHaveLength(3)
    expect(JSON.parse(stdout).exchange).toMatchObject({ currency: 'EUR', rate: 0.88 })
    expect(cwd).not.toBe(other)
  })

  test('takes given paths, and says when there is nothing', async () => {
    expect((await written(FILES, ['logs/deep'])).text).toContain('logs:\n  - logs/deep\n')
    const { text, stderr } = await written({ 'a.txt': 'x\n' })
    expect(text).toContain('# No log was found here.\n')
    expect(text).toContain('#logs: [logs]\n')
    expect(stderr).toContain('no log was found here')
  })

  test('saved reports are no logs', async () => {
    const cwd = folderWith({ 'run.jsonl': openaiLine() })
    await run(['report', 'run.jsonl', '-o', 'cost.json'], { cwd })
    await run(['init'], { cwd })
    expect(readFileSync(join(cwd, 'tokencost.yaml'), 'utf8')).toContain('logs:\n  - run.jsonl\n\n')
  })

  test('leaves an existing file as it is', async () => {
    const cwd = folderWith({ ...FILES, 'tokencost.yaml': 'logs: a\n' })
    expect((await run(['init'], { cwd })).exit).toBe(2)
    expect(readFileSync(join(cwd, 'tokencost.yaml'), 'utf8')).toBe('logs: a\n')
  })

  test('names from logs and disk stay names', async () => {
    const hostile = 'a"b\nbudgets: {}\n#: [x] \u001b[31m'
    const { text, cwd } = await written({ 'my: [logs]#.jsonl': openaiLine({ model: hostile }) })
    expect(text).toContain('  - "my: [logs]#.jsonl"\n')
    expect(text).not.toContain('\u001b')
    expect(text).not.toMatch(/^budgets/m)
    expect((await run(['report', '--json'], { cwd })).exit).toBe(0)
  })
})
