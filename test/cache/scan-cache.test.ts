import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mappedFormats } from '../../src/formats/mapped.ts'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { cached, counting, report, withOldFiles } from './cached.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const lines = (...ids: readonly string[]) => ids.map((id) => claudeLine(id)).join('')
const segments = (folder: string) => readdirSync(join(folder, 'cache'))

describe('a cache', () => {
  beforeEach(withOldFiles)
  afterEach(() => void vi.restoreAllMocks())

  test('leaves nothing to read of files that did not change', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1', '2'), 'logs/b.jsonl': lines('2', '3') })
    const counter = counting()
    const first = await cached(folder, { format: counter.format })
    expect(counter.seen).toBe(4)
    expect(await cached(folder, { format: counter.format })).toBe(first)
    expect(counter.seen).toBe(4)
    expect(await report(folder, { format: counter.format })).toBe(first)
  })

  test('leaves only the new lines to read of a file that grew', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1', '2'), 'logs/b.jsonl': lines('3') })
    const counter = counting()
    await cached(folder, { format: counter.format })
    appendFileSync(join(folder, 'logs/a.jsonl'), lines('4', '1', '5'))
    counter.seen = 0
    const grown = await cached(folder, { format: counter.format })
    expect(counter.seen).toBe(3)
    expect(await cached(folder, { format: counter.format })).toBe(grown)
    expect(counter.seen).toBe(3)
    expect(await report(folder, { format: counter.format })).toBe(grown)
  })

  test('has a file read whole whose last line had no end when it grows', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1', '2').trimEnd() })
    const counter = counting()
    await cached(folder, { format: counter.format })
    appendFileSync(join(folder, 'logs/a.jsonl'), `\n${lines('3')}`)
    counter.seen = 0
    await cached(folder, { format: counter.format })
    expect(counter.seen).toBe(3)
  })

  test('has a file read whole that ended inside what appended lines close', async () => {
    const folder = folderWith({ 'logs/a.jsonl': `${lines('1')}{"usage":[\n${lines('2')}` })
    await cached(folder)
    appendFileSync(join(folder, 'logs/a.jsonl'), `]}\n${lines('3')}`)
    expect(await cached(folder)).toBe(await report(folder))
  })

  test('has a file read again that was replaced by one of the same size and time', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1'), other: lines('2') })
    const path = join(folder, 'logs/a.jsonl')
    await cached(folder)
    const { atime, mtime } = statSync(path)
    renameSync(join(folder, 'other'), path)
    utimesSync(path, atime, mtime)
    expect(await cached(folder)).toBe(await report(folder))
  })

  test('has a file read again that was changed in its middle, its time set back', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines(...'123456789'.repeat(9)) })
    const path = join(folder, 'logs/a.jsonl')
    await cached(folder)
    const { atime, mtime } = statSync(path)
    const changed = readFileSync(path, 'latin1').split('\n')
    changed[40] = claudeLine('x').trimEnd()
    writeFileSync(path, changed.join('\n'))
    utimesSync(path, atime, mtime)
    expect(await cached(folder)).toBe(await report(folder))
  })

  test('does not keep what it knows of a file that was changed this moment', async () => {
    vi.restoreAllMocks()
    const folder = folderWith({ 'logs/a.jsonl': lines('1') })
    vi.spyOn(Date, 'now').mockReturnValue(statSync(join(folder, 'logs/a.jsonl')).mtimeMs + 1)
    await cached(folder)
    expect(readdirSync(folder)).toEqual(['logs'])
  })

  test('is not used when entries are read in another way', async () => {
    const folder = folderWith({
      'logs/a.jsonl': `${openaiLine()}{"type":"user","text":broken}\n${claudeLine('1')}${JSON.stringify({ app: { used: 7 } })}\n`,
    })
    const none = { model: null, cache: null, id: null, time: null, session: null, labels: {}, cumulative: false }
    const counts = { input: ['app', 'used'], output: null, cache_read: null, cache_write: null, reasoning: null }
    const mapped = (input: readonly string[]) =>
      mappedFormats([{ ...none, name: 'mine', place: '', match: ['app'], counts: { ...counts, input } }])
    const manners = [
      {},
      { everyEntry: true },
      { plain: true },
      { format: counting().format },
      { mapped: mapped(['app', 'used']) },
      { mapped: mapped(['app', 'other']) },
      { defaultModel: 'gpt-4o' },
    ]
    for (let again = 0; again < 2; again++)
      for (const manner of manners) expect(await cached(folder, manner)).toBe(await report(folder, manner))
  })

  test('is not used for what depends on a neighbouring file', async () => {
    const folder = folderWith()
    mkdirSync(join(folder, 'logs'))
    cpSync(join(FIXTURES, 'cline'), join(folder, 'logs'), { recursive: true })
    expect(await cached(folder)).toBe(await report(folder))
    for (const name of readdirSync(join(folder, 'logs'), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('task_metadata.json')) writeFileSync(join(folder, 'logs', name), '{}')
    expect(await cached(folder)).toBe(await report(folder))
  })

  test('holds no text of prompts and answers', async () => {
    const secret = 'tell nobody'
    const line = JSON.parse(claudeLine('1'))
    line.message.content = [{ type: 'text', text: secret }]
    const folder = folderWith({ 'logs/a.jsonl': `${JSON.stringify(line)}\n{"text":"${secret}","usage":\n` })
    await cached(folder)
    const bytes = segments(folder).map((name) => readFileSync(join(folder, 'cache', name), 'latin1'))
    expect(bytes.join()).toContain('claude-sonnet-4-5')
    expect(bytes.join()).not.toContain(secret)
  })

  test('stays few files when logs grow again and again, and forgets logs that are gone', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1'), 'logs/b.jsonl': lines('2') })
    for (let day = 0; day < 6; day++) {
      await cached(folder)
      appendFileSync(join(folder, 'logs/a.jsonl'), lines(`day ${day}`))
    }
    expect(segments(folder)).toHaveLength(1)
    renameSync(join(folder, 'logs/b.jsonl'), join(folder, 'logs/c.jsonl'))
    expect(await cached(folder)).toBe(await report(folder))
    const [only] = segments(folder)
    expect(readFileSync(join(folder, 'cache', only!), 'latin1')).not.toContain('b.jsonl')
  })

  test('among the logs is no file that was passed over', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1') })
    const alone = await report(folder)
    const inside = { cache: { folder: join(folder, 'logs') } }
    for (let again = 0; again < 2; again++) expect(await report(folder, inside)).toBe(alone)
    expect(await report(folder)).toBe(alone)
  })

  test('that cannot be written says so, and changes nothing else', async () => {
    const folder = folderWith({ 'logs/a.jsonl': lines('1'), file: '' })
    const warn = vi.fn()
    expect(await report(folder, { cache: { folder: join(folder, 'file'), warn } })).toBe(await report(folder))
    expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('could not be written')])
  })
})
