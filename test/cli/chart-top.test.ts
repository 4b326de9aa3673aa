import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('chart', () => {
  test('draws the demo, or one chart of it', async () => {
    const all = await run(['chart', 'fixtures/demo', '--no-config'], { cwd: ROOT })
    expect(all.exit).toBe(0)
    expect(all.stdout).toContain('Cost per hour: ≥ $0.4320 in all')
    const tokens = await run(['chart', 'fixtures/demo', '--only', 'tokens', '--no-config'], { cwd: ROOT })
    // 123,547 input − 69,134 read − 21,400 written.
    expect(tokens.stdout).toMatch(/Uncached input +█+ +33,013 +25%/)
    expect(tokens.stdout).not.toContain('Cost per')
  })
})

describe('top', () => {
  test('names the dearest calls with file and line', async () => {
    const { exit, stdout } = await run(['top', 'fixtures/demo', '-n', '1', '--no-config'], { cwd: ROOT })
    expect(exit).toBe(0)
    expect(stdout).toContain('$0.1970  claude-opus-4-6  fixtures/demo/claude-code.jsonl:5')
    expect(stdout.match(/ calls, \d+% of the cost/g)).toHaveLength(1)
    expect(stdout).toContain('\nNot among the calls: 1 without a price, or a sum of several calls\n')
  })

  test('keeps to the calls that are asked for', async () => {
    const { stdout } = await run(['top', 'fixtures/demo', '--model', 'gpt-5.4', '--no-config'], { cwd: ROOT })
    expect(stdout).toContain('gpt-5.4')
    expect(stdout).not.toContain('claude')
  })

  test('reads standard input, whose lines it cannot look up', async () => {
    const line = JSON.stringify({ model: 'gpt-4o', usage: { prompt_tokens: 1000, completion_tokens: 100 } })
    const { exit, stdout } = await run(['top', '-', '--no-config'], { cwd: ROOT, stdin: `${line}\n` })
    // 1,000 × 2.50 + 100 × 10 = 3,500.
    expect([exit, stdout]).toEqual([0, expect.stringContaining('$0.0035  gpt-4o')])
  })

  test('cannot name calls of reports that are added up', async () => {
    const cwd = folderWith({ 'a.json': await saved(), 'b.jsonl': openaiLine() })
    expect(await run(['top', 'a.json', 'b.jsonl'], { cwd })).toMatchObject({
      exit: 2,
      stderr:
        'tokencost: reports that are added up hold sums, not the single calls\nGive the logs that they were made from.\n',
    })
  })
})

describe('one saved report without insights', () => {
  const said =
    'this saved report was made without --insights\nMake it with report --insights --json, or give the logs that it was made from.\n'

  test('has no dearest calls', async () => {
    const { exit, stderr } = await run(['top', '-', '--no-config'], { cwd: ROOT, stdin: await saved() })
    expect([exit, stderr]).toEqual([2, `tokencost: ${said}`])
  })

  test('lacks charts, and the reason is said', async () => {
    const drawn = async (...argv: string[]) => await run(['chart', '-', ...argv], { cwd: ROOT, stdin: await saved() })
    const all = await drawn()
    expect([all.exit, all.stderr]).toEqual([0, `no insights: ${said}`])
    expect((await drawn('--only', 'tokens')).stderr).toBe('')
    expect((await drawn('--quiet')).stderr).toBe('')
  })

  test('has what it was saved with', async () => {
    const { exit, stdout } = await run(['top', '-'], { cwd: ROOT, stdin: await saved('--insights') })
    expect([exit, stdout]).toEqual([0, expect.stringContaining('$0.1970  claude-opus-4-6')])
  })
})

async function saved(...argv: string[]): Promise<string> {
  return (await run(['report', 'fixtures/demo', '--json', ...argv], { cwd: ROOT })).stdout
}

test.each(['chart', 'top'])('%s prints no rows that --group-by could make', async (command) => {
  const { exit, stderr } = await run([command, 'fixtures/demo', '--group-by', 'day'], { cwd: ROOT })
  expect([exit, stderr]).toEqual([2, expect.stringContaining("unknown option '--group-by'")])
})
