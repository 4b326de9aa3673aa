import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInFormatOf } from '../../src/formats/built-in.ts'
import { claudeCode } from '../../src/formats/claude-code.ts'
import { FORMATS } from '../../src/formats/index.ts'
import { takesAnything, usualFormatOf } from '../../src/formats/usual.ts'
import type { JsonObject } from '../../src/usage/json.ts'

/** What formats up to that of Claude Code look at, each key there or not. */
const entries = fc.record(
  {
    ...Object.fromEntries(
      [
        'v',
        'timestamp',
        'provider',
        'model',
        'id',
        'mode',
        'region',
        'requestId',
        'uuid',
        'sessionId',
        'parentUuid',
      ].map((key) => [key, fc.constantFrom('a', 1, null)]),
    ),
    type: fc.constantFrom('assistant', 'user', 'progress', 7),
    usage: fc.constantFrom({ input_tokens: 1 }, null),
    message: fc.constantFrom({ usage: { input_tokens: 1 } }, {}, null),
    data: fc.constantFrom({ message: { message: { usage: {} } } }, 'x'),
    loglines: fc.constantFrom([], [{ type: 'user' }], {}),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>

describe('the format of an entry of Claude Code', () => {
  it('is what asking all formats in turn gives, whatever else stands in the entry', () => {
    let known = 0
    fc.assert(
      fc.property(entries, (entry) => {
        expect(usualFormatOf(entry)).toBe(builtInFormatOf(entry))
        known += usualFormatOf(entry) === claudeCode ? 1 : 0
      }),
      { numRuns: 2000 },
    )
    expect(known).toBeGreaterThan(200)
  })

  it('is asked for before all but one', () => {
    const before = FORMATS.slice(0, FORMATS.indexOf(claudeCode)).map(({ name }) => name)
    expect(before, 'a format that stands before it must take no entry of it: add its keys above').toEqual(['tokencost'])
  })
})

it('only the last format takes anything', () => {
  expect(FORMATS.filter(takesAnything)).toEqual(FORMATS.slice(-1))
})
