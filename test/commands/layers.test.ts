import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

/** A million input tokens of gpt-4o: the cost is the price. */
const LOG = openaiLine({}, 1_000_000, 0)
const price = (input: number) => `models: { openai/gpt-4o: { input: ${input}, output: 1 } }\n`

/** One price file per layer, each with its own price. */
const FILES = {
  'run.jsonl': LOG,
  'home/.config/tokencost/pricing.yaml': price(11),
  'xdg/tokencost/pricing.yaml': price(12),
  'tokencost.pricing.yaml': price(13),
  'configured.yaml': price(14),
  'env.yaml': price(15),
  'flag.yaml': price(16),
  'last.yaml': price(17),
}

async function priced(argv: readonly string[], env: Record<string, string>, files: Record<string, string>) {
  const cwd = folderWith(files)
  const world = Object.fromEntries(Object.entries(env).map(([name, path]) => [name, path.replace('$', cwd)]))
  const { stdout, stderr } = await run(['report', 'run.jsonl', '--json', ...argv], { cwd, env: world })
  const report = JSON.parse(stdout)
  expect(stdout + stderr).not.toContain(cwd)
  return { cost: report.total_cost_usd, layers: report.pricing.layers.map(({ name }: { name: string }) => name) }
}

function only(...names: readonly (keyof typeof FILES)[]): Record<string, string> {
  return Object.fromEntries(['run.jsonl' as const, ...names].map((name) => [name, FILES[name]]))
}

test('a default file that does not exist is no layer', async () => {
  expect(await priced([], { HOME: '$/home' }, only())).toEqual({ cost: 2.5, layers: ['built-in'] })
})

test('every layer lies over the one before', async () => {
  const env = { HOME: '$/home', TOKENCOST_PRICING: 'env.yaml' }
  expect(await priced([], { HOME: '$/home' }, only('home/.config/tokencost/pricing.yaml'))).toEqual({
    cost: 11,
    layers: ['built-in', 'user'],
  })
  expect(await priced([], { HOME: '$/home', XDG_CONFIG_HOME: '$/xdg' }, FILES)).toEqual({
    cost: 13,
    layers: ['built-in', 'user', 'tokencost.pricing.yaml'],
  })
  expect(await priced([], env, FILES)).toEqual({
    cost: 15,
    layers: ['built-in', 'user', 'tokencost.pricing.yaml', 'env.yaml'],
  })
  expect(await priced(['--pricing', 'flag.yaml', '--pricing', 'last.yaml'], env, FILES)).toEqual({
    cost: 17,
    layers: ['built-in', 'user', 'tokencost.pricing.yaml', 'env.yaml', 'flag.yaml', 'last.yaml'],
  })
})

test('XDG_CONFIG_HOME goes before the home, and is passed over when it is not absolute', async () => {
  const files = only('home/.config/tokencost/pricing.yaml', 'xdg/tokencost/pricing.yaml')
  expect((await priced([], { HOME: '$/home', XDG_CONFIG_HOME: '$/xdg' }, files)).cost).toBe(12)
  expect((await priced([], { HOME: '$/home', XDG_CONFIG_HOME: 'xdg' }, files)).cost).toBe(11)
})

test('pricing: of the configuration stands in place of the default project file', async () => {
  const files = { ...FILES, 'tokencost.yaml': 'pricing: configured.yaml\n' }
  expect(await priced([], {}, files)).toEqual({ cost: 14, layers: ['built-in', 'configured.yaml'] })
})

test('--no-config leaves out the files of user and project, not those that were asked for', async () => {
  const env = { HOME: '$/home', TOKENCOST_PRICING: 'env.yaml' }
  expect(await priced(['--no-config'], { HOME: '$/home' }, FILES)).toEqual({ cost: 2.5, layers: ['built-in'] })
  expect(await priced(['--no-config'], env, FILES)).toEqual({ cost: 15, layers: ['built-in', 'env.yaml'] })
})

test('an absolute path below the home is reported without it', async () => {
  const files = { ...only(), 'home/ours.yaml': price(18) }
  expect(await priced([], { HOME: '$/home', TOKENCOST_PRICING: '$/home/ours.yaml' }, files)).toEqual({
    cost: 18,
    layers: ['built-in', '~/ours.yaml'],
  })
})

test('a mistake in the user file is told by its place below the home', async () => {
  const cwd = folderWith({ ...only(), 'home/.config/tokencost/pricing.yaml': 'modls: {}\n' })
  const { exit, stderr } = await run(['report', 'run.jsonl'], { cwd, env: { HOME: `${cwd}/home` } })
  expect(exit).toBe(2)
  expect(stderr).toMatch(/^tokencost: ~\/\.config\/tokencost\/pricing\.yaml:1:1: .*models/)
})

test.skipIf(process.platform === 'win32')('a folder of the user that cannot be looked into is told of', async () => {
  const cwd = folderWith({ ...only(), 'home/.config/.keep': '' })
  symlinkSync('tokencost', join(cwd, 'home/.config/tokencost'))
  const said = async (home: string, ...flags: readonly string[]) =>
    (await run(['report', 'run.jsonl', '--json', ...flags], { cwd, env: { HOME: join(cwd, home) } })).stderr
  const reason = 'its symbolic links lead in a circle; any prices in it do not count'
  expect(await said('home')).toContain(`warning: ~/.config/tokencost/pricing.yaml: ${reason}\n`)
  for (const [home, ...flags] of [['home', '--quiet'], ['home', '--no-config'], ['run.jsonl'], ['nowhere']] as const)
    expect(await said(home, ...flags)).not.toContain('do not count')
})
