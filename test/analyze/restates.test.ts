import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import { FORMATS } from '../../src/formats/index.ts'
import { openai } from '../../src/formats/openai.ts'
import { renderJson } from '../../src/render/json.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { keysOf } from '../../src/usage/count-sums.ts'
import { reportOn } from './reporting.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-restates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SURE = 'chatcmpl-AbCdEfGhIjKlMnOpQrSt'

interface Answer {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly input: number
  readonly cached: number
  readonly output: number
  readonly reasoning: number
  readonly audio: number
  /** What the total has more than input and output. */
  readonly more: number
  readonly provider: string | null
}

/** Mostly answers that are alike but for numbers that add up. */
const answers = fc.record({
  id: fc.oneof(
    { weight: 6, arbitrary: fc.nat(9).map((nth) => `${SURE}${nth}`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...'059acf').map((letter) => `5b8efff7-9803-4103-a269-b633813fc60${letter}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...['', 'chatcmpl-123', 'gen-1234567890123456789', `${SURE}é`, `${SURE}.`, `${SURE}`, '0'.repeat(40)],
        ...[
          'chatcmpl-AbCdEfGhIjKKKKKKKKKKt',
          '5b8efff7-9803-4103-a269-b633813fc60g',
          '5b8efff7_9803-4103-a269-b633813fc60f',
        ],
      ),
    },
  ),
  created: fc.constantFrom(1772359200, 1772359260, 1772359320, 1772359380, 0, 12, 1e8, 1e11, 1e12),
  model: fc.constantFrom('gpt-4o', 'gpt-4o', 'gpt-4o', 'sonar-pro', 'gemini-3-pro'),
  input: fc.nat(30),
  cached: fc.nat(20),
  output: fc.nat(30),
  reasoning: fc.nat(9),
  audio: fc.constantFrom(0, 0, 0, 0, 3),
  more: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) }),
  provider: fc.constantFrom(null, null, null, 'Novita'),
})

function lineOf({ provider, ...answer }: Answer): string {
  const { id, created, model, input, cached, output, reasoning, audio, more } = answer
  return JSON.stringify({
    ...{ id, object: 'chat.completion', created, model, ...(provider !== null && { provider }), choices: [] },
    usage: {
      ...{ prompt_tokens: input, completion_tokens: output, total_tokens: input + output + more },
      prompt_tokens_details: { cached_tokens: cached, audio_tokens: audio },
      completion_tokens_details: { reasoning_tokens: reasoning },
    },
  })
}

describe.skipIf(Kernel.load() === null)('answers that restate one another', () => {
  it('are counted as they are when each is parsed, call by call', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 4, maxLength: 40 }), async (some) => {
        writeFileSync(join(folder, 'log.jsonl'), some.map(lineOf).join('\n'))
        expect(await listed({})).toBe(await listed({ plain: true, observer: { read() {}, rejected() {} } }))
      }),
      { numRuns: 60 },
    )
  })

  it('have a time of their own, also when the first ones have none', async () => {
    const common = { model: 'gpt-4o', input: 9, cached: 3, output: 7, reasoning: 2, audio: 0, more: 0, provider: null }
    const lines = [0, 0, 1772359200, 1772359260].map((created, nth) =>
      lineOf({ ...common, id: `${SURE}${nth}`, created }),
    )
    writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'))
    const { calls } = await reportOn(folder, ['log.jsonl'], { withKeys: true })
    const known = [1772359200000, 1772359260000].map((time) => [time, 0])
    expect(calls!.map(({ time, delay }) => [time, delay])).toEqual([[null, null], [null, null], ...known])
  })

  it('are not shown to the reader', async () => {
    const push = vi.fn()
    const open = openai.open.bind(openai)
    vi.spyOn(openai, 'open').mockImplementation((file) => {
      const reader = open(file)
      return { ...reader, push: (entry, sink) => [push(), reader.push(entry, sink)] }
    })
    const common = { created: 1772359200, model: 'gpt-4o', cached: 3, reasoning: 2, audio: 0, more: 0, provider: null }
    const lines = Array.from({ length: 1200 }, (_, nth) =>
      lineOf({ ...common, id: `${SURE}${nth}`, input: 9 + nth, output: 7 + nth }),
    )
    writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'))
    const { call_count } = await reportOn(folder, ['log.jsonl'])
    vi.restoreAllMocks()
    expect(call_count).toBe(1200)
    expect(push.mock.calls.length).toBeLessThan(4)
  })
})

describe('a format that `restates`', () => {
  it('names in it only what it wants and what varies', () => {
    for (const { wants, recurs } of FORMATS.filter((format) => format.recurs?.restates !== undefined)) {
      const { identity, time, usage, sums, total } = recurs!.restates!
      const paths = [identity, time, ...[...keysOf(sums), total].map((key) => `${usage}.${key}`)]
      for (const path of paths) {
        expect(path.split('.')[0]! in wants!, path).toBe(true)
        expect(
          recurs!.varies.some((each) => path === each || path.startsWith(`${each}.`)),
          path,
        ).toBe(true)
      }
    }
  })
})

/** Everything that a report says of each call. */
async function listed(how: Partial<AnalyzeOptions>): Promise<string> {
  const options = { ...how, withKeys: true, groupBy: ['tier', 'model'] }
  return renderJson(await reportOn(folder, ['log.jsonl'], options), { width: null, color: false, lang: 'en' })
}
