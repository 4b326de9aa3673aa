import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** 1 million prompt tokens of gpt-4o are 2.50 USD, of gpt-4o-mini 0.15. */
const line = (model: string, prompt = 1_000_000) => openaiLine({ model }, prompt, 0)
const CHEAP = line('gpt-4o-mini') + line('gpt-4o')
const DEAR = line('gpt-4o') + line('gpt-4o')

describe('tokencost diff', () => {
  test('compares logs with a saved report, whichever side it is', async () => {
    const cwd = folderWith({ 'old.jsonl': CHEAP, 'new.jsonl': DEAR })
    const { stdout: saved } = await run(['report', 'old.jsonl', '--json'], { cwd })
    const { cwd: other } = { cwd: folderWith({ 'base.json': saved, 'new.jsonl': DEAR }) }
    const forth = await run(['diff', 'base.json', 'new.jsonl', '--json'], { cwd: other })
    expect(forth).toMatchObject({ exit: 0, stderr: '' })
    // 2.65 → 5.00; as many tokens, at the same prices: all of it is mix.
    const effects = { cost_usd: 2.35, volume_usd: 0, mix_usd: 2.35, price_usd: 0 }
    expect(JSON.parse(forth.stdout).change).toMatchObject({ ...effects, percent: 88.6792 })
    const back = await run(['diff', 'new.jsonl', 'base.json', '--json'], { cwd: other })
    expect(JSON.parse(back.stdout).change).toMatchObject({ cost_usd: -2.35, mix_usd: -2.35, price_usd: 0 })
  })

  test('says on one screen that a model was switched for a dearer one', async () => {
    const cwd = folderWith({ 'old.jsonl': CHEAP, 'new.jsonl': DEAR })
    const { stdout } = await run(['diff', 'old.jsonl', 'new.jsonl'], { cwd, terminal: 80 })
    expect(stdout).toMatch(/^gpt-4o +\$2\.50 +\$5\.00 +\+\$2\.50 +\+100%$/m)
    expect(stdout).toMatch(/^gpt-4o-mini +\$0\.15 +- +-\$0\.15 +-100%$/m)
    expect(stdout).toMatch(/^Model mix +\+\$2\.35 /m)
  })

  test('counts a new price list as price, not as something that the calls did', async () => {
    const cwd = folderWith({
      'old.jsonl': DEAR,
      'ours.yaml': 'models:\n  openai/gpt-4o:\n    input: 3\n    output: 10\n',
    })
    const { stdout: saved } = await run(['report', 'old.jsonl', '--json'], { cwd })
    const world = { cwd, stdin: saved }
    const { stdout } = await run(['diff', '-', 'old.jsonl', '--pricing', 'ours.yaml', '--json'], world)
    const effects = { cost_usd: 1, volume_usd: 0, mix_usd: 0, price_usd: 1 }
    expect(JSON.parse(stdout).change).toMatchObject(effects)
  })

  test.each([
    ['a file that is not there', 'nope.json', 'it does not exist'],
    ['an unset variable', '', 'its path is empty'],
    ['an empty folder', 'empty', 'no log is in it'],
    ['a glob without a match', 'none-*.json', 'no file matches this pattern'],
  ])('takes %s as no baseline, and says so', async (_, base, why) => {
    const cwd = folderWith({ 'new.jsonl': DEAR, 'empty/.keep': '' })
    const { exit, stdout } = await run(['diff', base, 'new.jsonl'], { cwd })
    expect(exit).toBe(0)
    expect(stdout).toContain('there is no baseline')
    expect(stdout).toContain(why)
  })

  test('does not take a missing head for a saving', async () => {
    const cwd = folderWith({ 'old.jsonl': DEAR })
    const { exit, stderr } = await run(['diff', 'old.jsonl', 'nope.jsonl'], { cwd })
    expect(exit).toBe(1)
    expect(stderr).toContain('nope.jsonl')
  })

  test('says that a side lacks a price or a part of its log', async () => {
    const cwd = folderWith({ 'old.jsonl': DEAR, 'new.jsonl': `${line('acme-9')}{"usage":{"prompt_tokens":12,` })
    const { stdout } = await run(['diff', 'old.jsonl', 'new.jsonl'], { cwd })
    expect(stdout).toContain('The change is not known: something is missing from the head (no price: acme-9; usage')
    expect(stdout).toMatch(/^acme-9 +- +n\/a +n\/a$/m)
  })

  test('writes files by their extension', async () => {
    const cwd = folderWith({ 'old.jsonl': CHEAP, 'new.jsonl': DEAR })
    const files = ['-o', 'out/diff.json', '-o', 'diff.md', '-o', 'diff.txt']
    expect(await run(['diff', 'old.jsonl', 'new.jsonl', ...files], { cwd })).toMatchObject({ exit: 0 })
    expect(JSON.parse(readFileSync(join(cwd, 'out/diff.json'), 'utf8'))).toMatchObject({ complete: true })
    expect(readFileSync(join(cwd, 'diff.md'), 'utf8')).toMatch(/^<!-- tokencost:diff -->\n### Token cost change: /)
    expect(readFileSync(join(cwd, 'diff.txt'), 'utf8')).toMatch(/^Model +Base +Head +Change/)
  })

  test.each([
    [['diff', 'a', 'b', 'c'], 'one base and one head'],
    [['diff', '-', '-'], 'standard input can be one side only'],
    [['diff', 'a'], 'missing required argument'],
    [['diff', 'a', 'b', '-o', 'x.csv'], 'use one of .txt, .json, .md'],
  ])('%j is wrong use', async (argv, message) => {
    const { exit, stderr } = await run(argv, { cwd: folderWith() })
    expect(exit).toBe(2)
    expect(stderr).toContain(message)
  })
})
