import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { withOldFiles } from '../cache/cached.ts'
import { DIST, inPieces, type Options, reporter, WHOLE } from '../fuzz/both-paths.ts'
import { Chance } from '../fuzz/chance.ts'
import { CORPUS, expectations, hasCorpus } from './expected.ts'

/** Larger files take long in small pieces. */
const IN_PIECES_BELOW = 1 << 17

describe.skipIf(!hasCorpus || !existsSync(DIST))(
  'the corpus by the fast paths, against parsing every entry',
  async () => {
    const report = await reporter()
    let folder: string
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'tokencost-corpus-'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    beforeEach(withOldFiles)
    afterEach(() => void vi.restoreAllMocks())

    it.each([...expectations().keys()])('%s', { timeout: 60_000 }, async (file) => {
      for (const everyEntry of [false, true]) {
        const all = { inputs: [file], cwd: CORPUS, everyEntry }
        const whole = await report({ ...all, ...WHOLE })
        expect(await report(all)).toBe(whole)
        expect(await report({ ...all, plain: true })).toBe(whole)
      }
      const bytes = readFileSync(join(CORPUS, file))
      if (bytes.length > IN_PIECES_BELOW) return
      const chance = new Chance(bytes.length)
      const piped = (sizes: () => number, how: Partial<Options>) =>
        report({ inputs: ['-'], cwd: CORPUS, stdin: inPieces(bytes, sizes), ...how })
      const whole = await piped(() => bytes.length, WHOLE)
      expect(await piped(() => 64 + chance.below(900), {})).toBe(whole)
      expect(await piped(() => 64 + chance.below(900), { plain: true })).toBe(whole)
    })

    it('as a whole, with one, two and four threads, in parts, and with a cache', { timeout: 300_000 }, async () => {
      const all = { inputs: [...expectations().keys()], cwd: CORPUS }
      const whole = await report({ ...all, ...WHOLE })
      for (const threads of [1, 2, 4]) {
        expect(await report({ ...all, threads })).toBe(whole)
        expect(await report({ ...all, threads, plain: true })).toBe(whole)
      }
      for (const part of [1000, 50_000]) expect(await report({ ...all, parts: { above: part, part } })).toBe(whole)
      for (let again = 0; again < 2; again++)
        expect(await report({ ...all, threads: 3, cache: { folder } })).toBe(whole)
    })
  },
)
