import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** 1 million prompt tokens of gpt-4o are 2.50 USD, of gpt-4o-mini 0.15. */
const line = (model: string, prompt = 1_000_000) => openaiLine({ model }, prompt, 0)
const [FOUR, FIVE] = [line('gpt-4o').repeat(4), line('gpt-4o').repeat(5)]
const UNPRICED = FIVE + line('acme-9')

const files = { 'base.jsonl': FOUR, 'head.jsonl': FIVE, 'unpriced.jsonl': UNPRICED, 'none.jsonl': '{"msg":"hi"}\n' }

/** 10 → 12.50 USD: 2.50, a quarter of the base. */
describe.each([
  ['diff', (base: string, head: string) => ['diff', base, head]],
  ['report --baseline', (base: string, head: string) => ['report', head, '--baseline', base]],
])('%s', (_, argv) => {
  const tried = (base: string, head: string, ...flags: readonly string[]) =>
    run([...argv(base, head), ...flags], { cwd: folderWith(files) })

  test.each([['25%'], ['+25%'], ['+$2.50'], ['$2.5'], ['3'], ['26 %']])('passes at %s', async (limit) => {
    expect(await tried('base.jsonl', 'head.jsonl', '--max-increase', limit)).toMatchObject({ exit: 0 })
  })

  test.each([
    ['24.9999%', '$2.4999'],
    ['+$2.49', '$2.49'],
    ['0', '$0.00'],
  ])('fails at %s, prints first and names limit, actual and excess', async (limit, amount) => {
    const { exit, stdout, stderr } = await tried('base.jsonl', 'head.jsonl', '--max-increase', limit)
    expect(exit).toBe(3)
    expect(stdout).toMatch(/^Volume +\+\$2\.50 /m)
    expect(stderr).toContain('gate max-increase failed: increase at the prices of the base: $2.50')
    expect(stderr).toContain(`over the limit of ${amount}`)
    expect(stderr).toContain(`limit: --max-increase ${limit}`)
  })

  test('rounds the limit that a part of the base makes, as nobody wrote its digits', async () => {
    const { stderr } = await tried('base.jsonl', 'head.jsonl', '--max-increase', '9.87654%')
    expect(stderr).toContain('$2.50, $1.51 over the limit of $0.99 (limit: --max-increase 9.87654%)')
  })

  test('holds every limit that is given', async () => {
    const both = ['--max-increase', '50%', '--max-increase', '+$1']
    expect(await tried('base.jsonl', 'head.jsonl', ...both)).toMatchObject({ exit: 3 })
  })

  test('does not pass on a side without a price, unless that is allowed', async () => {
    for (const [base, head] of [
      ['base.jsonl', 'unpriced.jsonl'],
      ['unpriced.jsonl', 'base.jsonl'],
    ] as const) {
      const { exit, stderr } = await tried(base, head, '--max-increase', '50%')
      expect(exit).toBe(3)
      expect(stderr).toContain('1 model has no price (acme-9)')
      expect(await tried(base, head, '--max-increase', '50%', '--allow-unpriced')).toMatchObject({ exit: 0 })
    }
  })

  test('does not pass on an empty head, unless that is allowed', async () => {
    const { exit, stderr } = await tried('base.jsonl', 'none.jsonl', '--max-increase', '50%')
    expect(exit).toBe(3)
    expect(stderr).toContain('no model call was found')
    expect(await tried('base.jsonl', 'none.jsonl', '--max-increase', '5', '--allow-empty')).toMatchObject({ exit: 0 })
  })

  test('passes without a baseline and says so, unless one is required', async () => {
    const missing = await tried('nope.json', 'head.jsonl', '--max-increase', '1%')
    expect(missing.exit).toBe(0)
    expect(missing.stdout).toContain('there is no baseline')
    const required = await tried('nope.json', 'head.jsonl', '--require-baseline')
    expect(required.exit).toBe(3)
    expect(required.stderr).toContain('gate require-baseline failed: there is no baseline to compare with')
  })

  test.skipIf(process.platform === 'win32')('does not take a baseline that it cannot look at for none', async () => {
    const cwd = folderWith(files)
    symlinkSync('loop', join(cwd, 'loop'))
    for (const base of ['loop', 'loop/base.jsonl', 'loop/*.jsonl', `${'x'.repeat(300)}.json`]) {
      const { exit, stderr } = await run([...argv(base, 'head.jsonl'), '--max-increase', '10%'], { cwd })
      expect([exit, stderr]).toEqual([1, expect.stringContaining(`nothing could be read\n  ${base}: `)])
    }
  })

  test('only says so under --exit-zero', async () => {
    const { exit, stderr } = await tried('base.jsonl', 'head.jsonl', '--max-increase', '1%', '--exit-zero')
    expect(exit).toBe(0)
    expect(stderr).toContain('gate max-increase failed')
  })

  test.each([['101010%x'], ['-5%'], ['5eur'], ['much']])('%s is no limit', async (limit) => {
    const { exit, stderr } = await tried('base.jsonl', 'head.jsonl', '--max-increase', limit)
    expect(exit).toBe(2)
    expect(stderr).toContain("such as '+$2', in quotes")
  })
})

describe('report --baseline', () => {
  test('does not hold a new price list against the calls', async () => {
    const cwd = folderWith({ ...files, 'ours.yaml': 'models:\n  openai/gpt-4o:\n    input: 9\n    output: 10\n' })
    const { stdout } = await run(['report', 'base.jsonl', '--json'], { cwd })
    const argv = ['report', 'base.jsonl', '--baseline', '-', '--pricing', 'ours.yaml', '--max-increase', '0%']
    const dearer = await run(argv, { cwd, stdin: stdout })
    expect(dearer.exit).toBe(0)
    expect(dearer.stdout).toMatch(/^Price +\+\$26\.00 /m)
    expect(dearer.stdout).toContain('Only prices changed')
  })

  test('writes the report alone as JSON, the next baseline, and the comparison into pages for people', async () => {
    const cwd = folderWith(files)
    const outputs = ['-o', 'cost.json', '-o', 'cost.md', '-o', 'plain.json']
    await run(['report', 'head.jsonl', '--baseline', 'base.jsonl', '--max-increase', '99%', ...outputs], { cwd })
    const saved = JSON.parse(readFileSync(join(cwd, 'cost.json'), 'utf8'))
    expect(saved).toMatchObject({ total_cost_usd: 12.5, gates: [{ name: 'max-increase', actual: 2.5, limit: 9.9 }] })
    const page = readFileSync(join(cwd, 'cost.md'), 'utf8')
    expect(page).toMatch(/^<!-- tokencost:report -->\n### Token cost: \$12\.50\n/)
    expect(page).toContain('### Token cost change: +&#36;2.50 (+25%)')
  })

  test('is needed by limits of an increase', async () => {
    const { exit, stderr } = await run(['report', 'head.jsonl', '--max-increase', '1%'], { cwd: folderWith(files) })
    expect(exit).toBe(2)
    expect(stderr).toContain('--max-increase needs --baseline FILE')
  })
})
