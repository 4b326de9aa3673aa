import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EntryReader } from '../../src/scan/entry-reader.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { NeedleFinder } from '../../src/scan/needles.ts'
import type { LineBegin } from '../../src/scan/read-window.ts'
import { readEntries } from './read-entries.ts'

const entries = (content: string | Buffer) =>
  readEntries(content).map((seen) => (seen.kind === 'entry' ? seen.text : seen.kind))

function endOf(content: string): LineBegin | null {
  const reader = new EntryReader(new NeedleFinder(['']))
  reader.begin({ entry() {}, text() {}, broken() {}, others() {} })
  reader.filled(Buffer.from(content).copy(reader.room()))
  return reader.end()
}

const TOKENS = { needles: ['_tokens'] }

describe('what an entry is', () => {
  it('a line of JSONL, blank lines aside', () => {
    expect(entries('{"a":1}\n\n  \n{"b":2}\n')).toEqual(['{"a":1}', '{"b":2}'])
  })
  it('the last line without a newline', () => {
    expect(entries('{"a":1}\n{"b":2}')).toEqual(['{"a":1}', '{"b":2}'])
  })
  it('a line behind CRLF, a byte order mark, or the NULs that a crash left', () => {
    expect(entries('\ufeff{"a":1}\r\n\0\0\0{"b":2}\r\n')).toEqual(['{"a":1}', '{"b":2}'])
  })
  it('an SSE data line', () => {
    expect(entries('event: x\ndata: {"a":1}\n\ndata: [DONE]\n')).toEqual(['text', '{"a":1}', 'text'])
  })
  it('a document over many lines, and several of them without a separator', () => {
    const document = JSON.stringify({ a: { b: [1, '}{'] } }, null, 2)
    expect(entries(`${document}\n${document}${document}\n`)).toEqual([document, document, document])
  })
  it('each element of a top-level array, on one line or many', () => {
    expect(entries('[{"a":1},{"b":[2]} , 3,"x"]')).toEqual(['{"a":1}', '{"b":[2]}', 'text', 'text'])
    expect(entries('[\n  {"a":1},\n  {"b":2}\n]\n')).toEqual(['{"a":1}', '{"b":2}'])
  })
  it('no array: text that begins with a bracket', () => {
    expect(entries('[INFO] started\n[2026-01-01 10:00:00] done\n{"a":1}\n')).toEqual(['text', 'text', '{"a":1}'])
  })
  it('an empty file has none', () => {
    expect(entries('')).toEqual([])
    expect(entries('\n\n')).toEqual([])
  })
})

describe('a file', () => {
  it('begins anew, whatever the one before it ended in', () => {
    const inLongText = `see {"a":"${'x'.repeat(2.5 * 2 ** 20)}"}`
    for (const before of [inLongText, '[{"a":1},', '{"a":', 'text', '"'])
      expect(readEntries('text\n{"b":2}\n', { ...TOKENS, before })).toEqual([{ kind: 'others', count: 2 }])
  })
})

describe('where a line begins that is appended', () => {
  it('behind the last one, when that has its end', () => {
    expect(endOf('{"a":1}\n{"b":2}\n')).toEqual({ offset: 16, line: 3 })
    expect(endOf('')).toEqual({ offset: 0, line: 1 })
  })
  it('nowhere, when it would go on with what is open', () => {
    expect(endOf('{"a":1}\n{"b":2}')).toBeNull()
    expect(endOf('{"a":[\n')).toBeNull()
    expect(endOf('{"a":[\n{"b":2}\n')).toBeNull()
    expect(endOf('[{"a":1},\n')).toBeNull()
  })
})

describe('what is broken is said, and costs nothing else', () => {
  it('a line that was cut in a string, before whole lines', () => {
    expect(entries('{"a":"x\n{"b":2}\n')).toEqual(['broken', '{"b":2}'])
  })
  it('a line that was cut behind a colon or a comma, before whole lines', () => {
    expect(entries('{"a":\n{"b":2}\n{"c":3}\n')).toEqual(['broken', '{"b":2}', '{"c":3}'])
    expect(entries('{"a":[1,\n{"b":2}\n')).toEqual(['broken', '{"b":2}'])
  })
  it('a truncated last line', () => {
    expect(readEntries('{"a":1}\n{"input_tokens":', TOKENS)).toEqual([
      { kind: 'others', count: 1 },
      { kind: 'broken', line: 2, candidate: true, reason: 'truncated: the file ends inside it' },
    ])
  })
  it('a truncated array keeps the elements that were whole', () => {
    expect(entries('[{"a":1},{"b":2},{"c"')).toEqual(['{"a":1}', '{"b":2}', 'broken'])
    expect(entries('[{"a":1},')).toEqual(['{"a":1}', 'broken'])
  })
})

describe('lines are numbered as editors number them', () => {
  it('behind documents, arrays and broken lines', () => {
    const seen = readEntries('{\n"a":1\n}\n[\n{"b":2},\n{"c":3}\n]\n{"d\n{"e":5}')
    expect(seen.map((each) => 'line' in each && each.line)).toEqual([1, 5, 6, 8, 9])
  })
})

