import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/usage/json.ts'
import type { Wants } from '../../src/usage/wants.ts'
import { mutated, objectText } from './json-text.ts'
import { pruned } from './pruned.ts'
import { sparseReader } from './sparse-reader.ts'

const WANTS: Wants = {
  id: true,
  usage: { input_tokens: true, output_tokens: true, details: { input_tokens: true, id: true }, parts: [{ id: true }] },
  list: [{ id: true, usage: { input_tokens: true }, list: true }],
  cache_creation_input_tokens: true,
  cache_creation_input_tokenz: true,
}
const KEYS = ['id', 'usage', 'input_tokens', 'output_tokens', 'details', 'parts', 'list', 'cache_creation_input_tokens']

const read = sparseReader(WANTS)

describe('a projection', () => {
  it('keeps what is wanted and nothing else', () => {
    expect(
      read(
        '{"id":7,"text":"no","usage":{"input_tokens":1,"other":[{}],"parts":[{"id":"a","x":1},null,3]},"list":"é\\n"}',
      ),
    ).toEqual({ id: 7, usage: { input_tokens: 1, parts: [{ id: 'a' }, null, 3] }, list: 'é\n' })
    expect(read('{}')).toEqual({})
    expect(read(' {}')).toBeNull()
  })

  it('takes values of another kind as they are', () => {
    const text = '{"id":{"a":[1,{"b":2}]},"usage":[1,{"c":3}],"list":{"d":4}}'
    expect(read(text)).toEqual(JSON.parse(text))
  })

  it.each([
    ['one number', 'id', ['5', '0', '-0', '-5', '5.5', '5.0', '1e2', '1e999', '999999999999999', '9007199254740993']],
    [
      'one text',
      'id',
      ['""', '"a"', '"\\u0041"', '"\\ud800"', '"成本"', `"${'y'.repeat(100)}"`, `"${'é'.repeat(70_000)}"`],
    ],
    ['one word', 'id', ['true', 'false', 'null']],
  ])('reads %s as JSON.parse does', (_, key, values) => {
    for (const value of values) expect(read(`{"${key}":${value}}`)).toStrictEqual(JSON.parse(`{"${key}":${value}}`))
  })

  it('keeps the last of several equal keys, at the place of the first', () => {
    const text = '{"id":1,"list":2,"id":{"x":3},"usage":{"input_tokens":4},"usage":{"output_tokens":5}}'
    expect(JSON.stringify(read(text))).toBe('{"id":{"x":3},"list":2,"usage":{"output_tokens":5}}')
  })

  it('says of each line what stands in it, whatever stood in the one before', () => {
    const texts = [
      '',
      'a',
      'b',
      'abcdefgh',
      'abcdefgi',
      'x'.repeat(16),
      'y'.repeat(64),
      `${'y'.repeat(63)}z`,
      'z'.repeat(65),
    ]
    const line = fc.record({
      id: fc.constantFrom(...texts, 'é', 5, null),
      usage: fc.option(fc.record({ details: fc.record({ id: fc.constantFrom(...texts) }) }), { nil: 'text' }),
      list: fc.array(fc.record({ id: fc.constantFrom(...texts) }), { maxLength: 3 }),
    })
    const broken = line.map((value) => JSON.stringify(value).slice(0, -1))
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            line.map((value) => JSON.stringify(value)),
            broken,
          ),
          { maxLength: 20 },
        ),
        (lines) => {
          for (const text of lines) {
            if (text.endsWith('}') && isWhole(text)) expect(read(text)).toStrictEqual(JSON.parse(text))
            else expect(read(text)).toBeNull()
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('leaves a key with an escape to JSON.parse, wherever a wanted one may stand', () => {
    expect(read('{"\\u0069d":1}')).toBeNull()
    expect(read('{"usage":{"input\\u005ftokens":1}}')).toBeNull()
    expect(read('{"text":{"\\u0069d":1}}')).toEqual({})
  })

  it('leaves what it cannot hold to JSON.parse', () => {
    expect(read(`{"list":[${'{"id":"text"},'.repeat(6000)}{}]}`)).toBeNull()
    expect(read(`{"list":[${'1,'.repeat(20_000)}1]}`)).toBeNull()
    expect(read(`{"list":[${'{"id":"text"},'.repeat(5000)}{}]}`)).not.toBeNull()
    expect(read(`{"text":${'['.repeat(100)}${']'.repeat(100)}}`)).toBeNull()
    expect(read(`{"text":${'['.repeat(60)}${']'.repeat(60)}}`)).toEqual({})
    const text = JSON.stringify({ id: 'x'.repeat(100_000), list: ['y'.repeat(100_000)] })
    expect(read(text)).toEqual(JSON.parse(text))
  })

  it('refuses what JSON.parse refuses', () => {
    const broken = [
      '{',
      '{"id":1',
      '{"id":1}}',
      '{"id":1}{"id":2}',
      '{"id":1,}',
      '{,}',
      '{"id" 1}',
      '{"id":}',
      "{'id':1}",
    ]
    const values = [
      '01',
      '1.',
      '.5',
      '+1',
      'NaN',
      '-',
      'nul',
      'tru',
      '"\\x"',
      '"\t"',
      '"a\n"',
      '[1,]',
      '[,]',
      '[1 2]',
      '{1:2}',
    ]
    for (const text of [...broken, ...values.flatMap((value) => [`{"id":${value}}`, `{"text":[${value}]}`])]) {
      expect(() => JSON.parse(text)).toThrow()
      expect(read(text)).toBeNull()
    }
  })

  const around = fc.constantFrom('"1}]:,\\ ', '}', '"', ' ', '0', '\\', '\0', '[')

  it('says nothing but what JSON.parse and pruning say, of whatever bytes', () => {
    fc.assert(
      fc.property(objectText(KEYS, true).chain(mutated), around, (bytes, beside) => {
        const sparse = read(bytes, beside)
        if (sparse === null) return
        const whole = JSON.parse(bytes.toString('utf8')) as JsonObject
        expect(sparse).toStrictEqual(pruned(whole, WANTS))
        expect(JSON.stringify(sparse)).toBe(JSON.stringify(pruned(whole, WANTS)))
      }),
      { numRuns: 20_000 },
    )
  })

  it('reads all that is valid and has no escape in a key', () => {
    fc.assert(
      fc.property(objectText(KEYS, false), around, (text, beside) => {
        const sparse = read(text, beside)
        if (/\\(?:[^"]|"(?!\s*:))*"\s*:/.test(text) || hasOddKey(text)) return
        expect(sparse).toStrictEqual(pruned(JSON.parse(text) as JsonObject, WANTS))
      }),
      { numRuns: 5000 },
    )
  })
})

/** True when any key is not plain ASCII that stands for itself, also one that another of the same name replaces. */
function hasOddKey(text: string): boolean {
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/gs)]
  return strings.some(([, key, colon]) => colon !== undefined && /[^ !#-[\]-~]/.test(key!))
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
