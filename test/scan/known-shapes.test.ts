import { describe, expect, it } from 'vitest'
import { claudeCode } from '../../src/formats/claude-code.ts'
import { ScanAccount } from '../../src/scan/account.ts'
import { KnownShapes } from '../../src/scan/known-shapes.ts'
import { hashText } from '../../src/usage/hash.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import type { UsageRecord } from '../../src/usage/record.ts'
import { RecordRows } from '../../src/usage/record-rows.ts'
import { FLOAT, WORD } from '../../src/usage/row-layout.ts'
import type { StampedCalls } from '../../src/usage/stamped-calls.ts'
import { told } from '../formats/told.ts'

interface Own {
  readonly id?: string
  readonly session?: string
  readonly time?: string
  readonly text?: string
  readonly input?: string
  readonly model?: string
  readonly end?: string
}

function line(own: Own = {}): string {
  const {
    id = 'msg_1',
    session = 's1',
    time = '2026-03-01T10:00:00.000Z',
    text = 'hello',
    input = '7',
    end = '}',
  } = own
  return (
    `{"type":"assistant","sessionId":"${session}","timestamp":"${time}","message":{"id":"${id}",` +
    `"model":"${own.model ?? 'claude-opus-4-6'}","content":[{"type":"text","text":"${text}"}],` +
    `"usage":{"input_tokens":${input},"cache_read_input_tokens":5,"output_tokens":3}}${end}`
  )
}

const tables = new RecordRows()
/** Calls, with the numbers of their files. */
const added: { call: StampedCalls; file: number }[] = []
const sink = {
  tables,
  add: () => false,
  addStamped: (call: StampedCalls, file: number) => void added.push({ call, file }),
}

/** Shapes that know this line. */
function shapesOf(...lines: readonly string[]): KnownShapes {
  const shapes = new KnownShapes()
  shapes.begin(3, sink)
  for (const text of lines) {
    const entry = JSON.parse(text) as JsonObject
    const [[, record]] = told(claudeCode, [entry]) as [['record', UsageRecord]]
    shapes.learn(
      Buffer.from(`${text}${' '.repeat(40)}`).subarray(0, Buffer.byteLength(text)),
      entry,
      claudeCode,
      record,
    )
  }
  return shapes
}

/** What they know of a line that stands in the middle of others. */
function callIn(shapes: KnownShapes, text: string, more = true) {
  const bytes = Buffer.from(`${line()}\n${text}\n${line()}`)
  const from = line().length + 1
  if (!shapes.know(bytes, from, from + Buffer.byteLength(text), claudeCode, more)) return null
  const { call } = taken(shapes, from)
  const { words } = call!
  const attributes = tables.attributes.values[words[WORD.attribute]!]!
  return { time: floatsOf(call!)[FLOAT.time], input: words[WORD.counts], attributes }
}

function floatsOf({ words }: StampedCalls): Float64Array {
  return new Float64Array(words.buffer)
}

/** What becomes of the line that was known last. */
function taken(shapes: KnownShapes, offset = 0) {
  const account = new ScanAccount()
  added.length = 0
  shapes.take(account, offset)
  expect(added.map(({ file }) => file)).toEqual([3])
  return { account, call: added[0]?.call }
}

