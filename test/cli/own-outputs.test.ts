import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { claudeLine } from './entry.ts'
import { folderWith } from './folder.ts'

const BIN = fileURLToPath(new URL('../../bin/tokencost.js', import.meta.url))
const built = existsSync(new URL('../../dist/cli.js', import.meta.url))

const REJECTED = 'run.jsonl:2\ttruncated: the file ends inside it\n'

/** What is in `out` afterwards, which had one line. */
function outAfter(flagsAndRedirection: string): string {
  const cwd = folderWith({ 'run.jsonl': `${claudeLine('1')}{"usage`, out: 'before\n' })
  symlinkSync('/dev/stdout', join(cwd, 'out.json'))
  const before = readdirSync(cwd)
  const command = `"${process.execPath}" "${BIN}" report run.jsonl --no-config ${flagsAndRedirection}`
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(readdirSync(cwd)).toEqual(before)
  return readFileSync(join(cwd, 'out'), 'utf8')
}

describe.skipIf(!built || process.platform === 'win32')('a file that the process prints to already', () => {
  test('takes rejects beside the report', () => {
    const [, report] = outAfter('--json --rejects /dev/stdout > out').split(REJECTED)
    expect(JSON.parse(report!).call_count).toBe(1)
  })

  test.each([
    ['--rejects /dev/stdout >> out'],
    ['--rejects /dev/stderr 2>> out'],
    ['--rejects /dev/fd/3 3>> out'],
    ['--rejects out >> out'],
  ])('keeps what is in it: %s', (flags) => {
    expect(outAfter(flags)).toMatch(/^before\n/)
    expect(outAfter(flags)).toContain(REJECTED)
  })

  test('takes -o through a link', () => {
    const [before, saved, printed] = outAfter('-o out.json >> out').split(/^(?=\{)|(?<=^\})\n/m)
    expect([before, JSON.parse(saved!).call_count]).toEqual(['before\n', 1])
    expect(printed).toContain('claude-sonnet-4-5')
  })
})
