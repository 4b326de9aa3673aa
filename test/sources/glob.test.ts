import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesOfGlob } from '../../src/sources/glob.ts'
import { folderWith } from '../cli/folder.ts'

/** A folder with these files, empty, and links (path → target). */
function folderOf(files: readonly string[], links: Readonly<Record<string, string>>): string {
  const folder = folderWith(Object.fromEntries(files.map((path) => [path, ''])))
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path))
  return folder
}

async function matches(cwd: string, pattern: string): Promise<readonly string[]> {
  return (await filesOfGlob(pattern, cwd)).sort()
}

describe.skipIf(process.platform === 'win32')('links in folders that a glob leads through', { timeout: 20_000 }, () => {
  test('are followed by every name, to files and to folders', async () => {
    const files = ['logs/a.jsonl', 'shared/deep/b.jsonl', 'c.jsonl']
    const links = { 'logs/c.jsonl': '../c.jsonl', 'logs/one': '../shared', 'logs/two': 'one', 'logs/dead': 'nowhere' }
    const cwd = folderOf(files, { ...links, 'to-logs': 'logs' })
    const below = ['a.jsonl', 'c.jsonl', 'one/deep/b.jsonl', 'two/deep/b.jsonl']
    for (const folder of ['logs', 'to-logs'])
      expect(await matches(cwd, `${folder}/**/*.jsonl`)).toEqual(below.map((name) => `${folder}/${name}`))
  })

  test('do not lead back to a folder above them', async () => {
    const links = { 'a/x': '..', 'a/y': '..', 'a/here': '.', 'to-a': 'a', itself: 'itself' }
    const cwd = folderOf(['a/b.jsonl', 'c.jsonl'], links)
    expect(await matches(cwd, '**/*.jsonl')).toEqual(['a/b.jsonl', 'c.jsonl', 'to-a/b.jsonl'])
    expect(await matches('/', `${cwd}/**/c.*`)).toEqual([`${cwd}/c.jsonl`])
  })

  test('do not lead back through another folder', async () => {
    const cwd = folderOf(['a/1.jsonl', 'b/2.jsonl'], { 'a/l': '../b', 'b/l': '../a' })
    expect(await matches(cwd, '**/*.jsonl')).toEqual(['a/1.jsonl', 'a/l/2.jsonl', 'b/2.jsonl', 'b/l/1.jsonl'])
    expect(await matches(cwd, './b/**')).toEqual(['./b/2.jsonl', './b/l/1.jsonl'])
  })

  test.each([3, 4, 5, 6])('of %d folders to all of the others lead to each once on a path', async (count) => {
    const packages = Array.from({ length: count }, (_, i) => `p${i}`)
    const pairs = packages.flatMap((a) => packages.filter((b) => b !== a).map((b) => [`${a}/${b}`, `../${b}`]))
    const cwd = folderOf(
      packages.map((name) => `${name}/x.jsonl`),
      Object.fromEntries(pairs),
    )
    // The ways to take 1, 2, … all of `count` in some order: count + count (count − 1) + … + count!
    expect(await matches(cwd, '**/*.jsonl')).toHaveLength({ 3: 15, 4: 64, 5: 325, 6: 1956 }[count] ?? 0)
  })

  test('may lead back as often as a pattern without ** says', async () => {
    const cwd = folderOf(['a/b.jsonl', 'c.jsonl'], { 'a/up': '..' })
    expect(await matches(cwd, '*/*/c.jsonl')).toEqual(['a/up/c.jsonl'])
    expect(await matches(cwd, '*/*/*/*/*.jsonl')).toEqual(['a/up/a/up/c.jsonl'])
  })

  test('may lead above the folders that ** stands for', async () => {
    const cwd = folderOf(['a/b.jsonl', 'c.jsonl'], { 'a/up': '..' })
    const names = ['a/b.jsonl', 'a/up/a/b.jsonl', 'a/up/c.jsonl']
    expect(await matches(cwd, 'a/**/*.jsonl')).toEqual(names)
    expect(await matches(cwd, '*/**/*.jsonl')).toEqual(names)
    expect(await matches(cwd, '{a,z}/**')).toEqual(names)
  })
})
