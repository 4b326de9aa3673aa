import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldDuplicateFiles } from '../../src/report/duplicate-files.ts'
import { ScanAccount } from '../../src/scan/account.ts'
import type { FileResult } from '../../src/scan/scan.ts'
import { TokenUsageTracker } from '../../src/tracker/tracker.ts'
import { folderWith } from '../cli/folder.ts'

/** Files of one account each but for what is given by name, whatever they hold; null = standard input. */
async function warnings(
  contents: Readonly<Record<string, string | null>>,
  own: Readonly<Record<string, Partial<ScanAccount>>> = {},
) {
  const files = Object.entries(contents)
  const cwd = folderWith(Object.fromEntries(files.filter((file): file is [string, string] => file[1] !== null)))
  const results = files.map(([name, content]) => {
    const account = Object.assign(new ScanAccount(), { bytes: 1, lines: 1, callsFound: 1, digest: 7 }, own[name])
    return { source: { name, path: content === null ? null : join(cwd, name) }, account } as unknown as FileResult
  })
  const told = await foldDuplicateFiles(results, new TokenUsageTracker())
  return told.map(({ code, message }) => [code, ...message.match(/\b[a-e]\b|-(?= )/g)!.slice(0, 2)].join(' '))
}

test('of files of equal account those are one whose content is', async () => {
  expect(await warnings({ a: 'x', b: 'y', c: 'x', d: 'y', e: 'z' })).toEqual([
    'duplicate_file c a',
    'duplicate_file d b',
  ])
})

test('what cannot be read again may be any of them', async () => {
  expect(await warnings({ a: 'x', b: null, c: 'x', d: 'y' })).toEqual([
    'equal_sources b a',
    'duplicate_file c a',
    'equal_sources d b',
  ])
  expect(await warnings({ a: null, b: null })).toEqual(['equal_sources b a'])
})

test('files are compared only where the whole accounts are equal, and they have calls', async () => {
  const contents = { a: 'x', b: 'x', c: 'x', d: 'x', e: 'x' }
  const own = { b: { digest: 8 }, c: { bytes: 2 }, d: { callsFound: 0 } }
  expect(await warnings(contents, own)).toEqual(['duplicate_file e a'])
  const one = { a: { digest: 1 }, b: { digest: 2 }, c: { digest: 3 }, d: { digest: 4 }, e: { digest: 5 } }
  expect(await warnings(contents, one)).toEqual([])
  const zero = { a: { digest: 0 }, b: { digest: 1 }, c: { digest: 0 }, d: { digest: 2 }, e: { digest: 3 } }
  expect(await warnings(contents, zero)).toEqual(['duplicate_file c a'])
})
