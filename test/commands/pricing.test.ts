import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const OURS = `
models:
  acme/house-llm:
    match: ["house-llm*"]
    input: 0.40
    output: 1.20
    long_context: [{ over: 1000, input: 0.8, output: 2.4 }]
    modes: { batch: 0.5, slow: { multiply: 0.25, keep: [cache_read] }, fast: { input: 4, output: 12 } }
    regions: { eu: 1.1 }
    fees: { web_search: 0.01 }
    schedule: [{ utc: [01:00-04:00], multiply: 2 }]
  acme/dated: { history: [{ from: 2025-01-01, input: 3, output: 4 }, { from: 2026-01-01, input: 1, output: 2 }] }
  acme/later: { history: [{ from: 2099-01-01, input: 3, output: 4 }] }
`

async function pricing(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  return await run(['pricing', ...argv], { cwd: folderWith({ 'ours.yaml': OURS, ...files }) })
}

describe('pricing list', () => {
  const listed = async (...argv: readonly string[]) => {
    const { stdout } = await pricing(['list', ...argv, '--json', '--pricing', 'ours.yaml'])
    return JSON.parse(stdout).models.map(({ key }: { key: string }) => key)
  }

  test('shows prices, and the file that they come from', async () => {
    const { exit, stdout, stderr } = await pricing(['list', 'acme/house', '--pricing', 'ours.yaml'])
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toContainEqual([
      'acme/house-llm',
      '0.4',
      '1.2',
      'ours.yaml',
    ])
  })

  test('takes a part of the key, or a glob for the key or the id', async () => {
    expect(await listed('house')).toEqual(['acme/house-llm'])
    expect(await listed('acme/*')).toEqual(['acme/dated', 'acme/house-llm'])
    expect(await listed('HOUSE-l*')).toEqual(['acme/house-llm'])
    expect(await listed('house-l#m')).toEqual([])
  })

  test('without a pattern lists all, at the prices of a date', async () => {
    expect((await listed()).length).toBeGreaterThan(1000)
    const { stdout } = await pricing(['list', 'acme/dated', '--json', '--pricing', 'ours.yaml', '--at', '2025-06-01'])
    expect(JSON.parse(stdout)).toEqual({
      currency: 'USD',
      at: '2025-06-01',
      models: [{ key: 'acme/dated', layer: 'ours.yaml', from: '2025-01-01', rates_per_mtok: { input: 3, output: 4 } }],
    })
    expect(await listed('acme/dated', '--at', '2024-12-31')).toEqual([])
  })

  test('names what is near when nothing matches', async () => {
    const { exit, stdout, stderr } = await pricing(['list', 'gtp-4o'])
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' })
    expect(stderr).toContain('openai/gpt-4o')
  })
})

