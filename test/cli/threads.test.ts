import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logFiles } from '../analyze/random-logs.ts'
import { claudeLine, openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'

const BIN = fileURLToPath(new URL('../../bin/tokencost.js', import.meta.url))
const built = existsSync(new URL('../../dist/cli.js', import.meta.url))

/** A total, and its calls in another file. */
const RUNS = [
  'claude-code-stream/placeholder-known-to-the-session.jsonl',
  'claude-code/session-known-to-a-stream.jsonl',
] as const

async function report(cwd: string, ...flags: readonly string[]): Promise<string> {
  const argv = [BIN, 'report', '.', '--json', '--group-by', 'session,model,file', ...flags]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, argv, { cwd, maxBuffer: 1 << 28 })
  return stdout + stderr
}

/** Many small files, so that threads take them in an order that is another one each time. */
function folder(): string {
  const random = fc.sample(logFiles, { seed: 1, numRuns: 40 }).flat()
  const copies = Array.from({ length: 20 }, (_, i) => claudeLine('everywhere').repeat((i % 3) + 1))
  const broken = ['{"usage": {"input_tokens": 5', claudeLine('1', { input_tokens: -1 }), 'SQLite format 3\0', '']
  const repeated = [openaiLine({ time: 1 }).repeat(3), openaiLine({ time: 1 }).repeat(3)]
  const runs = RUNS.map((name) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'))
  const contents = [...random, ...copies, ...broken, ...repeated, ...runs]
  return folderWith(Object.fromEntries(contents.map((content, index) => [`${index % 7}/${index}.jsonl`, content])))
}

describe.skipIf(!built)('the number of threads', () => {
  test('changes no byte of a report, nor of its warnings', async () => {
    const cwd = folder()
    const alone = await report(cwd, '--threads', '1')
    expect(alone).toContain('"records"')
    expect(await report(cwd)).toBe(alone)
    for (const threads of ['2', '3', '8']) expect(await report(cwd, '--threads', threads)).toBe(alone)
  })

  test('changes nothing where files are compressed or in UTF-16', async () => {
    const lines = Array.from({ length: 100 }, (_, nth) => claudeLine(`${nth}`)).join('')
    const wrapped = [gzipSync(lines), Buffer.from(lines, 'utf16le')]
    const cwd = folderWith(
      Object.fromEntries(Array.from({ length: 300 }, (_, nth) => [`${nth}.jsonl`, wrapped[nth % 2]!])),
    )
    expect(await report(cwd, '--threads', '4')).toBe(await report(cwd, '--threads', '1'))
  })

  test('changes no byte of a strict one', async () => {
    const cwd = folder()
    const strict = async (threads: string) =>
      report(cwd, '--strict', '--threads', threads).catch(({ code, stdout, stderr }) => [code, stdout, stderr])
    const alone = await strict('1')
    expect(alone[0]).toBe(4)
    expect(await strict('3')).toEqual(alone)
  })
})
