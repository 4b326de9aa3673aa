/**
 * Runs the whole command on logs that are larger than the memory it may use, and fails when one of them needs more than
 * 256 MiB or is not counted as it must be.
 *
 *     npm run bench:memory -- [--only NAME]
 *
 * Each log is written, measured and removed; the largest takes 5 GB of disk.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { measure } from './measure.js'

const LIMIT_MIB = 256
const MB = 1e6

const usage = '"model":"gpt-4o","usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}'
const call = (id) => `{"id":"chatcmpl-${id}","object":"chat.completion","created":1,${usage}}\n`
const base64 = 'QUJD'.repeat(MB / 4)
const megabytes = (count) => Array.from({ length: count }, () => base64)
/** A megabyte of JSON without a long string that could be left out. */
const small = '{"role":"user","n":1},'.repeat(MB / 22)
const plain = `${JSON.stringify({ type: 'user', text: 'x'.repeat(1000) })}\n`.repeat(MB / 1025)

/** What it is, its pieces, and what the report must say: calls, lines, malformed. */
const CASES = {
  'a line of 600 MB with usage behind it': [
    ['{"image":"', ...megabytes(600), `",${usage}}\n`],
    [1, 1, 0],
  ],
  'the same behind text': [
    ['INFO {"image":"', ...megabytes(600), `",${usage}} done\n`],
    [1, 1, 0],
  ],
  'a line of 600 MB without usage': [
    ['{"image":"', ...megabytes(600), '"}\n', call(1)],
    [1, 2, 0],
  ],
  'text of 600 MB without a newline': [megabytes(600), [0, 1, 0]],
  '100 lines of 5 MB without usage': [
    Array.from({ length: 100 }, () => ['{"image":"', ...megabytes(5), '"}\n']).flat(),
    [0, 100, 0],
  ],
  'an entry of 200 MB with usage and no long string': [
    ['{"messages":[', ...Array.from({ length: 200 }, () => small), `{}],${usage}}\n`],
    [0, 1, 1],
  ],
  'a top-level array of 600 MB': [
    ['[', ...Array.from({ length: 600 }, () => small), `{${usage}}]\n`],
    [1, 600 * Math.floor(MB / 22) + 1, 0],
  ],
  'a broken document of 600 MB': [
    ['{"a":"', ...megabytes(600), '\n', call(1)],
    [1, 2, 1],
  ],
  'a million calls': [
    Array.from({ length: 1000 }, (_, i) => () => Array.from({ length: 1000 }, (_, k) => call(i * 1000 + k)).join('')),
    [1e6, 1e6, 0],
  ],
  'a file of 5 GB': [
    Array.from({ length: 5000 }, (_, i) => () => plain + call(i)),
    [5000, 5000 * (Math.floor(MB / 1025) + 1), 0],
  ],
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'tokencost-memory-'))
try {
  for (const [name, [pieces, expected]] of Object.entries(CASES)) {
    if (values.only !== undefined && !name.includes(values.only)) continue
    check(name, written('log.jsonl', pieces), expected)
  }
  if (values.only === undefined) {
    const line = Buffer.from(CASES['a line of 600 MB with usage behind it'][0].join(''))
    check('the same, compressed', written('log.jsonl.gz', [gzipSync(line)]), [1, 1, 0])
  }
} finally {
  rmSync(folder, { recursive: true })
}

function check(name, path, expected) {
  const command = [process.execPath, 'bin/tokencost.js', 'report', path, '--json', '--quiet']
  const { peak, wall } = measure(command)
  const report = JSON.parse(execFileSync(command[0], command.slice(1), { encoding: 'utf8' }))
  const { lines, malformed } = report.input
  const seen = [report.call_count, lines, malformed]
  rmSync(path)
  process.stdout.write(`${(peak ?? Number.NaN).toFixed(0).padStart(5)} MiB ${wall.toFixed(2).padStart(6)} s  ${name}\n`)
  if (!isDeepStrictEqual(seen, expected)) throw new Error(`${name}: ${seen} and not ${expected}`)
  if (peak !== null && peak > LIMIT_MIB) throw new Error(`${name}: ${peak} MiB, over ${LIMIT_MIB}`)
}

function written(name, pieces) {
  const path = join(folder, name)
  const file = openSync(path, 'w')
  for (const piece of pieces) writeSync(file, typeof piece === 'function' ? piece() : piece)
  closeSync(file)
  return path
}
