import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudeLine, openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const CONFIG = 'logs: runs\ngroupBy: [day, model]\ntimezone: Asia/Tokyo\noutputs: [cost.json, out/junit.xml]\n'
const FILES = {
  '.git/HEAD': '',
  'tokencost.yaml': CONFIG,
  'runs/a.jsonl': claudeLine('1') + openaiLine(),
  'out/.keep': '',
  'below/.keep': '',
}

describe('tokencost.yaml stands for flags that are not given', () => {
  test('groupBy, timezone and outputs, which are relative to it', async () => {
    const cwd = folderWith(FILES)
    const { exit, stdout } = await run(['report', '--json'], { cwd: join(cwd, 'below') })
    expect(exit).toBe(0)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ group_by: ['day', 'model'], timezone: 'Asia/Tokyo' })
    expect(readFileSync(join(cwd, 'cost.json'), 'utf8')).toBe(stdout)
    expect(readFileSync(join(cwd, 'out/junit.xml'), 'utf8')).toContain('<testsuites')
  })

  test('flags win over it', async () => {
    const cwd = folderWith(FILES)
    const { stdout } = await run(['report', '--json', '--group-by', 'model', '-z', 'UTC', '-o', 'a.csv'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ group_by: ['model'], timezone: 'UTC' })
    expect([existsSync(join(cwd, 'a.csv')), existsSync(join(cwd, 'cost.json'))]).toEqual([true, false])
  })

  test('TOKENCOST_CONFIG names another file, --config wins over it, --no-config takes neither', async () => {
    const cwd = folderWith({ ...FILES, 'ci.yaml': 'groupBy: session\n', 'own.yaml': 'groupBy: file\n' })
    const groupedBy = async (...flags: readonly string[]) => {
      const env = { TOKENCOST_CONFIG: 'ci.yaml' }
      return JSON.parse((await run(['report', 'runs', '--json', ...flags], { cwd, env })).stdout).group_by
    }
    expect(await groupedBy()).toEqual(['session'])
    expect(await groupedBy('--config', 'own.yaml')).toEqual(['file'])
    expect(await groupedBy('--no-config')).toEqual(['model'])
  })

  test('--tag names the hidden first line of Markdown', async () => {
    const { stdout } = await run(['report', 'runs', '--format', 'markdown', '--tag', 'nightly'], {
      cwd: folderWith(FILES),
    })
    expect(stdout).toMatch(/^<!-- tokencost:nightly -->\n/)
  })

  test.each([
    ['groupBy: modle\n', 'tokencost.yaml:1:10: there is no "modle" to group or filter by; did you mean model?'],
    ['groupBy:\n  - day\n  - day\n', 'tokencost.yaml:2:5: cannot group by "day" twice'],
    ['groupBy: { a: b }\n', 'tokencost.yaml:1:10: groupBy: expected a name such as session, or a list of names'],
    [
      'outputs: [cost.xlsx]\n',
      'tokencost.yaml:1:11: outputs: the extension of cost.xlsx names no format; use one of .txt',
    ],
    ['timezone: Mars/Olympus\n', 'tokencost.yaml:1:11: '],
    ['output: cost.json\n', 'tokencost.yaml:1:1: unknown key output; did you mean outputs?'],
  ])('a mistake in it is named with its place: %j', async (text, said) => {
    const { exit, stdout, stderr } = await run(['report', 'runs'], {
      cwd: folderWith({ ...FILES, 'tokencost.yaml': text }),
    })
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr.startsWith(`tokencost: ${said}`), stderr).toBe(true)
  })
})
