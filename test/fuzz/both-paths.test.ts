import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { FORMATS } from '../../src/formats/index.ts'
import { DIST, inPieces, type Options, reporter, WHOLE } from './both-paths.ts'
import { Chance } from './chance.ts'
import { oddLog } from './odd-logs.ts'

/** `npm run fuzz` says for how long, and from which seed; a test run tries the same few cases each time. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 0)
const first = Number(process.env['FUZZ_SEED'] ?? 1)
const CASES = 250

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-fuzz-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!existsSync(DIST))('whatever a log holds', () => {
  test('the fast paths say what parsing every entry says, to the byte', { timeout: 0 }, async () => {
    const report = await reporter()
    const until = Date.now() + seconds * 1000
    const now = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 60_000) // for the cache every file is an old one
    const isOver = (tried: number) => (seconds === 0 ? tried >= CASES : now() > until)
    for (let tried = 0; !isOver(tried); tried++) {
      const seed = first + tried
      for (const [how, fast, whole] of await outcomes(report, seed)) {
        const hint = `FUZZ_SEED=${seed}: ${how}`
        if (fast !== whole) expect(fast, hint).toBe(whole)
      }
      if (tried % 1000 === 999 && seconds > 0) process.stdout.write(`${tried + 1} cases, seed ${seed}\n`)
    }
    vi.restoreAllMocks()
  })
})

type Outcome = readonly [how: string, fast: string, whole: string]

/** One case in all ways of reading it. */
async function outcomes(report: (options: Options) => Promise<string>, seed: number): Promise<readonly Outcome[]> {
  const chance = new Chance(seed)
  const cwd = mkdtempSync(join(folder, 'case-'))
  mkdirSync(join(cwd, 'logs'))
  const logs = Array.from({ length: 1 + chance.below(4) }, () => oddLog(chance))
  if (chance.oneIn(3)) logs.push(chance.pick(logs))
  for (const [index, log] of logs.entries()) writeFileSync(join(cwd, 'logs', `${index}.jsonl`), log)
  const format = chance.oneIn(6) ? chance.pick(FORMATS) : null
  const named = format === null ? null : await builtFormat(format.name)
  const common = { inputs: ['logs'], cwd, everyEntry: chance.oneIn(4), format: named }
  const whole = await report({ ...common, ...WHOLE })
  const result: Outcome[] = [
    ['the kernel', await report(common), whole],
    ['the plain path', await report({ ...common, plain: true }), whole],
  ]

  if (chance.oneIn(12)) {
    const threads = 2 + chance.below(3)
    const plain = chance.oneIn(2)
    result.push([`${threads} threads, plain: ${plain}`, await report({ ...common, threads, plain }), whole])
  }
  if (chance.oneIn(2)) {
    const longest = Math.max(...logs.map(({ length }) => length))
    const parts = { above: chance.below(500), part: Math.ceil(longest / (1 + chance.below(30))) + chance.below(9) + 1 }
    result.push([`parts of ${parts.part} bytes`, await report({ ...common, parts }), whole])
  }
  if (chance.oneIn(2)) {
    const log = chance.pick(logs)
    const most = chance.pick([64, 64, 1000, 1 << 16, 1 << 20])
    const cuts = () => (log.length > 1 << 20 ? 64 + most : chance.oneIn(4) ? chance.below(8) : chance.below(most))
    const piped = (sizes: () => number, how: Partial<Options>) =>
      report({ ...common, inputs: ['-'], stdin: inPieces(log, sizes), ...how })
    const expected = await piped(() => log.length, WHOLE)
    result.push([`pieces of up to ${most} bytes`, await piped(cuts, {}), expected])
    result.push([`pieces of up to ${most} bytes, the plain path`, await piped(cuts, { plain: true }), expected])
  }
  if (chance.oneIn(3)) {
    const cached = { ...common, cache: { folder: join(cwd, 'cache') } }
    result.push(['an empty cache', await report(cached), whole])
    const more = oddLog(chance)
    appendFileSync(join(cwd, 'logs', '0.jsonl'), more.subarray(0, chance.below(more.length + 1)))
    const grown = await report({ ...common, ...WHOLE })
    result.push(
      ['a cache, and a log that grew', await report(cached), grown],
      ['a full cache', await report(cached), grown],
    )
  }
  rmSync(cwd, { recursive: true, force: true })
  return result
}

async function builtFormat(name: string) {
  const { FORMATS: built } = (await import(new URL('formats/index.js', DIST).href)) as { FORMATS: typeof FORMATS }
  return built.find((format) => format.name === name)!
}
