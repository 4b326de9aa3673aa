import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withOldFiles } from '../cache/cached.ts'
import { claudeLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const log = claudeLine('1') + claudeLine('2')

describe('--cache', () => {
  beforeEach(withOldFiles)
  afterEach(() => void vi.restoreAllMocks())

  test.each([
    ['report', 'a.jsonl'],
    ['daily', 'a.jsonl'],
    ['explain', 'a.jsonl'],
    ['top', 'a.jsonl'],
    ['chart', 'a.jsonl'],
    ['diff', 'a.jsonl', 'b.jsonl'],
  ])('%s says the same with it, twice', async (...argv) => {
    const cwd = folderWith({ 'a.jsonl': log, 'b.jsonl': claudeLine('3') })
    const alone = await run(argv, { cwd })
    expect(alone.exit).toBe(0)
    for (let again = 0; again < 2; again++) expect(await run([...argv, '--cache', 'c'], { cwd })).toEqual(alone)
    expect(readdirSync(join(cwd, 'c')).length).toBeGreaterThan(0)
  })

  test('stands in tokencost.yaml too, relative to it; --no-cache and --cache win over it', async () => {
    const files = { 'tokencost.yaml': 'cache: kept\n', 'below/a.jsonl': log }
    const cwd = folderWith(files)
    const below = join(cwd, 'below')
    await run(['report', 'a.jsonl', '--no-cache'], { cwd: below })
    expect(existsSync(join(cwd, 'kept'))).toBe(false)
    await run(['report', 'a.jsonl', '--cache', 'other'], { cwd: below })
    expect([existsSync(join(cwd, 'kept')), existsSync(join(below, 'other'))]).toEqual([false, true])
    await run(['report', 'a.jsonl'], { cwd: below })
    expect(readdirSync(join(cwd, 'kept'))).toHaveLength(1)
  })

  test('is off otherwise', async () => {
    const cwd = folderWith({ 'a.jsonl': log })
    await run(['report', 'a.jsonl'], { cwd })
    expect(readdirSync(cwd)).toEqual(['a.jsonl'])
  })

  test.each(['cache: [a, b]\n', 'cache: ""\n'])('an odd %j is an error with its place', async (yaml) => {
    const cwd = folderWith({ 'a.jsonl': log, 'tokencost.yaml': yaml })
    const { exit, stderr } = await run(['report', 'a.jsonl'], { cwd })
    expect([exit, stderr]).toEqual([2, expect.stringMatching(/tokencost\.yaml:1:8: cache: expected one folder/)])
  })

  test('with an empty name is wrong use', async () => {
    const { exit } = await run(['report', 'a.jsonl', '--cache', ''], { cwd: folderWith({ 'a.jsonl': log }) })
    expect(exit).toBe(2)
  })

  test('that cannot be written is a warning, and no failure, even under --strict', async () => {
    const cwd = folderWith({ 'a.jsonl': log, taken: '' })
    const alone = await run(['report', 'a.jsonl', '--json', '--strict'], { cwd })
    const { exit, stdout, stderr } = await run(['report', 'a.jsonl', '--json', '--strict', '--cache', 'taken'], { cwd })
    expect([exit, stdout]).toEqual([0, alone.stdout])
    expect(stderr).toContain('warning: the cache in ')
  })
})