describe('pricing show', () => {
  test('says everything that the entry says', async () => {
    const { exit, stdout } = await pricing(['show', 'house-llm-2', '--pricing', 'ours.yaml'])
    expect(exit).toBe(0)
    const facts = stdout.split('\n').map((line) => line.trim().split(/ {2,}/))
    for (const fact of [
      ['matched', 'pattern: a pattern of the entry'],
      ['ids', 'house-llm*'],
      ['from', 'ours.yaml (ours.yaml:3:3)'],
      ['input', '0.4'],
      ['prompts over 1000 tokens'],
      ['input', '0.8'],
      ['mode batch', '× 0.5'],
      ['mode slow', '× 0.25, but not cache_read'],
      ['mode fast'],
      ['output', '12'],
      ['region eu', '× 1.1'],
      ['at 01:00-04:00 UTC', '× 2'],
      ['fee web_search', '0.01 each'],
    ])
      expect(facts).toContainEqual(fact)
  })

  test('says how the name led there', async () => {
    expect((await pricing(['show', 'gpt-4o'])).stdout).toMatch(/^openai\/gpt-4o\n {2}matched {2}exact: .*no provider/)
    expect((await pricing(['show', 'gpt-4o', '--provider', 'openai'])).stdout).not.toContain('no provider')
    expect((await pricing(['show', 'GPT-4o'])).stdout).toContain('normalized: ')
  })

  test('shows every period, or the one of a date', async () => {
    const all = await pricing(['show', 'dated', '--pricing', 'ours.yaml'])
    expect(all.stdout).toContain('From 2025-01-01;')
    expect(all.stdout).toContain('From 2026-01-01, in force on')
    const then = await pricing(['show', 'dated', '--pricing', 'ours.yaml', '--at', '2025-06-01'])
    expect(then.stdout).toContain('From 2025-01-01, in force on 2025-06-01;')
    expect(then.stdout).not.toContain('From 2026-01-01')
    const before = await pricing(['show', 'dated', '--pricing', 'ours.yaml', '--at', '2024-06-01'])
    expect(before.stdout).toContain('No price on 2024-06-01: the first begins on 2025-01-01')
  })

  test('ends with 1 and near names when nothing matches', async () => {
    const { exit, stdout, stderr } = await pricing(['show', 'gtp-4o'])
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toMatch(/^tokencost: gtp-4o: no price for this model\nNear it are: .*openai\/gpt-4o,/)
  })

  test('names that are near cannot steer a terminal', async () => {
    const files = { 'ours.yaml': 'models: { "acme/sealion\\e[31m": { input: 1, output: 2 } }' }
    const { stderr } = await pricing(['show', 'sealion', '--pricing', 'ours.yaml'], files)
    expect(stderr).toContain('Near it are: acme/sealion\\u001b[31m; tokencost pricing list shows all')
  })

  test('refuses what is no date', async () => {
    const { exit, stderr } = await pricing(['show', 'gpt-4o', '--at', 'yesterday'])
    expect(exit).toBe(2)
    expect(stderr).toContain('Write a date such as 2026-09-30')
  })
})

describe('pricing check', () => {
  test('tells what is announced and what is odd', async () => {
    const odd = 'models: { acme/odd: { input: 1, cache_read: 2, output: 3 } }\n'
    const { exit, stdout } = await pricing(['check', 'odd.yaml'], { 'odd.yaml': odd })
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: 'odd.yaml: it can be read; 1 model, 1 thing to know\nacme/odd: cache_read 2 is above input 1\n',
    })
    expect((await pricing(['check', 'ours.yaml'])).stdout).toContain(
      'acme/later: from 2099-01-01: announced, not in force\n',
    )
  })

  test.each([
    ['models: { a/b: { input: 1, output: 2, cache_raed: 1 } }', 'wrong.yaml:1:39: .*did you mean cache_read'],
    ['models: { a/b: { like: openai/gpt-4oo } }', 'wrong.yaml:1:11: .*no such model; did you mean openai/gpt-4o'],
  ])('%s ends with 2 and its place', async (text, message) => {
    const { exit, stdout, stderr } = await pricing(['check', 'wrong.yaml'], { 'wrong.yaml': text })
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^tokencost: ${message}`))
  })
})

describe('pricing init', () => {
  test('writes a file that can be read, as it is and with its examples switched on', async () => {
    const cwd = folderWith()
    const path = join(cwd, 'tokencost.pricing.yaml')
    expect((await run(['pricing', 'init'], { cwd })).exit).toBe(0)
    const written = readFileSync(path, 'utf8')
    const check = () => run(['pricing', 'check', 'tokencost.pricing.yaml'], { cwd })
    expect((await check()).stdout).toContain('0 models, nothing odd')
    const examples = written.match(/^ +# \S+: \{.*|^# default: .*/gm)!
    expect(examples).toHaveLength(5)
    for (const example of examples) {
      writeFileSync(path, written.replace(example, example.replace('# ', '')))
      expect(await check()).toMatchObject({ exit: 0 })
    }
  })

  test('never overwrites', async () => {
    const cwd = folderWith({ 'tokencost.pricing.yaml': 'mine' })
    const { exit, stderr } = await run(['pricing', 'init'], { cwd })
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: 'tokencost: tokencost.pricing.yaml exists already; it was left as it is\n',
    })
    expect(readFileSync(join(cwd, 'tokencost.pricing.yaml'), 'utf8')).toBe('mine')
  })

  test('says why it cannot write', async () => {
    const stderr = 'tokencost: tokencost.pricing.yaml: it could not be written (its folder does not exist)\n'
    const gone = { cwd: join(folderWith(), 'gone') }
    expect(await run(['pricing', 'init'], gone)).toEqual({ exit: 1, stdout: '', stderr })
  })
})
