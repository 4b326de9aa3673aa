import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { FORMATS } from '../../src/formats/index.ts'
import { ROOT, textOf } from './source-tree.ts'

const README = textOf('README.md')

/** The fenced blocks of one language, in order. */
function blocks(language: string): readonly string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!)
}

/** A fresh clone, as a newcomer has it: no node_modules, no dist. */
describe('a newcomer who copies from README.md', { timeout: 300_000 }, () => {
  let clone: string
  let demo: Outcome

  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'tokencost-readme-'))
    const made = ['.git', 'node_modules', 'dist', 'coverage'].map((name) => fileURLToPath(new URL(name, ROOT)))
    cpSync(ROOT, clone, { recursive: true, filter: (path) => !made.includes(path) })
    mkdirSync(join(clone, '.path'))
    symlinkSync(join(clone, 'bin/tokencost.js'), join(clone, '.path/tokencost'))
    demo = runIn(clone, blocks('sh')[0]!)
    writeFileSync(join(clone, 'prices.yaml'), blocks('yaml')[0]!)
  }, 300_000)

  afterAll(() => rmSync(clone, { recursive: true, force: true }), 60_000)

  test('sees the report that README.md shows, by its first command', () => {
    expect(demo).toMatchObject({ status: 0 })
    expect(demo.output).toContain(blocks('text')[0])
  })

  test.each(blocks('console').map((block) => [block.split('\n')[0]!.replace('$ ', ''), block]))(
    '%s prints what it shows',
    (command, block) => {
      const { status, output } = runIn(clone, command)
      expect({ status, output: `$ ${command}\n${output}` }).toEqual({ status: 0, output: block })
    },
  )

  test('can run its programs, from a folder beside the clone too', () => {
    const beside = mkdtempSync(`${clone}-beside-`)
    expect(blocks('sh')).toContain('npm install ../tokencost\n')
    expect(runIn(beside, `npm install ../${basename(clone)}`)).toMatchObject({ status: 0 })
    for (const folder of [clone, beside]) {
      // 2,000 × 2.50 + 400 × 10 per million
      writeFileSync(join(folder, 'cost.mjs'), blocks('js')[0]!)
      expect(runIn(folder, 'node cost.mjs')).toEqual({ status: 0, output: '0.009\n' })
    }
    rmSync(beside, { recursive: true, force: true })
    // The total that its first command shows.
    writeFileSync(join(clone, 'report.mjs'), blocks('js')[1]!)
    expect(runIn(clone, 'node report.mjs')).toEqual({ status: 0, output: '0.4320488 false\n' })
  })

  test('can use its tokencost.yaml', () => {
    writeFileSync(join(clone, 'tokencost.yaml'), blocks('yaml')[1]!)
    const { status, output } = runIn(clone, 'tokencost report --json')
    expect(status).toBe(0)
    expect(JSON.parse(output)).toMatchObject({
      input: { files: 5 },
      pricing: { layers: [{}, {}] },
      unpriced_models: [],
    })
  })
})

test('the second command is what CI runs after npm ci', () => {
  expect(textOf('.ci/run')).toContain(`npm ci && ${blocks('sh')[1]!.trim()};`)
})

test('every command and flag that it names exists', async () => {
  const flags = new Set(['--global'])
  const { Command } = await import('commander')
  for (const { load } of COMMANDS.flatMap((row) => ('commands' in row ? row.commands : [row]))) {
    const command = new Command()
    ;(await load()).define(command)
    for (const { short, long } of command.options) for (const flag of [short, long]) if (flag) flags.add(flag)
  }
  flags.add('--help')
  const named = [...README.matchAll(/(?<![\w-])(--[a-z][a-z-]*|-[a-zA-Z])(?![\w-])/g)].map((match) => match[1]!)
  expect(named.filter((flag) => !flags.has(flag))).toEqual([])
  const commands = [...README.matchAll(/^(?:\$ )?(?:.*\| )?tokencost (\w+)/gm)].map((match) => match[1]!)
  expect(commands.filter((name) => !COMMANDS.some((command) => command.name === name))).toEqual([])
})

test('every format that it names exists', () => {
  const table = /^\| written by [\s\S]*?\n\n/m.exec(README)![0]
  const named = [...table.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]!).filter((name) => name !== 'usage')
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((name) => !FORMATS.some((format) => format.name === name))).toEqual([])
})

interface Outcome {
  readonly status: number | null
  readonly output: string
}

/** Runs a line of shell as a person would, in a plain terminal of unknown width. */
function runIn(folder: string, command: string): Outcome {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle)_|npm_config_local_prefix|INIT_CWD|COLUMNS|VITEST)/.test(name),
  )
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      PATH: `${join(folder, '.path')}:${process.env['PATH']}`,
      npm_config_prefer_offline: 'true',
    },
  })
  return { status, output: status === 0 ? stdout : `${stdout}${stderr}` }
}
