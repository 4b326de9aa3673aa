import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtLayer, builtTexts } from '../../src/pricing/catalog.ts'
import { parsePriceLayer } from '../../src/pricing/layer.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'

/** What the shipped prices do not have, too: patterns with capitals, of stars alone, or that are no globs; hard names. */
const PRICES = `
version: 1
currency: USD
per: 1000000
providers:
  acme: { makes: ['alpha*', 'beta*', 'PATTERNS', 'say*'] }
  host: { fallback: [acme] }
models:
  acme/alpha: { match: [alpha, 'ALPHA-*-x', 'al#a*'], except: ['*-mini', '/^alpha-9/'], input: 1 }
  acme/beta: { match: ['/^be.a\\d$/', 'be*ta*', Beta-X], input: 2 }
  acme/PATTERNS: { match: ['a"b\\c', 'ß*', 'PRICE x'], input: 3 }
  acme/say "hi": { input: 4 }
  host/acme/alpha: { match: ['*'], except: ['z*'], input: 5 }
  host/acme/gamma: { match: [gamma, 'gam*'], input: 6 }
`
const PARTS = [
  ...[
    'alpha',
    'ALPHA-',
    'al1a',
    'beta',
    'be',
    'ta',
    'beza3',
    'Beta-X',
    'gamma',
    'gam',
    'PATTERNS',
    'PRICE x',
    'a"b\\c',
  ],
  ...['ß', '-mini', '-9', '-x', 'z', '/', 'acme/', 'host/', 'say "hi"', '\n', '*', ''],
]

describe('prices that the build wrote', async () => {
  const layer = await parsePriceLayer(Buffer.from(PRICES), 'prices.yaml')
  const { makers, others } = builtTexts(layer)

  it('lead every name to what the file would lead it to, at every provider', () => {
    const [slow, fast] = [ModelPricing.of([layer]), ModelPricing.of([builtLayer(makers, () => others)])]
    const name = fc.array(fc.constantFrom(...PARTS), { maxLength: 3 }).map((parts) => parts.join(''))
    let found = 0
    const sameMatch = fc.property(name, fc.constantFrom(null, 'acme', 'host', 'nobody'), (name, provider) => {
      const match = slow.match(name, provider)
      found += match.found ? 1 : 0
      expect(JSON.stringify(fast.match(name, provider))).toBe(JSON.stringify(match))
    })
    fc.assert(sameMatch, { numRuns: 3000 })
    expect(found).toBeGreaterThan(300)
    for (const key of Object.keys(layer.file.models)) expect(fast.book.model(key), key).toEqual(slow.book.model(key))
  })

  it('of models that others host are read only when they are asked for', () => {
    let reads = 0
    const built = builtLayer(makers, () => {
      reads++
      return others
    })
    const pricing = ModelPricing.of([built])
    expect(pricing.match('alpha', 'acme')).toMatchObject({ found: true, listing: { key: 'acme/alpha' } })
    expect(reads).toBe(0)
    expect(pricing.match('gamma', 'host')).toMatchObject({ found: true, listing: { key: 'host/acme/gamma' } })
    expect(pricing.match('gamma-2', 'host')).toMatchObject({ found: true, listing: { key: 'host/acme/gamma' } })
    expect(reads).toBe(1)
  })
})
