import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { claudeLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { reportOn } from './reporting.ts'

const KEYED = { withKeys: true }
const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })

/** A stream whose states count nothing: a mock, or a proxy that lost the counts. */
function emptied(id: string): string {
  const usage = { input_tokens: 0, output_tokens: 0 }
  const message = {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5',
    content: [],
    usage,
  }
  const delta = { stop_reason: 'end_turn' }
  return [
    { type: 'message_start', message },
    { type: 'message_delta', delta, usage: { output_tokens: 0 } },
  ]
    .map((event) => `data: ${JSON.stringify(event)}\n\n`)
    .join('')
}

async function shards(cwd: string, names: readonly string[]): Promise<readonly string[]> {
  for (const name of names) writeFileSync(join(cwd, `${name}.json`), json(await reportOn(cwd, [name], KEYED)))
  return names.map((name) => `${name}.json`)
}

describe('streams that end with nothing but zeros', () => {
  test('are duplicates where another shard has a copy that counts, and no usage where none has', async () => {
    const cwd = folderWith({ 'a.sse': emptied('1'), 'b.jsonl': claudeLine('1'), 'c.sse': emptied('2') })
    const names = ['a.sse', 'b.jsonl', 'c.sse']
    const merged = await reportOn(cwd, await shards(cwd, names), KEYED)
    expect([merged.call_count, merged.total_tokens]).toEqual([1, 110])
    const accounts = merged.input.by_file.map(({ name, records, duplicates, other }) => [
      name,
      records,
      duplicates,
      other,
    ])
    // Of a.sse the start is folded into the delta, and that into the call of b.jsonl; of c.sse the delta is no call.
    expect(accounts).toEqual([
      ['a.sse', 0, 2, 0],
      ['b.jsonl', 1, 0, 0],
      ['c.sse', 0, 1, 1],
    ])
    expect(json(merged)).toBe(json(await reportOn(cwd, names, KEYED)))
    writeFileSync(join(cwd, 'ac.json'), json(await reportOn(cwd, ['a.sse.json', 'c.sse.json'], KEYED)))
    expect(json(await reportOn(cwd, ['b.jsonl.json', 'ac.json'], KEYED))).toBe(json(merged))
    const plain = json(await reportOn(cwd, names))
    expect(json(await reportOn(cwd, ['a.sse.json', 'b.jsonl', 'c.sse']))).toBe(plain)
  })
})
