import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TokencostError } from '../../src/errors.ts'
import { parsePriceLayer, readPriceLayer } from '../../src/pricing/layer.ts'
import { facts, pricingOf } from './pricing-of.ts'

const BASE = 'models: { openai/gpt-4o: { input: 2.5, output: 10 } }'

async function mistakeIn(text: string): Promise<string> {
  try {
    await pricingOf(BASE, text)
  } catch (error) {
    expect(error).toBeInstanceOf(TokencostError)
    expect((error as TokencostError).exitCode).toBe(2)
    return (error as TokencostError).message
  }
  throw new Error('accepted')
}

describe('a wrong price file says file, line, column, what is wrong and what was meant', () => {
  test.each([
    [
      'a misspelt price',
      'models:\n  a/m:\n    input: 1\n    cache_reed: 0.1',
      'layer1.yaml:4:5: unknown key "cache_reed" in a model; did you mean cache_read?',
    ],
    ['a misspelt section', 'modles: {}', 'layer1.yaml:1:1: unknown key "modles" in a price file; did you mean models?'],
    [
      'a misspelt fee',
      'models:\n  a/m: { input: 1, fees: { websearch: 1 } }',
      'layer1.yaml:2:28: unknown fee "websearch"; did you mean web_search?',
    ],
    [
      'a misspelt key of a tier',
      'models: { a/m: { input: 1, long_context: [{ above: 1, input: 2 }] } }',
      'layer1.yaml:1:45: unknown key "above" in a long_context tier',
    ],
    [
      'a tier without a bound',
      'models: { a/m: { input: 1, long_context: [{ input: 2 }] } }',
      'layer1.yaml:1:43: a tier needs "over" (more than) or "from" (this many or more), and not both',
    ],
    [
      'a currency sign',
      'models:\n  a/m: { input: $2.50 }',
      'layer1.yaml:2:17: "$2.50" is not a price: write a plain number such as 2.50, without a currency sign',
    ],
    [
      'a decimal comma',
      'models:\n  a/m: { input: "2,50" }',
      'layer1.yaml:2:17: "2,50" is not a price: write a plain number such as 2.50, with a point, not a comma',
    ],
    [
      'a word',
      'models:\n  a/m: { input: .nan }',
      'layer1.yaml:2:17: ".nan" is not a price: write a plain number such as 2.50',
    ],
    ['a negative price', 'models: { a/m: { input: -1 } }', 'layer1.yaml:1:25: a price cannot be negative'],
    ['a list for a price', 'models: { a/m: { input: [1] } }', 'layer1.yaml:1:25: expected a price such as 2.50'],
    [
      'float residue',
      'models: { a/m: { input: 0.18000000000000002 } }',
      'layer1.yaml:1:25: more than 12 decimals per token: a price this fine is the residue of a float',
    ],
    [
      'a price per 1K in the wrong unit',
      'models: { a/m: { input: 1e99 } }',
      'layer1.yaml:1:25: a price this large is a mistake',
    ],
    ['another currency', 'currency: EUR', 'layer1.yaml:1:11: currency EUR is not supported: USD is the only one'],
    ['another unit', 'per: 100', 'layer1.yaml:1:6: prices can be per 1, 1000 or 1000000 tokens'],
    ['another version', 'version: 2', 'layer1.yaml:1:10: version 2 is not supported: 1 is the only one'],
    [
      'both shapes and no unit',
      'models: {}\ncustom_pricing: {}',
      'layer1.yaml:2:1: with both "models" and "custom_pricing" say which unit is meant: per: 1000 or per: 1000000',
    ],
    ['a key twice', 'models:\n  a/m: { input: 1 }\n  a/m: { input: 2 }', 'layer1.yaml:3:3: this key stands here twice'],
    [
      'a model twice in two spellings',
      'models:\n  xai/m: { input: 1 }\n  x-ai/m: { input: 2 }',
      'layer1.yaml:3:3: "x-ai/m" is the same model as another key of this file',
    ],
    [
      'a date that is none',
      'models: { a/m: { from: 2026-02-30, input: 1 } }',
      'layer1.yaml:1:24: "2026-02-30" is not a date such as 2026-03-01 or a time such as 2026-03-01T16:00Z',
    ],
    [
      'from without prices',
      'models: { a/m: { from: 2026-03-01 } }',
      'layer1.yaml:1:18: "from" needs the prices that hold from then on',
    ],
    [
      'periods out of order',
      'models:\n  a/m:\n    history:\n      - { from: 2026-03-01, input: 1 }\n      - { from: 2026-01-01, input: 2 }',
      'layer1.yaml:5:9: the periods of history must be in order of "from"',
    ],
    [
      'a later period without from',
      'models: { a/m: { history: [{ input: 1 }, { input: 2 }] } }',
      'layer1.yaml:1:42: only the first period may be without "from"',
    ],
    [
      'prices beside a history',
      'models: { a/m: { input: 1, history: [{ input: 1 }] } }',
      'layer1.yaml:1:28: give prices or "history", not both',
    ],
    [
      'a mode of nothing',
      'models: { a/m: { input: 1, modes: { batch: {} } } }',
      'layer1.yaml:1:44: a mode needs a factor, "multiply", or prices',
    ],
    [
      'an unknown price to keep',
      'models: { a/m: { modes: { batch: { multiply: 1, keep: [cache] } } } }',
      'layer1.yaml:1:56: "cache" is not the name of a price',
    ],
    [
      'hours that are none',
      'models: { a/m: { input: 1, schedule: [{ utc: [9-5], multiply: 2 }] } }',
      'layer1.yaml:1:47: "9-5" are no hours such as 16:30-00:30',
    ],
    [
      'a schedule without hours',
      'models: { a/m: { input: 1, schedule: [{ multiply: 2 }] } }',
      'layer1.yaml:1:39: a schedule needs hours: utc: [16:30-00:30]',
    ],
    [
      'a calendar with daylight saving',
      'models: { a/m: { schedule: [{ utc: [01:00-02:00], calendar: Europe/Berlin, multiply: 2 }] } }',
      'layer1.yaml:1:61: expected one of UTC, Asia/Kolkata, Asia/Shanghai, Asia/Singapore, Asia/Tokyo',
    ],
    [
      'a broken regex',
      'models: { a/m: { match: ["/(/"], input: 1 } }',
      /^layer1\.yaml:1:26: "\/\(\/" is not a regular expression: /,
    ],
    [
      'like to nowhere',
      'models:\n  a/m: { like: openai/gpt-4p }',
      'layer1.yaml:2:3: "like: openai/gpt-4p": there is no such model; did you mean openai/gpt-4o?',
    ],
    [
      'like in a circle',
      'models:\n  a/m: { like: a/n }\n  a/n: { like: a/m }',
      'layer1.yaml:3:3: "like: a/m" leads back to itself or to a deleted model',
    ],
    ['a list at the top', '- a', 'layer1.yaml:1:1: a price file must be a map'],
    ['a tab', 'models:\n\ta/m: {}', /^layer1\.yaml:2:\d+: /],
    ['a key that is a list', '? [a]\n: b', 'layer1.yaml:1:3: a key must be plain text'],
  ])('%s', async (_, text, message) => {
    if (typeof message === 'string') expect(await mistakeIn(text)).toBe(message)
    else expect(await mistakeIn(text)).toMatch(message)
  })

  test('a file that cannot be read', async () => {
    await expect(readPriceLayer('no/such/file.yaml')).rejects.toThrow(
      'cannot read the price file no/such/file.yaml: it does not exist',
    )
  })

  test('aliases of aliases end', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `x${n + 1}: &x${n + 1} [${Array(10).fill(`*x${n}`).join(', ')}]`,
    )
    expect(await mistakeIn(`x0: &x0 [1]\n${levels.join('\n')}`)).toBe('layer1.yaml: too large for a price file')
  })
})