describe('entries beyond 1 MiB', () => {
  const long = 'x'.repeat(3 << 20)
  it('keep everything but long strings', () => {
    expect(readEntries(`{"text":"${long}\\"","usage":{"input_tokens":5}}\n{"b":2}\n`, TOKENS)).toEqual([
      { kind: 'entry', offset: 0, line: 1, text: '{"text":"","usage":{"input_tokens":5}}' },
      { kind: 'others', count: 1 },
    ])
  })
  it('keep JSON that is written as text', () => {
    const inner = JSON.stringify(JSON.stringify({ pad: 'y'.repeat(1 << 17), input_tokens: 5 }))
    expect(entries(`{"text":"${long}","inner":${inner}}`)).toEqual([`{"text":"","inner":${inner}}`])
  })
  it('keep no JSON written as text beyond 16 MiB: usage in it is lost, and said to be', () => {
    const inner = (usage: string) => JSON.stringify(JSON.stringify({ pad: 'y'.repeat(17 << 20), ...JSON.parse(usage) }))
    const kinds = (content: string) =>
      readEntries(content, TOKENS).map((each) => [each.kind, 'reason' in each && each.reason])
    expect(kinds(`{"inner":${inner('{"input_tokens":5}')}}`)).toEqual([['broken', 'too large']])
    expect(kinds(`{"inner":${inner('{"input_tokens":5}')},"input_tokens":6}`)).toEqual([['entry', false]])
    expect(kinds(`{"inner":${inner('{}')}}`)).toEqual([['others', false]])
  })
  it('are seen to carry usage wherever a cut falls', () => {
    const content = `{"t":"${long}","input_tokens":1}`
    const pieces = Array.from({ length: 6 }, () => 1 << 19)
    for (let cut = 0; cut < 16; cut++) {
      const untilNeedle = content.length - 6 * (1 << 19) - 20 + cut
      expect(readEntries(content, { ...TOKENS, cuts: [...pieces, untilNeedle, 3] })[0]!.kind).toBe('entry')
    }
  })
  it('are no JSON where they are nested deeper than memory is meant for', () => {
    expect(entries(`${'['.repeat(3 << 20)}\n{"b":2}\n`)).toEqual(['broken', '{"b":2}'])
    expect(entries(`${'{"a":'.repeat(3 << 20)}\n{"b":2}\n`)).toEqual(['broken', '{"b":2}'])
  })
  it('end with their line when they are text', () => {
    expect(readEntries(`${long}\n{"input_tokens":1}\n`, TOKENS).map(({ kind }) => kind)).toEqual(['others', 'entry'])
  })
})

describe('neither chunk cuts nor the kernel change anything', () => {
  const kernel = Kernel.load()
  const document = fc.dictionary(fc.string(), fc.jsonValue())
  const marked = fc.record({ usage: fc.record({ input_tokens: fc.nat() }), text: fc.string() })
  const line = fc.oneof(
    { weight: 4, arbitrary: document.map((object) => JSON.stringify(object)) },
    { weight: 2, arbitrary: marked.map((object) => JSON.stringify(object)) },
    { weight: 1, arbitrary: document.map((object) => JSON.stringify(object, null, 2)) },
    fc.json({ maxDepth: 4 }),
    fc.string(),
    fc.constantFrom(
      '{"input_tokens":1}',
      '{"a":"input_tokens',
      'input_tokens',
      'input_toke',
      '[',
      ']',
      '{',
      '}',
      '{}',
      '  {}  ',
      'data: {"a":1}',
      '{"a":1},',
      '\\"',
      '\ufeff{}',
      '\0{}\0',
    ),
  )
  const content = fc.tuple(fc.array(line), fc.constantFrom('\n', '\r\n', '')).map(([lines, end]) => lines.join(end))
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
  const needles = fc.constantFrom(['_tokens'], ['_tokens', '"usage"', 'text":"'], [''])

  it('from 1 byte to a whole file', () => {
    expect(kernel).not.toBeNull()
    fc.assert(
      fc.property(content, cuts, needles, (text, sizes, wanted) => {
        const whole = readEntries(text, { needles: wanted })
        expect(readEntries(text, { needles: wanted, cuts: sizes })).toEqual(whole)
        expect(readEntries(text, { needles: wanted, kernel })).toEqual(whole)
        expect(readEntries(text, { needles: wanted, cuts: sizes, kernel })).toEqual(whole)
      }),
      { numRuns: 2000 },
    )
  })
  it('nor at the border between a line in the buffer and one that is walked as bytes', () => {
    for (const length of [(1 << 20) - 1, 1 << 20, (1 << 20) + 1]) {
      for (const rest of ['"', '","input_tokens":1']) {
        const long = `{"a":"${'x'.repeat(length - 8 - rest.length + 1)}${rest}}`
        const text = `{"a":1}\n${long}\n{"input_tokens":1}\n`
        const plain = readEntries(text, TOKENS)
        expect(plain.at(-1)).toMatchObject({ kind: 'entry', line: 3 })
        expect(readEntries(text, { ...TOKENS, kernel })).toEqual(plain)
        expect(readEntries(text, { ...TOKENS, kernel, cuts: [(1 << 20) + 3, 100] })).toEqual(plain)
      }
    }
  })
})