describe('a line of a known shape', () => {
  it('is a call with its own identity, time, counts and attributes: 9 + 5 in', () => {
    const shapes = shapesOf(line())
    const own = {
      id: 'msg_2',
      session: 's2',
      time: '2026-03-02T10:00:00Z',
      text: 'é "\\u00e9\\n'.replace('"', '\\"'),
      input: '9',
    }
    expect(callIn(shapes, line(own))).toEqual({
      time: Date.UTC(2026, 2, 2, 10),
      input: 14,
      attributes: { session: 's2' },
    })
    const bytes = Buffer.from(`${line(own)}${' '.repeat(40)}`)
    shapes.know(bytes, 0, Buffer.byteLength(line(own)), claudeCode, true)
    const hash = { lo: 0, hi: 0 }
    hashText('msg_2', hash)
    const { words } = taken(shapes).call!
    expect([words[WORD.idLow], words[WORD.idHigh], words[WORD.file]]).toEqual([hash.lo, hash.hi, 3])
  })

  it('has the session that it states, escaped or not, whatever the line before had', () => {
    const shapes = shapesOf(line())
    for (const session of ['s1', 'C:\\\\Users\\\\a', 'é', '', 's1'])
      expect(callIn(shapes, line({ session }))?.attributes.session ?? '').toBe(JSON.parse(`"${session}"`))
  })

  it.each<[string, Own]>([
    ['an identity with an escape', { id: 'msg\\u005f2' }],
    ['an identity beyond ASCII', { id: 'msg_é' }],
    ['no identity', { id: '' }],
    ['a time that is none', { time: 'yesterday' }],
    ['a count of more than fifteen digits', { input: '1000000000000000' }],
    ['a count that is none', { input: '07' }],
    ['a broken count', { input: '-1' }],
    ['another model', { model: 'claude-haiku-4-5' }],
    ['a text that ends', { text: 'a"' }],
    ['a text with a control character', { text: 'a\tb' }],
    ['a broken escape', { text: '\\x' }],
    ['something behind it', { end: ',"x":1}' }],
    ['no end', { end: '' }],
    ['more than 32 bits of input', { input: '4294967291' }],
  ])('is parsed when it has %s', (_, own) => {
    expect(callIn(shapesOf(line()), line(own))).toBeNull()
  })

  it('counts as an entry with one call, of a digest of its offset and its 9 + 5 + 3 tokens', () => {
    const shapes = shapesOf(line())
    callIn(shapes, line({ input: '9' }))
    const expected = new ScanAccount()
    expected.found(1, 40, 17)
    const { account } = taken(shapes, 40)
    expect(account).toMatchObject({ lines: 1, entriesWithCalls: 1, callsFound: 1, other: 0, formats: ['claude-code'] })
    expect(account.digest).toBe(expected.digest)
  })

  it('is parsed when it has no tokens', () => {
    const shapes = shapesOf(line())
    const none = line({ input: '0' }).replace('_tokens":5', '_tokens":0').replace('_tokens":3', '_tokens":0')
    expect(shapes.know(Buffer.from(`${none}${' '.repeat(40)}`), 0, none.length, claudeCode, true)).toBe(false)
  })

  it('is parsed when its call is for rows with other tables than those of the lines before', () => {
    const shapes = shapesOf(line())
    shapes.begin(3, sink)
    expect(callIn(shapes, line())).not.toBeNull()
    shapes.begin(3, { ...sink, tables: new RecordRows() })
    expect(callIn(shapes, line())).toBeNull()
  })

  it('is looked for among all shapes only when that is wanted', () => {
    const shapes = shapesOf(line({ model: 'claude-haiku-4-5' }), line())
    expect(callIn(shapes, line({ model: 'claude-haiku-4-5' }), false)).toBeNull()
    expect(callIn(shapes, line({ model: 'claude-haiku-4-5' }))).not.toBeNull()
    expect(callIn(shapes, line({ model: 'claude-haiku-4-5' }), false)).not.toBeNull()
  })
})

describe('no shape is made of', () => {
  it.each<[string, string]>([
    ['a line that says a key twice', line().replace('"type"', '"type":"user","type"')],
    ['a key with an escape', line().replace('"sessionId"', '"session\\u0049d"')],
    ['what may be a saved report', line().replace('{', '{"schema_version":1,')],
    ['a line of more than 64 KiB', line({ text: 'a'.repeat(1 << 16) })],
    ['a count that is text', line({ input: '"7"' })],
    [
      'usage whose total may say where the cache lies',
      line().replace('"output_tokens":3', '"output_tokens":3,"total_tokens":15'),
    ],
    [
      'web searches, which cost a fee',
      line().replace('"output_tokens":3', '"output_tokens":3,"server_tool_use":{"web_search_requests":1}'),
    ],
  ])('%s', (_, text) => {
    expect(callIn(shapesOf(text), text)).toBeNull()
  })
})