describe('numbers stay the text that was written', () => {
  test.each([
    ['2.5', '2.5'],
    ['2.50', '2.5'],
    ['"2.50"', '2.5'],
    ['.5', '0.5'],
    ['2_000', '2000'],
    ['2.5e-1', '0.25'],
    ['0.1', '0.1'],
    ['0', '0'],
    ['123456789.123456', '123456789.123456'],
  ])('%s', async (written, read) => {
    const pricing = await pricingOf(BASE, `models: { acme/m: { input: ${written} } }`)
    expect(pricing.bucketFor('m', 'acme', facts()).rates['input']?.toString()).toBe(read)
  })
})

test.each(['', '# only a comment', 'models:', '{}', 'models: {}\nproviders: ~'])(
  'an empty file changes nothing: %j',
  async (text) => {
    expect((await pricingOf(BASE, text)).bucketFor('gpt-4o', 'openai', facts()).key).toBe('openai/gpt-4o')
  },
)

test('JSON is read as well', async () => {
  const pricing = await pricingOf(BASE, JSON.stringify({ models: { 'acme/m': { input: 0.1, output: 2 } } }))
  expect(pricing.calculateCost('m', { input_tokens: 1, output_tokens: 1 })?.toString()).toBe('0.0000021')
})

test('whatever stands in a file, it is read or refused with a place', async () => {
  const words = [
    'models',
    'a/m',
    'input',
    'history',
    'from',
    'modes',
    'long_context',
    'over',
    'fees',
    'match',
    'like',
    'schedule',
    'utc',
    'default',
    'per',
  ]
  const scalar = fc.oneof(
    fc.constantFrom(...words, '1', '-1', '0.5', '2026-01-01', '01:00-02:00', 'none', '~', '"', '/(/'),
    fc.string(),
  )
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      scalar,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...words), tie('node'), { maxKeys: 4 }),
    ),
  })).node
  const text = fc.oneof(
    fc.string(),
    tree.map((value) => JSON.stringify(value)),
    fc.array(scalar).map((parts) => parts.join(': ')),
  )
  await fc.assert(
    fc.asyncProperty(text, async (source) => {
      const error = await parsePriceLayer(source, 'f.yaml').then(
        () => null,
        (reason: unknown) => reason,
      )
      if (error === null) return
      expect(error).toBeInstanceOf(TokencostError)
      expect((error as TokencostError).message).toMatch(/^f\.yaml:\d+:\d+: ./)
    }),
    { numRuns: 1000 },
  )
})
