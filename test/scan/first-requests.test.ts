import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { generic } from '../../src/formats/generic.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { reportOn } from '../analyze/reporting.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokencost-requests-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Their texts hold needles. */
const REQUEST = JSON.stringify({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'what is "usage": {"prompt_tokens": 12}?' }],
})
const USAGE = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }
const ANSWER = JSON.stringify({
  ...{
    id: 'chatcmpl-AbCdEfGhIjKlMnOpQrSt',
    object: 'chat.completion',
    created: 1772359200,
    model: 'gpt-4o',
    choices: [],
  },
  usage: USAGE,
})
/** With a key that is none of a request's. */
const LOGGED = JSON.stringify({ ...JSON.parse(REQUEST), response: { usage: USAGE } })

/** What the lines of a file count, and how often a reader was opened for what no other format knows. */
async function told(lines: readonly string[], plain: boolean) {
  const opened = vi.spyOn(generic, 'open')
  writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'))
  const { call_count, total_tokens, input } = await reportOn(folder, ['log.jsonl'], { plain })
  const readers = opened.mock.calls.length
  opened.mockRestore()
  return { counted: [call_count, total_tokens, input], readers }
}

describe.skipIf(Kernel.load() === null)('requests before the first answer', () => {
  it('are nothing, without a reader being asked', async () => {
    const { counted, readers } = await told([REQUEST, REQUEST, ANSWER, REQUEST], false)
    expect(readers).toBe(0)
    expect(counted.slice(0, 2)).toEqual([1, 17])
    expect(counted).toEqual((await told([REQUEST, REQUEST, ANSWER, REQUEST], true)).counted)
  })

  it('are for all formats where another key stands in them', async () => {
    const { counted, readers } = await told([REQUEST, LOGGED, REQUEST], false)
    expect(readers).toBe(1)
    expect(counted.slice(0, 2)).toEqual([1, 17])
    expect(counted).toEqual((await told([REQUEST, LOGGED, REQUEST], true)).counted)
  })
})
