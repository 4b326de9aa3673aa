import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kernel } from '../../src/scan/kernel.ts'
import { readEntries } from './read-entries.ts'

const TOKENS = { needles: ['_tokens'] }
const seen = (content: string) =>
  readEntries(content, TOKENS).map((each) => {
    if (each.kind === 'others') return each.count
    return each.kind === 'broken' ? `${each.candidate ? 'lost' : 'broken'} ${each.line}` : each.text
  })

describe('a line of text beyond 1 MiB', () => {
  const long = 'x'.repeat(2 << 20)
  it('has the object that begins in its first MiB as its entry', () => {
    expect(seen(`INFO {"text":"${long}","input_tokens":5} took 3s\n{"output_tokens":1}\n`)).toEqual([
      '{"text":"","input_tokens":5}',
      '{"output_tokens":1}',
    ])
  })
  it('has all of them, and counts as one when none has a needle', () => {
    const line = `{"a":"${long}"} {"input_tokens":5}`
    expect(seen(`INFO ${line}\nINFO {"a":"${long}"} {"b":2}\n`)).toEqual([1, '{"input_tokens":5}', 1])
  })
  it('is lost when it is broken and carries usage, wherever in it, and is nothing otherwise', () => {
    expect(seen(`INFO {"text":"${long}\n`)).toEqual([1])
    expect(seen(`INFO {"text":'${long}', "input_tokens":5}\n{"a":1}\n`)).toEqual(['lost 1', 1])
    expect(seen(`${long} {"input_tokens":5}\n{"a":1}\n`)).toEqual(['lost 1', 1])
  })
})

describe('a broken document over many lines', () => {
  const broken = '{\n  "a": "x\n  "usage": {\n    "input_tokens": 5\n  }\n}\n'
  it('is one entry, and is seen to carry usage in any of its lines', () => {
    expect(seen(broken)).toEqual(['lost 1'])
    expect(seen(broken.replace('_tokens', '_count'))).toEqual(['broken 1'])
  })
  it('ends where the next one begins, or any other line', () => {
    const good = '{\n  "b": {\n    "input_tokens": 1\n  }\n}'
    expect(seen(broken + good)).toEqual(['lost 1', good])
    expect(seen(`${broken}{"input_tokens":1}\n`)).toEqual(['lost 1', '{"input_tokens":1}'])
    expect(seen(`${broken}INFO {"input_tokens":1}\n`)).toEqual(['lost 1', 'INFO {"input_tokens":1}'])
  })
  it('says nothing of the whole lines behind a cut one', () => {
    expect(seen('{"a":\n{"input_tokens":2}\n{"c":3}\n')).toEqual(['broken 1', '{"input_tokens":2}', 1])
    expect(seen('{"a":"x\n  {"input_tokens":2}\n')).toEqual(['broken 1', '{"input_tokens":2}'])
  })
  it('ends with the next element when it stands in an array and its brackets do not tell', () => {
    const array = '[\n  {\n    "a": "x\n    "input_tokens": 1\n  },\n  {\n    "output_tokens": 2\n  }\n]\n'
    expect(seen(array)).toEqual(['lost 2', '{\n    "output_tokens": 2\n  }', 1])
  })
})

describe('a broken element of an array', () => {
  it('costs no other element where brackets tell its end', () => {
    expect(seen('[{"input_tokens":1},{"a" 1},{"input_tokens":2}]')).toEqual([
      '{"input_tokens":1}',
      'broken 1',
      '{"input_tokens":2}',
    ])
    expect(seen('[{"a":{,"input_tokens":1}},{"input_tokens":2}]')).toEqual(['lost 1', '{"input_tokens":2}'])
  })
  it('takes the rest of the line with it where they do not, and that carries usage', () => {
    expect(seen('[{"a":1},{"b":[1},{"input_tokens":2}]\n{"input_tokens":3}\n')).toEqual([
      1,
      'lost 1',
      '{"input_tokens":3}',
    ])
    const long = `{"text":"${'x'.repeat(2 << 20)}"}`
    expect(seen(`[{"b":[1},${long},{"input_tokens":2}]\n`)).toEqual(['lost 1'])
  })
})

it('chunk cuts and the kernel change nothing', () => {
  const kernel = Kernel.load()
  const piece = fc.constantFrom(
    ...[
      '[',
      ']',
      '{',
      '}',
      ',',
      '{"a":',
      '{"b":[1}',
      '"x',
      '"_tokens":1',
      '  ',
      '\n',
      '\n  ',
      '{"_tokens":2}',
      'INFO ',
    ],
  )
  const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
  fc.assert(
    fc.property(content, cuts, (text, sizes) => {
      const whole = readEntries(text, TOKENS)
      expect(readEntries(text, { ...TOKENS, cuts: sizes })).toEqual(whole)
      expect(readEntries(text, { ...TOKENS, cuts: sizes, kernel })).toEqual(whole)
    }),
    { numRuns: 2000 },
  )
})
