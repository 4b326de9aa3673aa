import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtLayer, loadBuiltIn } from '../../src/pricing/catalog.ts'
import { indexOf } from '../../src/pricing/catalog-index.ts'
import { Decimal } from '../../src/pricing/decimal.ts'
import { findingsOf } from '../../src/pricing/findings.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { canonicalKey } from '../../src/pricing/read-price-file.ts'
import { facts, pricingOf } from './pricing-of.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const BUILT = [`${root}/dist/pricing.json`, `${root}/dist/pricing-others.json`] as const
const isBuilt = existsSync(BUILT[0])

describe('pricing.yaml', async () => {
  const builtIn = await loadBuiltIn()
  const { models } = builtIn.file
  const pricing = ModelPricing.of([builtIn])

  test('has nothing that the checks refuse; what is announced is still to come', () => {
    const findings = findingsOf(models, builtIn.file.as_of!)
    expect(findings.filter((finding) => !finding.endsWith('announced, not in force'))).toEqual([])
  })

  test('every key is canonical, and its entry has a price', () => {
    for (const key of Object.keys(models)) {
      expect(canonicalKey(key)).toBe(key)
      const blocks = pricing.book.blocksOf(key)
      expect(blocks.length, key).toBeGreaterThan(0)
      for (const { prices, fees } of blocks)
        expect(Object.keys(prices).length + Object.keys(fees).length, key).toBeGreaterThan(0)
    }
  })

  test('no id belongs to two entries of one provider', () => {
    const twice: string[] = []
    for (const [id, items] of indexOf([builtIn]).allIds) {
      const listings = new Set(items.map(({ listing }) => listing))
      const providers = new Set(items.map(({ listing }) => listing.provider))
      if (providers.size < listings.size) twice.push(`${id}: ${[...listings].map(({ key }) => key)}`)
    }
    expect(twice).toEqual([])
  })

  test('no two makers claim the same exact id', () => {
    const shared: string[] = []
    for (const [id, items] of indexOf([builtIn]).allIds) {
      const makers = new Set(items.filter(({ listing }) => listing.maker).map(({ listing }) => listing.provider))
      if (makers.size > 1) shared.push(`${id}: ${[...makers]}`)
    }
    expect(shared).toEqual([])
  })

  test('every listed id leads to its own entry at its provider', () => {
    const astray: string[] = []
    for (const items of indexOf([builtIn]).allIds.values())
      for (const {
        id,
        listing: { provider, key },
      } of items) {
        const match = pricing.getPrice(id, { provider })?.key
        if (match !== null && match !== undefined && match !== key)
          astray.push(`${id} at ${provider}: ${match}, not ${key}`)
      }
    expect(astray).toEqual([])
  })

  test('the models of the original design have their prices', () => {
    const rates = (model: string) => {
      const { input, output } = pricing.getPrice(model)?.rates ?? {}
      return [input?.toString(), output?.toString()]
    }
    expect(rates('gpt-4')).toEqual(['30', '60'])
    expect(rates('gpt-4-32k')).toEqual(['60', '120'])
    expect(rates('gpt-4-turbo')).toEqual(['10', '30'])
    expect(rates('gpt-3.5-turbo')).toEqual(['0.5', '1.5'])
    expect(rates('text-embedding-3-small')).toEqual(['0.02', undefined])
    expect(rates('text-embedding-3-large')).toEqual(['0.13', undefined])
  })

  test('what is tuned has a price of its own, or none', () => {
    expect(pricing.getPrice('ft:gpt-4o-mini-2024-07-18:acme::a1')?.rates?.input?.toString()).toBe('0.3')
    expect(pricing.getPrice('ft:gpt-4-0613:acme::a1')).toBeNull()
    const base = Object.entries(models).filter(([key]) => !key.includes('ft:') && !key.includes('.ft-'))
    expect(base.flatMap(([, model]) => model!.match ?? []).filter((glob) => glob.startsWith('ft:'))).toEqual([])
  })

  test('no price has more decimals than a provider publishes', () => {
    for (const [key, { history, ...block }] of Object.entries(models).map(([key, model]) => [key, model!] as const))
      for (const { input = '0', output = '0' } of history ?? [block])
        for (const price of [input, output]) expect(Decimal.parse(price ?? '0')!.scale, key).toBeLessThanOrEqual(6)
  })

  describe.skipIf(!isBuilt)('as the build writes it', () => {
    const [makers, others] = isBuilt ? BUILT.map((path) => readFileSync(path, 'utf8')) : []
    const built = builtLayer(makers!, () => others!)
    const [slow, fast] = [ModelPricing.of([builtIn]), ModelPricing.of([built])]
    const index = indexOf([builtIn])
    const ids = [...index.allIds.keys()]
    const shown = (value: object) => JSON.parse(JSON.stringify(value))

    test('says the same, every number as text', () => {
      expect(built.sha256).toBe(builtIn.sha256)
      expect({ ...built.file, models: null }).toEqual({ ...builtIn.file, models: null })
      expect(leavesOf({ ...built.file, default: 'none' }).filter((leaf) => typeof leaf !== 'string')).toEqual([])
    })

    test('lists models in the same order, so that the same name is suggested for one that is mistyped', () => {
      expect(Object.keys(built.file.models)).toEqual(Object.keys(models))
      const file = { models: { 'mine/x': { like: 'zhiai/GLM-5.2' } } }
      const mistyped = { ...builtIn, name: 'mine', file: { ...file, providers: {}, holidays: {} } }
      for (const layer of [builtIn, built])
        expect(() => ModelPricing.of([layer, mistyped])).toThrow('did you mean zai/GLM-5.2?')
    })

    test('says the same of each model, alone and under another layer', () => {
      const other = { ...builtIn, file: { ...builtIn.file, models: {} } }
      const under = ModelPricing.of([built, other]).book
      for (const key of Object.keys(models)) {
        expect(JSON.stringify(fast.book.model(key)), key).toBe(JSON.stringify(slow.book.model(key)))
        expect(under.model(key), key).toEqual(fast.book.model(key))
      }
      expect(fast.book.model('openai/none')).toBeNull()
    })

    test('has the index that would be made of it', () => {
      const made = indexOf([built])
      expect([...made.providers].sort()).toEqual([...index.providers].sort())
      expect(sorted(made.allPatterns.map(shown))).toEqual(sorted(index.allPatterns.map(shown)))
      for (const [id, items] of index.allIds) {
        expect(sorted(shown(built.index!.everywhere.ids(id))), id).toEqual(sorted(shown(items)))
        expect(sorted(shown(made.everywhere.ids(id))), id).toEqual(sorted(shown(items)))
      }
      expect(built.index!.everywhere.ids('none')).toEqual([])
      for (const name of ['/*', 'anthropic/*', 'PATTERNS', 'PRICE openai/gpt-4o', 'patterns'])
        expect(fast.getPrice(name), name).toEqual(slow.getPrice(name))
      for (const name of ['providers', 'shipped', 'fallback'] as const)
        expect([...built.index![name]]).toEqual([...index[name]])
    })

    test('leads every id, whatever stands around it, to the entry that it would lead to without', () => {
      for (const id of ids)
        for (const name of [id, `${id}-20260101`, `openrouter/${id}`, `${id}-latest`, id.toUpperCase(), `x-${id}-x`])
          expect(shown(fast.match(name, null)), name).toEqual(shown(slow.match(name, null)))
    })

    test('leads everything that globs are made of to the entry that it would lead to without, at every provider', () => {
      const samples = [...new Set(index.allPatterns.map(({ pattern }) => pattern.text))]
        .filter((text) => text[0] !== '/')
        .flatMap((text) => [text.replaceAll('*', '').replaceAll('#', '1'), text.replace(/[*#]/g, '2')])
      const providers = [null, ...index.providers]
      const names = fc.oneof(
        fc.constantFrom(...samples),
        fc.constantFrom(...ids),
        fc.stringMatching(/^[a-z0-9.@-]{0,4}$/),
      )
      const name = fc.array(names, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(''))
      for (const sample of samples)
        expect(shown(fast.match(sample, null)), sample).toEqual(shown(slow.match(sample, null)))
      const sameMatch = fc.property(name, fc.constantFrom(...providers), (name, provider) => {
        expect(shown(fast.match(name, provider))).toEqual(shown(slow.match(name, provider)))
      })
      fc.assert(sameMatch, { numRuns: 3000 })
    })
  })

  test.skipIf(!isBuilt)('is what pricing:update makes of genai-prices and the overlay', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['build/update-pricing.js', '--check'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^\d+ models, 0 changed\n$/)
    expect(status).toBe(0)
  })
})

describe('findings', () => {
  test('name what is legal but probably a mistake', async () => {
    const pricing = await pricingOf(`
models:
  a/dear: { input: 1, cache_read: 2 }
  a/bare: { output: 1 }
  a/hour: { input: 1, cache_write: 2, cache_write_1h: 1.5 }
  a/tier: { input: 1, long_context: [{ over: 10, input: 1, cache_read: 3 }], modes: { fast: { input: 1, cache_read: 4 } } }
  a/soon: { from: 2027-01-01, input: 1 }
  a/token: { input: 0.000003, output: 0.000015 }
  a/free: { input: 0, output: 0 }
  a/cheap: { input: 0.001, output: 0.001 }
  a/fine: { history: [{ input: 1 }, { from: 2026-01-01, input: 2 }] }
  a/gone: null
`)
    expect(findingsOf(pricing.book.layers[0]!.file.models, '2026-06-01')).toEqual([
      'a/dear: cache_read 2 is above input 1',
      'a/bare: output without input: prompts are unpriced',
      'a/hour: cache_write 2 is above cache_write_1h 1.5',
      'a/tier: cache_read 3 is above input 1',
      'a/tier: cache_read 4 is above input 1',
      'a/soon: from 2027-01-01: announced, not in force',
      'a/token: input 0.000003 is very low: prices are for a million tokens, not for one',
      'a/token: output 0.000015 is very low: prices are for a million tokens, not for one',
    ])
  })
})

function sorted(items: readonly object[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort()
}

function leavesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value]
}

const SHARED = new URL('../../../shared/pricing/', import.meta.url)

test.skipIf(!existsSync(SHARED))('the override example of the specification does what its comments say', async () => {
  const builtIn = readFileSync(new URL('../../pricing.yaml', import.meta.url), 'utf8')
  const pricing = await pricingOf(builtIn, readFileSync(new URL('override-example.yaml', SHARED), 'utf8'))
  const rates = (model: string, other = {}) => {
    const { rates: all, unpriced } = pricing.bucketFor(model, null, facts(other))
    return unpriced ?? `${all['input']}/${all['output']}`
  }
  expect(rates('gpt-4o')).toBe('2.25/9')
  expect(rates('gpt-4o-2024-08-06')).toBe('2.25/9')
  expect(rates('gpt-5.4', { mode: 'priority' })).toBe('no price for mode priority')
  expect(rates('gpt-5.4', { mode: 'flex' })).toBe('1.25/7.5')
  expect(rates('claude-opus-5', { time: '2026-11-30' })).toBe('5/25')
  expect(rates('claude-opus-5', { time: '2026-12-01' })).toBe('4/20')
  expect(rates('house-llm-7b')).toBe('0.4/1.2')
  expect(rates('unheard-of')).toBe('no price for this model')
})
