import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Kernel } from '../../src/scan/kernel.ts'
import { scan } from '../../src/scan/scan.ts'
import { NO_INPUT } from '../../src/sources/no-input.ts'
import { hashText } from '../../src/usage/hash.ts'
import { RecordRows } from '../../src/usage/record-rows.ts'
import { ROW_WORDS, WORD } from '../../src/usage/row-layout.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-totals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KEYS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'total_tokens',
] as const
type Usage = { readonly [key in (typeof KEYS)[number]]?: number }

const META = '{"type":"session_meta","payload":{"id":"thréad","cwd":"/work"}}'

function line(second: number, total: Usage, last: Usage | null): string {
  const timestamp = new Date(Date.UTC(2026, 2, 1, 10, 0, second)).toISOString()
  const info = { total_token_usage: total, last_token_usage: last }
  return JSON.stringify({ timestamp, type: 'event_msg', payload: { type: 'token_count', info } })
}

/** The rows of usage records that a scan of these lines makes, its account, and how many calls were told as rows. */
async function scanned(lines: readonly string[], plain: boolean) {
  const path = join(folder, 'log.jsonl')
  writeFileSync(path, lines.map((each) => `${each}\n`).join(''))
  const rows = new RecordRows()
  let stamped = 0
  const [result] = await scan([{ name: 'log.jsonl', path }], {
    ...{ stdin: NO_INPUT, format: null, everyEntry: false, plain, onBytes() {}, onFile() {}, tables: rows },
    // As whoever takes rows does: equal totals at the same time are one call, said twice.
    add(record, origin) {
      rows.append(record, origin)
      rows.foldLast()
      return true
    },
    addStamped: (calls) => {
      stamped += calls.length
      rows.appendStamped(calls)
    },
  })
  const cells = rows.words.slice(0, rows.length * ROW_WORDS)
  const stated = Array.from({ length: rows.length }, (_, row) => {
    const word = row * ROW_WORDS
    // Numbers of tables, which hold more where rows are made by the kernel.
    cells[word + WORD.descriptor] = cells[word + WORD.attribute] = 0
    return [rows.descriptorAt(row), rows.attributesAt(row), ...cells.subarray(word, word + ROW_WORDS)]
  })
  return { rows, stated, account: result!.account, stamped }
}

/** What lines add to the total; beyond nothing it falls to 1. */
const usual = fc.record({ input: fc.nat(5000), cached: fc.nat(1000), output: fc.nat(900) })
const odd = fc.constantFrom(
  { input: 0, cached: 0, output: 0 },
  { input: 0, cached: -1e15, output: 0 },
  { input: 10, cached: -1e15, output: 1 },
  { input: 2 ** 33, cached: 0, output: 1 },
  { input: 10, cached: 3000, output: 1 },
  { input: -1e15, cached: -1e15, output: 5 },
  { input: 5, cached: 0, output: -1e15 },
)
/** What else happens: the last call is stated in another way or not at all, it is all of the total, another thread begins. */
const event = fc.constantFrom('last', 'last', 'last', 'last', 'last', 'other', 'absent', 'whole', 'unstated', 'thread')
const steps = fc.array(fc.record({ add: fc.oneof({ weight: 3, arbitrary: usual }, odd), event, wait: fc.nat(2) }), {
  minLength: 20,
  maxLength: 60,
})
type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never

function linesOf(told: Steps, lastHasCached: boolean): readonly string[] {
  let total = [0, 0, 0]
  let second = 0
  return told.flatMap(({ add: { input, cached, output }, event, wait }, nth) => {
    const added = [input, cached, output]
    second += wait
    total = total.map((sum, at) => (sum + added[at]! < 0 ? 1 : sum + added[at]!))
    const own = event === 'whole' ? total : event === 'other' ? [3, 2, 1] : added.map((sum) => Math.max(0, sum))
    const [whole, last] = [usageOf(total, true), usageOf(own, lastHasCached)]
    const written = line(second, event === 'unstated' ? { total_tokens: nth } : whole, event === 'absent' ? null : last)
    return event === 'thread' ? [META.replace('thréad', `t${nth}`), written] : [written]
  })
}

function usageOf([input, cached, output]: readonly number[], hasCached: boolean): Usage {
  return {
    ...{ input_tokens: input!, ...(hasCached && { cached_input_tokens: cached! }), cache_write_input_tokens: 1 },
    ...{ output_tokens: output!, total_tokens: input! + output! },
  }
}

describe.skipIf(Kernel.load() === null)('calls that the kernel makes of running totals', () => {
  it('are those that their reader tells of each line, to the byte, and accounted for like these', async () => {
    let stamped = 0
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (told, lastHasCached) => {
        const lines = [META, ...linesOf(told, lastHasCached)]
        const [fast, plain] = [await scanned(lines, false), await scanned(lines, true)]
        expect(fast.stated).toEqual(plain.stated)
        expect(fast.account).toEqual(plain.account)
        stamped += fast.stamped
      }),
      { numRuns: 25 },
    )
    expect(stamped).toBeGreaterThan(0)
  })

  it('have as identity their thread, their time as it is written and their total', async () => {
    const lines = Array.from({ length: 9 }, (_, nth) => {
      const usage = (times: number) => ({ input_tokens: 3e9 * times, output_tokens: 10 * times, total_tokens: 0 })
      return line(nth, usage(nth + 1), usage(1))
    })
    const { rows, stamped } = await scanned([META, ...lines], false)
    expect(stamped).toBeGreaterThan(5)
    const hash = { lo: 0, hi: 0 }
    hashText('thréad@2026-03-01T10:00:06.000Z#21000000000+70', hash)
    expect([rows.idLowOf(6), rows.idHighOf(6)]).toEqual([hash.lo, hash.hi])
  })
})
