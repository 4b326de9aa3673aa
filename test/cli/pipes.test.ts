import { spawn, spawnSync } from 'node:child_process'
import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { claudeLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** What a reader of the named pipe gets while the command runs. The pipe is one before and after. */
async function pipedBy(pipe: string, command: () => Promise<unknown>): Promise<string> {
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
  const reader = spawn('cat', [pipe])
  onTestFinished(() => void reader.kill()) // it waits for ever where nobody opens the pipe
  const read = text(reader.stdout)
  await command()
  expect(lstatSync(pipe).isFIFO(), 'a file was put in its place').toBe(true)
  return read
}

test.skipIf(process.platform === 'win32').each([
  ['-o', 'report.json', '"schema_version"'],
  ['--rejects', 'rejects.txt', 'log.jsonl:2\t'],
])('%s writes into a named pipe and leaves it one', async (flag, name, told) => {
  const folder = folderWith({ 'log.jsonl': `${claudeLine('a')}{"usage":\n` })
  const written = await pipedBy(join(folder, name), () => run(['report', 'log.jsonl', flag, name], { cwd: folder }))
  expect(written).toContain(told)
})

test.skipIf(process.platform === 'win32').each([
  ['-o', 'report.json', '"schema_version"'],
  ['--rejects', 'rejects.txt', 'log.jsonl:2\t'],
])('%s writes the file that a link leads to', async (flag, name, told) => {
  const folder = folderWith({ 'log.jsonl': `${claudeLine('a')}{"usage":\n`, 'real.txt': 'before' })
  symlinkSync('real.txt', join(folder, name))
  await run(['report', 'log.jsonl', flag, name], { cwd: folder })
  expect(lstatSync(join(folder, name)).isSymbolicLink(), 'a file was put in its place').toBe(true)
  expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toContain(told)
})

test.skipIf(process.platform === 'win32').each([
  ['-o', 'report.json', '"schema_version"'],
  ['--rejects', 'rejects.txt', 'log.jsonl:2\t'],
])('%s makes the file that a dead link leads to', async (flag, name, told) => {
  const folder = folderWith({ 'log.jsonl': `${claudeLine('a')}{"usage":\n`, 'runs/.keep': '' })
  symlinkSync('runs/latest', join(folder, name))
  symlinkSync('8', join(folder, 'runs/latest'))
  await run(['report', 'log.jsonl', flag, name], { cwd: folder })
  for (const link of [name, 'runs/latest'])
    expect(lstatSync(join(folder, link)).isSymbolicLink(), 'a file was put in its place').toBe(true)
  expect(readFileSync(join(folder, 'runs/8'), 'utf8')).toContain(told)
})
