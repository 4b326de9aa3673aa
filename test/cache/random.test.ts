import { execFile } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { logFiles } from '../analyze/random-logs.ts'
import { ridingLogs } from '../analyze/riding-logs.ts'
import { claudeLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { cached, report, withOldFiles } from './cached.ts'

const BIN = fileURLToPath(new URL('../../bin/tokencost.js', import.meta.url))
const built = existsSync(new URL('../../dist/cli.js', import.meta.url))
const runs = Number(process.env['FUZZ_RUNS'] ?? 60)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)

const logs = fc.oneof(
  logFiles.map((files) => files.map((text) => Buffer.from(text))),
  ridingLogs,
)

/** Something that happens to a log between two runs; numbers say where, from 0 to 1. */
type Change = (path: string, where: number) => void

const CHANGES: Readonly<Record<string, Change>> = {
  nothing: () => {},
  truncated: (path, where) => writeFileSync(path, partOf(path, where)),
  emptied: (path) => writeFileSync(path, ''),
  removed: (path) => rmSync(path),
  'one byte of it': (path, where) => inPlace(path, where, (byte) => byte ^ 1),
  'a digit of it': (path, where) => inPlace(path, where, (byte) => (byte >= 48 && byte <= 57 ? 105 - byte : byte)),
  'replaced by one of the same size and time': (path, where) => {
    const { atime, mtime } = statSync(path)
    const bytes = readFileSync(path)
    writeFileSync(`${path}.new`, Buffer.from(bytes.map((byte, at) => (at < bytes.length * where ? byte : byte ^ 2))))
    utimesSync(`${path}.new`, atime, mtime)
    renameSync(`${path}.new`, path)
  },
}

const changes = fc.record({
  file: fc.nat(4),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  change: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(CHANGES)) },
    {
      weight: 1,
      arbitrary: logs.map(
        (more): Change =>
          (path, where) => {
            const bytes = Buffer.concat([...more])
            appendFileSync(path, where < 0.5 ? bytes : bytes.subarray(0, bytes.length * where))
          },
      ),
    },
  ),
})

describe('with a cache', () => {
  beforeEach(withOldFiles)
  afterEach(() => void vi.restoreAllMocks())

  test('a report is the same to the byte, whatever happens to the logs between runs', { timeout: 0 }, async () => {
    const parent = folderWith()
    await fc.assert(
      fc.asyncProperty(logs, fc.array(changes, { maxLength: 4 }), fc.boolean(), async (files, steps, everyEntry) => {
        const folder = withLogs(parent, files)
        for (const { file, change, where } of [NO_STEP, ...steps]) {
          const path = join(folder, 'logs', `${file}.jsonl`)
          if (existsSync(path)) change(path, where)
          expect(await cached(folder, { everyEntry })).toBe(await report(folder, { everyEntry }))
        }
        expect(await cached(folder, { everyEntry })).toBe(await report(folder, { everyEntry }))
      }),
      { numRuns: runs, seed },
    )
  })

  test('a report is the same to the byte, whatever happens to the cache', { timeout: 0 }, async () => {
    const parent = folderWith()
    const damage = fc.record({
      byte: fc.nat(255),
      where: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(logs, fc.array(damage, { minLength: 1, maxLength: 6 }), async (files, damages) => {
        const folder = withLogs(parent, files)
        const sound = await cached(folder)
        for (const { byte, where, cut } of damages) {
          for (const name of readdirSync(join(folder, 'cache'))) {
            const path = join(folder, 'cache', name)
            if (cut) writeFileSync(path, partOf(path, where))
            else inPlace(path, where, () => byte)
          }
          expect(await cached(folder)).toBe(sound)
        }
      }),
      { numRuns: runs, seed },
    )
  })
})

describe.skipIf(!built)('several processes with one cache', () => {
  test('at once say the same as one without, while logs grow', { timeout: 120_000 }, async () => {
    const random = fc.sample(logFiles, { seed: 1, numRuns: 12 }).flat()
    const folder = folderWith(
      Object.fromEntries(random.map((text, index) => [`logs/${index % 3}/${index}.jsonl`, text])),
    )
    for (let round = 0; round < 3; round++) {
      for (const name of ['0/0', '1/1', '2/5'])
        appendFileSync(join(folder, `logs/${name}.jsonl`), `\n${claudeLine(`${round} ${name}`)}`)
      const alone = await run(folder)
      const together = await Promise.all([1, 2, 3, 4].map(() => run(folder, '--cache', 'cache')))
      for (const output of together) expect(output).toBe(alone)
    }
    expect(readdirSync(join(folder, 'cache')).filter((name) => name.endsWith('~'))).toEqual([])
  })
})

const NO_STEP = { file: 0, where: 0, change: CHANGES['nothing']! }

async function run(cwd: string, ...flags: readonly string[]): Promise<string> {
  const argv = [BIN, 'report', 'logs', '--json', '--group-by', 'session,model,file', ...flags]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, argv, { cwd, maxBuffer: 1 << 28 })
  return stdout + stderr
}

function withLogs(parent: string, files: readonly Buffer[]): string {
  const folder = mkdtempSync(join(parent, 'run-'))
  for (const name of ['logs', 'cache']) mkdirSync(join(folder, name))
  for (const [index, bytes] of files.entries()) writeFileSync(join(folder, 'logs', `${index}.jsonl`), bytes)
  return folder
}

function partOf(path: string, where: number): Buffer {
  const bytes = readFileSync(path)
  return bytes.subarray(0, Math.floor(bytes.length * where))
}

/** Changes the byte at a place, and sets the time back, as far as that can be done. */
function inPlace(path: string, where: number, changed: (byte: number) => number): void {
  const { atime, mtime } = statSync(path)
  const bytes = readFileSync(path)
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * where))
  if (at >= 0) bytes[at] = changed(bytes[at]!)
  writeFileSync(path, bytes)
  utimesSync(path, atime, mtime)
}
