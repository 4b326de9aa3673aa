import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Kernel } from '../../src/scan/kernel.ts'
import { scan } from '../../src/scan/scan.ts'
import { NO_INPUT } from '../../src/sources/no-input.ts'
import { RecordRows } from '../../src/usage/record-rows.ts'
import { reportOn } from '../analyze/reporting.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-requests-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Their texts hold needles. */
const REQUEST = JSON.stringify({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'what is "usage": {"prompt_tokens": 12}?' }],
})
const USAGE = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }
const PLAIN = { object: 'chat.completion', created: 1772359200, model: 'gpt-4o', choices: [], usage: USAGE }
const ANSWER = JSON.stringify({ id: 'chatcmpl-AbCdEfGhIjKlMnOpQrSt', ...PLAIN })
/** With a key that is none of a request's. */
const LOGGED = JSON.stringify({ ...JSON.parse(REQUEST), response: { usage: USAGE } })
/** An answer, and of an earlier format too. */
const LEDGER = JSON.stringify({ id: 'T-1', ...PLAIN, usageLedger: { events: [] }, messages: [] })
const EMPTY = JSON.stringify({ id: 'chatcmpl-AbCdEfGhIjKlMnOpQrSt', ...PLAIN, usage: {} })
const EVENT = JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', usageLedger: { events: [] } })
const FILE = [REQUEST, ANSWER, REQUEST, ANSWER, REQUEST, ANSWER]

/** The report of these files, with every call in it. */
function reported(files: readonly (readonly string[])[], plain: boolean) {
  const names = written(files).map(({ name }) => name)
  return reportOn(folder, names, { plain, withKeys: true })
}

function written(files: readonly (readonly string[])[]) {
  return files.map((lines, nth) => {
    const [name, path] = [`${nth}.jsonl`, join(folder, `${nth}.jsonl`)]
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
    return { name, path }
  })
}

describe.skipIf(Kernel.load() === null)('files that begin like one before them', () => {
  it('are known from their first line on, and nothing of them is parsed', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    // What was just written is not sure to stay.
    const later = Date.now() + 60_000
    const now = vi.spyOn(Date, 'now').mockReturnValue(later)
    const results = await scan(written([FILE, FILE, FILE, FILE]), {
      ...{ stdin: NO_INPUT, format: null, everyEntry: false, add: () => true, onBytes() {}, onFile() {} },
      ...{ tables: new RecordRows(), addStamped() {}, toBeKept: true },
    })
    const parsed = parse.mock.calls.length
    parse.mockRestore()
    now.mockRestore()
    expect(results.map(({ account }) => account.callsFound)).toEqual([3, 3, 3, 3])
    // The request and the answer that tell the format.
    expect(parsed).toBe(2)
    // What is appended to any of them belongs to what stands there.
    expect(results.map(({ reuse }) => reuse!.end)).toEqual([null, null, null, null])
  })

  it.each([
    ['a request that holds more', [REQUEST, LOGGED, ANSWER]],
    ['requests alone', [REQUEST, REQUEST]],
    ['an answer that an earlier format knows too', [REQUEST, LEDGER, ANSWER]],
    ['an answer without a needle, and what an earlier format knows too', [REQUEST, EMPTY, LEDGER, ANSWER]],
    ['nothing, which an earlier format knows too', [REQUEST, EVENT, LEDGER, ANSWER]],
  ])('say what parsing says where one goes on with %s', async (_, lines) => {
    for (const files of [
      [FILE, FILE, lines],
      [lines, FILE, FILE],
    ])
      expect(await reported(files, false)).toEqual(await reported(files, true))
  })
})
