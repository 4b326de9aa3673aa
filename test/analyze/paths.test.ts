import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { analyze as Analyze } from '../../src/analyze.ts'
import type { ModelPricing as Pricing } from '../../src/pricing/model-pricing.ts'
import type { Render } from '../../src/render/renderer.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { ridingLogs } from './riding-logs.ts'

/** The built program, because only it has threads. */
const DIST = new URL('../../dist/', import.meta.url)
const built = async <T>(path: string) => (await import(new URL(path, DIST).href)) as T
/** For longer runs, and others; `npm run fuzz` tries other logs. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 40)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-paths-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!existsSync(DIST))('the kernel', async () => {
  const { analyze } = await built<{ analyze: typeof Analyze }>('analyze.js')
  const { ModelPricing } = await built<{ ModelPricing: typeof Pricing }>('pricing/model-pricing.js')
  const { renderJson } = await built<{ renderJson: Render }>('render/json.js')
  const pricing = await ModelPricing.load()

  async function report(
    inputs: readonly string[],
    plain: boolean,
    threads: number,
    everyEntry: boolean,
    isWhole = false,
  ): Promise<string> {
    const stdin = Readable.from([])
    const options = {
      inputs,
      cwd: folder,
      stdin,
      pricing,
      cost: 'computed',
      format: null,
      everyEntry,
      plain,
      threads,
      observer: isWhole ? { read() {}, rejected() {} } : null,
    } as const
    return renderJson((await analyze({ ...options, groupBy: ['session', 'model', 'file'] })).report, LOOK)
  }

  it('is there', () => {
    expect(Kernel.load()).not.toBeNull()
  })

  it('gives the report that parsing every entry gives, byte by byte, as the plain path does, with one to four threads', {
    timeout: 0,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(ridingLogs, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (logs, threads, everyEntry) => {
        const names = logs.map((log, index) => {
          writeFileSync(join(folder, `${index}.jsonl`), log)
          return `${index}.jsonl`
        })
        const whole = await report(names, true, 1, everyEntry, true)
        expect(await report(names, true, threads, everyEntry)).toBe(whole)
        expect(await report(names, false, 1, everyEntry)).toBe(whole)
        if (threads > 1) expect(await report(names, false, threads, everyEntry)).toBe(whole)
      }),
      { numRuns: runs, seed },
    )
  })
})

const LOOK = { width: null, color: false, lang: 'en' } as const
