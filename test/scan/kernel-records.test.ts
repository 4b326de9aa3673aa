import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Kernel } from '../../src/scan/kernel.ts'
import { scan } from '../../src/scan/scan.ts'
import { NO_INPUT } from '../../src/sources/no-input.ts'
import { hashText } from '../../src/usage/hash.ts'
import { RecordRows } from '../../src/usage/record-rows.ts'
import { FLAG, FLOAT, ROW_WORDS, WORD } from '../../src/usage/row-layout.ts'
import type { StampedCalls } from '../../src/usage/stamped-calls.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-records-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A call as a streamed message logs it: 10 tokens that were not cached, 2 that were, and those of the output. */
function line(id: string, time: string, output: number, stop: string | null = null, session = '"s1"'): string {
  return (
    `{"type":"assistant","sessionId":${session},"timestamp":"${time}","message":{"id":"${id}","model":"claude-opus-4-6",` +
    `"stop_reason":${JSON.stringify(stop)},"usage":{"input_tokens":10,"cache_read_input_tokens":2,"output_tokens":${output}}}}\n`
  )
}

/** What a scan of these lines tells of those that were not parsed, one piece after the other, and its account. */
async function scanned(lines: readonly string[], plain = false) {
  const path = join(folder, 'log.jsonl')
  writeFileSync(path, lines.join(''))
  const pieces: StampedCalls[] = []
  const tables = new RecordRows()
  const [result] = await scan([{ name: 'log.jsonl', path }], {
    ...{ stdin: NO_INPUT, format: null, everyEntry: false, plain, add: () => true, onBytes() {}, onFile() {} },
    tables,
    addStamped: ({ words, length, mayRepeat }) =>
      pieces.push({ words: words.slice(0, length * ROW_WORDS), length, mayRepeat }),
  })
  return { pieces, tables, account: result!.account }
}

describe.skipIf(Kernel.load() === null)('the records that the kernel makes', () => {
  it('are rows of usage records, with every value in its place', async () => {
    const times = ['2026-03-01T10:00:00Z', '2026-03-01T10:00:01.000Z']
    const before = times.map((time, nth) => line(`msg_${nth}`, time, 3))
    const copies = [line('msg_3', '2026-03-01T10:00:02.000Z', 3), line('msg_3', '2026-03-01T10:00:02.250Z', 7)]
    const { pieces, tables } = await scanned([...before, ...copies])
    // The first line tells the format and the template, and the session is new in the second one.
    expect(pieces.map(({ length }) => length)).toEqual([1, 1])
    const { words, mayRepeat } = pieces[1]!
    expect(mayRepeat).toBe(false)
    const floats = new Float64Array(words.buffer)
    const identity = { lo: 0, hi: 0 }
    hashText('msg_3', identity)
    expect(words.length).toBe(ROW_WORDS)
    expect(floats[FLOAT.time]).toBe(Date.UTC(2026, 2, 1, 10, 0, 2))
    expect(floats[FLOAT.offset]).toBe([...before, copies[0]!].join('').length)
    expect(floats[FLOAT.cost]).toBeNaN()
    expect(words[WORD.ownDelay]).toBe(250)
    expect([words[WORD.idLow], words[WORD.idHigh]]).toEqual([identity.lo, identity.hi])
    expect(tables.descriptors.values[words[WORD.descriptor]!]).toMatchObject({
      model: 'claude-opus-4-6',
      format: 'claude-code',
    })
    expect(tables.attributes.values[words[WORD.attribute]!]).toEqual({ session: 's1' })
    expect([words[WORD.extra], words[WORD.file], words[WORD.folded]]).toEqual([0, 0, 1])
    // Input, cache reads and output are stated.
    expect([words[WORD.stated], words[WORD.flags]]).toEqual([0b10011, FLAG.partial])
    expect([...words.subarray(WORD.counts)]).toEqual([12, 2, 0, 0, 7, 0])
  })

  it('may be copies that differ in more than counts and time, and say so', async () => {
    const time = '2026-03-01T10:00:00.000Z'
    const begin = [line('msg_0', time, 1), line('msg_1', time, 1, 'end_turn'), line('msg_2', time, 1)]
    const { pieces } = await scanned([...begin, line('msg_3', time, 3), line('msg_3', time, 3, 'end_turn')])
    const { length, mayRepeat, words } = pieces.at(-1)!
    expect([length, mayRepeat]).toEqual([2, true])
    const rows = new RecordRows()
    rows.appendStamped(pieces.at(-1)!)
    // The finished one is kept.
    expect([rows.length, rows.foldedOf(0), rows.has(0, FLAG.partial)]).toEqual([1, 1, false])
    const again = { words: words.slice(0, ROW_WORDS), length: 1, mayRepeat: false }
    rows.appendStamped(again)
    expect([rows.length, rows.foldedOf(0)]).toEqual([1, 2])
  })

  it('may be more than there is room for at once', async () => {
    const lines = Array.from({ length: 2000 }, (_, nth) => line(`msg_${nth}`, '2026-03-01T10:00:00Z', nth + 1))
    const { pieces } = await scanned(lines)
    const outputs = pieces.flatMap(({ words, length }) =>
      Array.from({ length }, (_, row) => words[row * ROW_WORDS + WORD.counts + 4]),
    )
    expect(outputs).toEqual(lines.slice(1).map((_, nth) => nth + 2))
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(lines.length / 2)
  })

  it('have the texts of their own lines, however many are new at once', async () => {
    // More than the kernel has room for, and the first ones again, when they are forgotten.
    const many = Array.from({ length: 9000 }, (_, nth) => [`s${nth >> 1}`, `tab\t${nth}`, 'ü"', ''][nth % 4]!)
    const texts = [...many, ...many.slice(0, 100)]
    const time = '2026-03-01T10:00:00Z'
    const lines = texts.map((text, nth) => line(`msg_${nth}`, time, nth + 1, null, JSON.stringify(text)))
    const { pieces, tables } = await scanned(lines)
    const { values } = tables.attributes
    const told = pieces.flatMap(({ words, length }) =>
      Array.from({ length }, (_, row) => {
        const word = row * ROW_WORDS
        const session = values[words[word + WORD.attribute]!]!.session ?? ''
        return { session, line: words[word + WORD.counts + 4]! - 1 }
      }),
    )
    expect(told.length).toBeGreaterThan(6500)
    expect(told).toEqual(told.map(({ line }) => ({ session: texts[line], line })))
    expect(told.at(-1)!.line).toBe(texts.length - 1)
  })

  it('are accounted for as when each line is parsed, so that equal files are known', async () => {
    const lines = Array.from({ length: 40 }, (_, nth) => line(`msg_${nth >> 1}`, '2026-03-01T10:00:00Z', nth + 1))
    expect((await scanned(lines)).account).toEqual((await scanned(lines, true)).account)
  })
})
