import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import { renderJson } from '../../src/render/json.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { reportOn } from '../analyze/reporting.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-copies-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The report with every call in it: identity, earliest and own time, counts, copies. */
async function listed(how: Partial<AnalyzeOptions>): Promise<string> {
  const options = { ...how, withKeys: true, groupBy: ['session', 'hour', 'model'] }
  return renderJson(await reportOn(folder, ['log.jsonl'], options), { width: null, color: false, lang: 'en' })
}

async function sameOnBothPaths(lines: readonly Line[]): Promise<void> {
  writeFileSync(join(folder, 'log.jsonl'), [first, ...lines].map(written).join(''))
  const whole = await listed({ plain: true, observer: { read() {}, rejected() {} } })
  expect(await listed({})).toBe(whole)
  expect(await listed({ plain: true })).toBe(whole)
}

interface Line {
  readonly id: string
  readonly session: string
  readonly time: string | null
  readonly input: number
  readonly read: number
  readonly output: number
  readonly final: boolean
}

const first: Line = {
  ...{ id: 'first', session: 's1', time: '2026-03-01T10:00:00.000Z', input: 1, read: 2, output: 3, final: false },
}

function written({ id, session, time, input, read, output, final }: Line): string {
  const timestamp = time === null ? '' : `"timestamp":"${time}",`
  return (
    `{"type":"assistant","sessionId":"${session}",${timestamp}"message":{"id":"msg_${id}","model":"claude-opus-4-6",` +
    `"stop_reason":${final ? '"end_turn"' : 'null'},"usage":{"input_tokens":${input},` +
    `"cache_read_input_tokens":${read},"output_tokens":${output}}}}\n`
  )
}

/** Few values, so that most lines are copies of the one before. */
const line: fc.Arbitrary<Line> = fc.record({
  id: fc.constantFrom('a', 'a', 'a', 'b'),
  session: fc.constantFrom('s1', 's1', 's1', 's2'),
  time: fc.constantFrom(
    ...['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.001Z', '2026-03-01T10:00:01Z', '2026-02-28T23:59:59.999Z'],
    // 49.7 days are 2^32 ms.
    ...['2026-01-10T16:57:12.705Z', '2026-01-10T16:57:12.704Z', '2025-03-01T10:00:00Z', null],
  ),
  input: fc.constantFrom(0, 1, 1, 2 ** 32 - 1),
  read: fc.constantFrom(0, 2, 2, 5),
  output: fc.constantFrom(0, 3, 3, 7),
  final: fc.constantFrom(false, false, false, true),
})

describe.skipIf(Kernel.load() === null)('lines that say a call again, which the kernel folds', () => {
  it('become the call that they are when each is parsed', async () => {
    await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), sameOnBothPaths), {
      numRuns: 200,
    })
  })

  it('have the session that they state, however many there are', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => ({ ...first, id: `${n >> 1}`, session: `s${n % 4500}` }))
    await sameOnBothPaths([...lines, ...lines.slice(0, 100)])
  })
})
