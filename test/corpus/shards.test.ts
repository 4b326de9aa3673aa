import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { reportOn } from '../analyze/reporting.ts'
import { Chance } from '../fuzz/chance.ts'
import { CORPUS, expectations, hasCorpus } from './expected.ts'

const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })

describe.skipIf(!hasCorpus)('the corpus in random shards, their reports added up, is one run over all of it', () => {
  const parent = mkdtempSync(join(tmpdir(), 'tokencost-shards-'))
  afterAll(() => rmSync(parent, { recursive: true, force: true }))
  const files = [...expectations().keys()]
  const main = { since: null, until: null, conditions: [{ by: 'branch', patterns: ['main'] }] }
  const september = { since: Date.UTC(2025, 8, 1), until: null, conditions: [] }

  it.each([
    { seed: 1, of: files, groupBy: ['day', 'model'], filter: null },
    { seed: 2, of: files.filter((_, index) => index % 4 === 0), groupBy: ['session'], filter: september },
    { seed: 3, of: files.filter((_, index) => index % 4 === 1), groupBy: ['project'], filter: main },
  ])('shards of chance $seed', { timeout: 300_000 }, async ({ seed, of, groupBy, filter }) => {
    const chance = new Chance(seed)
    const cwd = join(parent, String(seed))
    mkdirSync(cwd)
    const shards: string[][] = Array.from({ length: 2 + chance.below(4) }, () => [])
    for (const file of of) shards[chance.below(shards.length)]!.push(file)
    const options = { groupBy, filter, withKeys: true }
    const saved: string[] = []
    for (const [index, inputs] of shards.entries()) {
      writeFileSync(join(cwd, `cost-${index}.json`), json(await reportOn(CORPUS, inputs, options)))
      saved.push(`cost-${index}.json`)
    }
    expect(json(await reportOn(cwd, saved, { withKeys: true }))).toBe(json(await reportOn(CORPUS, of, options)))
  })
})
