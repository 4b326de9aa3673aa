import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** Reviewed texts: a change of what users read shows here. */
const golden = (name: string) => `golden/${name}.txt`

describe('help', () => {
  test('of the program, asked for or given when nothing was asked', async () => {
    const cwd = folderWith()
    const asked = await run(['--help'], { cwd })
    expect(asked).toMatchObject({ exit: 0, stderr: '' })
    await expect(asked.stdout).toMatchFileSnapshot(golden('help'))
    expect(await run([], { cwd })).toEqual(asked)
    expect(await run(['-h'], { cwd })).toEqual(asked)
    expect(await run(['help'], { cwd })).toEqual(asked)
  })

  test.each(COMMANDS.map(({ name }) => name))('of %s', async (name) => {
    const cwd = folderWith()
    const asked = await run([name, '--help'], { cwd })
    expect(asked).toMatchObject({ exit: 0, stderr: '' })
    await expect(asked.stdout).toMatchFileSnapshot(golden(`help-${name}`))
    expect(await run(['help', name], { cwd })).toEqual(asked)
  })

  test.each(COMMANDS.map(({ name }) => name))('of %s fits a terminal of 80 columns', async (name) => {
    const { stdout } = await run([name, '--help'], { cwd: folderWith(), terminal: 80 })
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test.each(COMMANDS.flatMap((row) => ('commands' in row ? row.commands.map(({ name }) => [row.name, name]) : [])))(
    'of %s %s is found under both orders of words',
    async (group, name) => {
      const asked = await run([group, name, '--help'], { cwd: folderWith() })
      expect(asked.stdout).toMatch(new RegExp(`^Usage: tokencost ${group} ${name} `))
      expect(await run(['help', group, name], { cwd: folderWith() })).toEqual(asked)
    },
  )

  test('of a command that is none below another says so', async () => {
    const { exit, stdout, stderr } = await run(['help', 'pricing', 'lst'], { cwd: folderWith() })
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(/^tokencost: unknown command 'pricing lst'.*list/)
  })

  const NAMES = COMMANDS.flatMap((row) =>
    'commands' in row ? row.commands.map(({ name }) => [row.name, name]) : [[row.name]],
  )
  test.each(NAMES.map((names) => [names.join(' '), names] as const))(
    'of %s says of each example what it does, in one column',
    async (_, names) => {
      const { stdout } = await run([...names, '--help'], { cwd: folderWith() })
      const examples = /^Examples:\n((?: .*\n)+)/m.exec(stdout)?.[1]?.trimEnd().split('\n') ?? []
      const columns = examples.map((line) => /^ {2}\S+(?: \S+)*? {2,}(?=\S)/.exec(line)?.[0].length)
      expect(new Set(columns).size).toBeLessThanOrEqual(1)
      expect(columns).not.toContain(undefined)
    },
  )

  test('lists every command with its line', async () => {
    const { stdout } = await run(['--help'], { cwd: folderWith() })
    for (const { name, summary } of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'))
  })
})

test('the version is a version and nothing else', async () => {
  const cwd = folderWith()
  const { exit, stdout, stderr } = await run(['--version'], { cwd })
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(await run(['-V'], { cwd })).toEqual({ exit, stdout, stderr })
})
