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
