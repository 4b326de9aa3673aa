import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Shown {
  readonly total_cost_usd: number
  readonly cost_complete: boolean
  readonly call_count: number
  readonly calls: readonly {
    readonly file: string
    readonly line: number | null
    readonly offset: number | null
    readonly folded: number
    readonly price: { readonly reason: string | null }
    readonly terms: readonly { readonly cost_usd: number | null }[]
    readonly cost_usd: number | null
  }[]
}

async function explained(paths: readonly string[], cwd: string): Promise<{ total: string; shown: Shown }> {
  const { exit, stdout } = await run(['explain', ...paths, '--json', '--quiet'], { cwd })
  expect(exit).toBe(0)
  return { total: totalIn(stdout), shown: JSON.parse(stdout) as Shown }
}

/** With all its digits, which JSON.parse would round. */
function totalIn(json: string): string {
  return /"total_cost_usd": ([-\d.]+)/.exec(json)![1]!
}

test('the demo, call by call, reads as reviewed', async () => {
  const { exit, stdout } = await run(['explain', 'fixtures/demo'], { cwd: ROOT })
  expect(exit).toBe(0)
  await expect(stdout).toMatchFileSnapshot('golden/explain-demo.txt')
})

test('a sum that lacks calls is a lower bound in another currency too', async () => {
  const { stdout } = await run(['explain', 'fixtures/demo', '--top', '1', '--currency', 'JPY', '--rate', '100'], {
    cwd: ROOT,
  })
  expect(stdout).toContain('Sum of 13 calls: ≥ $0.4320488\nIn JPY: ≥ 43.20488; ')
})

test('the demo adds up to what demo.test.ts works out by hand', async () => {
  const { total, shown } = await explained(['fixtures/demo'], ROOT)
  expect(total).toBe('0.4320488')
  expect(shown).toMatchObject({ cost_complete: false, call_count: 13 })
  expect(shown.calls.filter(({ price }) => price.reason !== null)).toMatchObject([
    { file: 'fixtures/demo/pino.log', line: 3, cost_usd: null, price: { reason: 'no price for this model' } },
  ])
})

test('the sum is the total of report, to the last digit, for whatever was logged', async () => {
  const count = fc.integer({ min: 0, max: 2_000_000 })
  const line = fc.oneof(
    fc
      .tuple(count, count, fc.constantFrom('gpt-4o', 'gpt-5.4', 'acme-coder-2'))
      .map(([a, b, model]) => openaiLine({ model }, a, b)),
    fc
      .tuple(fc.constantFrom('1', '2', '3'), count, count)
      .map(([id, read, output_tokens]) => claudeLine(id, { cache_read_input_tokens: read, output_tokens })),
  )
  const files = fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(files, async (logs) => {
      const cwd = folderWith(Object.fromEntries(logs.map((lines, i) => [`${i}.jsonl`, lines.join('')])))
      const report = await run(['report', '.', '--json', '--quiet'], { cwd })
      const { total, shown } = await explained(['.'], cwd)
      expect(total).toBe(totalIn(report.stdout))
      expect(shown.call_count).toBe((JSON.parse(report.stdout) as Shown).call_count)
    }),
    { numRuns: 25 },
  )
}, 120_000)

describe('each call', () => {
  const lines = [openaiLine(), claudeLine('a'), openaiLine({ model: 'nobody-knows' }), claudeLine('a')]

  test('has its line, its copies and its arithmetic', async () => {
    const cwd = folderWith({ 'a.jsonl': `\n${lines.join('')}` })
    const { stdout } = await run(['explain', 'a.jsonl'], { cwd })
    // 100 × 3 + 10 × 15 per million, and 12 × 2.50 + 5 × 10; the line of the copy that was read first is kept.
    expect(stdout).toContain('a.jsonl:3  $0.00045\n')
    expect(stdout).toContain('1 more record of it folded in')
    expect(stdout).toMatch(/input +12 × 2\.5 \/ 1M = 0\.00003\n +output +5 × 10 \/ 1M +/)
    expect(stdout).toContain('none: no price for this model')
    expect(stdout).toContain('Sum of 3 calls: ≥ $0.00053\n1 call without a price: missing from the sum\n')
  })

  test('comes dearest first, or as in the file; the sum stays that of all', async () => {
    const cwd = folderWith({ 'a.jsonl': lines.join('') })
    const { shown } = await explained(['a.jsonl'], cwd)
    expect(shown.calls.map(({ line }) => line)).toEqual([2, 1, 3])
    const inOrder = await explained(['a.jsonl', '--order', 'file', '--top', '1'], cwd)
    expect(inOrder.shown).toMatchObject({ total_cost_usd: 0.00053, call_count: 3, calls: [{ line: 1 }] })
  })

  test('of one model only', async () => {
    const cwd = folderWith({ 'a.jsonl': lines.join('') })
    expect((await explained(['a.jsonl', '--model', 'gpt-4o'], cwd)).total).toBe('0.00008')
    const { exit, stderr } = await run(['explain', 'a.jsonl', '--model', 'gpt-4'], { cwd })
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining('did you mean gpt-4o?') })
  })

  test('has the line of the decompressed text, and the offset where nothing can be read twice', async () => {
    const text = `${' '.repeat(300_000)}\n${openaiLine()}`
    const cwd = folderWith({ 'a.jsonl.gz': gzipSync(text) })
    expect((await explained(['a.jsonl.gz'], cwd)).shown.calls).toMatchObject([{ line: 2, offset: null }])
    const piped = await run(['explain', '-', '--json', '--quiet'], { cwd, stdin: text })
    expect((JSON.parse(piped.stdout) as Shown).calls).toMatchObject([{ file: '-', line: null, offset: 300_001 }])
  })
})

test('a saved explanation is no log, and a saved report nothing to explain', async () => {
  const cwd = folderWith({ 'a.jsonl': openaiLine() })
  const calls = await run(['explain', 'a.jsonl', '--json'], { cwd })
  const report = await run(['report', 'a.jsonl', '--json'], { cwd })
  const saved = folderWith({ 'calls.json': calls.stdout, 'cost.json': report.stdout })
  expect(JSON.parse((await run(['report', 'calls.json', '--json'], { cwd: saved })).stdout)).toMatchObject({
    call_count: 0,
  })
  const { exit, stdout, stderr } = await run(['explain', 'cost.json'], { cwd: saved })
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: 'No model call was found, so there is nothing to explain.\n',
  })
  expect(stderr).toContain('cost.json: a saved report holds sums and no calls')
})
