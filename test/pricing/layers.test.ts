import { describe, expect, test } from 'vitest'
import type { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { facts, pricingOf } from './pricing-of.ts'

const BASE = `
as_of: 2026-06-01
models:
  openai/gpt-4o:
    match: [gpt-4o, gpt-4o-2024-08-06]
    input: 2.50
    output: 10
    cache_read: 1.25
    fees: { web_search: 0.01 }
    regions: { eu: 1.1 }
    modes: { batch: 0.5, priority: { input: 4.25, output: 17 } }
    long_context: [{ over: 200000, input: 5, output: 20 }]
  openai/o3:
    history:
      - { from: 2025-04-16, input: 10, output: 40, fees: { web_search: 0.01 } }
      - { from: 2025-06-10, input: 2, output: 8, fees: { web_search: 0.02 }, modes: { batch: 0.5 } }
`

function rates(pricing: ModelPricing, model: string, other: Parameters<typeof facts>[0] = {}) {
  const { rates: all, unpriced, from } = pricing.bucketFor(model, 'openai', facts(other))
  const text = Object.fromEntries(Object.entries(all).map(([name, rate]) => [name, rate.toString()]))
  return unpriced ?? { input: text['input'], output: text['output'], web_search: text['fee:web_search'], from }
}

describe('a layer over another', () => {
  test('a new token price replaces the whole price, and keeps ids, fees and regions', async () => {
    const pricing = await pricingOf(BASE, 'models: { openai/gpt-4o: { input: 2.25, output: 9 } }')
    const plain = { input: '2.25', output: '9', web_search: '0.01', from: null }
    expect(rates(pricing, 'gpt-4o')).toEqual(plain)
    expect(rates(pricing, 'gpt-4o-2024-08-06')).toEqual(plain)
    expect(rates(pricing, 'gpt-4o', { promptTokens: 300_000 })).toEqual(plain)
    expect(rates(pricing, 'gpt-4o', { mode: 'batch' })).toBe('no price for mode batch')
    expect(rates(pricing, 'gpt-4o', { region: 'eu' })).toMatchObject({ input: '2.475', output: '9.9' })
    expect(rates(pricing, 'gpt-4o', { parts: { cache_read: 1 } })).toEqual(plain)
    expect(pricing.bucketFor('gpt-4o', 'openai', facts())).toMatchObject({ layer: 'layer1.yaml', rates: {} })
    expect(pricing.bucketFor('o3', 'openai', facts()).layer).toBe('built-in.yaml')
  })

  test('without token prices modes, fees and regions merge one by one, and null deletes one', async () => {
    const pricing = await pricingOf(
      BASE,
      'models: { openai/gpt-4o: { modes: { priority: null, flex: 0.4 }, fees: { web_search: 0.03, file_search: 0.002 } } }',
    )
    expect(rates(pricing, 'gpt-4o', { mode: 'priority' })).toBe('no price for mode priority')
    expect(rates(pricing, 'gpt-4o', { mode: 'flex' })).toMatchObject({ input: '1', output: '4' })
    expect(rates(pricing, 'gpt-4o', { mode: 'batch' })).toMatchObject({ input: '1.25', web_search: '0.03' })
    expect(rates(pricing, 'gpt-4o', { fees: { file_search: '1' } })).toMatchObject({ input: '2.5' })
  })

  test('they merge into every period of a history', async () => {
    const pricing = await pricingOf(BASE, 'models: { openai/o3: { modes: { flex: 0.5 } } }')
    expect(rates(pricing, 'o3', { time: '2025-05-01', mode: 'flex' })).toMatchObject({ input: '5' })
    expect(rates(pricing, 'o3', { time: '2025-07-01', mode: 'flex' })).toMatchObject({ input: '1' })
    expect(rates(pricing, 'o3', { time: '2025-07-01', mode: 'batch' })).toMatchObject({ input: '1' })
  })

  test('from with prices appends a period and keeps those before it', async () => {
    const pricing = await pricingOf(BASE, 'models: { openai/o3: { from: 2026-12-01, input: 1, output: 4 } }')
    expect(rates(pricing, 'o3', { time: '2025-05-01' })).toMatchObject({ input: '10', from: '2025-04-16' })
    expect(rates(pricing, 'o3', { time: '2026-11-30T23:59:59Z' })).toMatchObject({ input: '2' })
    expect(rates(pricing, 'o3', { time: '2026-12-01' })).toEqual({
      input: '1',
      output: '4',
      web_search: '0.02',
      from: '2026-12-01',
    })
    expect(rates(pricing, 'o3', { time: null })).toMatchObject({ input: '2' })
  })

  test('from over a plain price keeps it since ever, with its modes', async () => {
    const pricing = await pricingOf(BASE, 'models: { openai/gpt-4o: { from: 2026-01-01, input: 2, output: 8 } }')
    expect(rates(pricing, 'gpt-4o', { time: '2020-01-01', mode: 'batch' })).toMatchObject({ input: '1.25', from: null })
    expect(rates(pricing, 'gpt-4o', { time: '2026-01-01' })).toMatchObject({ input: '2', web_search: '0.01' })
  })

  test('a period between two others, and one in place of another', async () => {
    const between = await pricingOf(BASE, 'models: { openai/o3: { from: 2025-05-01, input: 7, output: 7 } }')
    expect(rates(between, 'o3', { time: '2025-05-02' })).toMatchObject({ input: '7', web_search: '0.01' })
    expect(rates(between, 'o3', { time: '2025-06-11' })).toMatchObject({ input: '2' })
    const instead = await pricingOf(BASE, 'models: { openai/o3: { from: 2025-06-10, input: 3, output: 3 } }')
    expect(rates(instead, 'o3', { time: '2025-06-11' })).toMatchObject({ input: '3' })
  })

  test('null deletes a model, a price or the ids', async () => {
    const pricing = await pricingOf(BASE, 'models: { openai/o3: null, openai/gpt-4o: { cache_read: ~, match: null } }')
    expect(rates(pricing, 'o3')).toBe('openai has no price for this model')
    expect(rates(pricing, 'gpt-4o-2024-08-06')).toMatchObject({ input: '2.5' })
    const bucket = pricing.bucketFor('gpt-4o', 'openai', facts())
    expect(bucket.rates['cache_read']?.toString()).toBe('2.5')
    expect(pricing.bucketFor('gpt-4o-2024-08-06', 'openai', facts()).matched).toBe('dated')
  })

  test('the price of audio is one, in whatever unit a file or a log states its length', async () => {
    const base = 'models: { openai/whisper: { fees: { audio_minute: 0.006, audio_hour: 0.36 } } }'
    const fee = async (unit: string, ...own: string[]) =>
      (await pricingOf(base, ...own))
        .bucketFor('whisper', 'openai', facts({ parts: {} }))
        .rates[`fee:${unit}`]?.toString()
    expect(await fee('audio_second')).toBe('0.0001')
    const cheaper = 'models: { openai/whisper: { fees: { audio_minute: 0.003 } } }'
    expect(await fee('audio_second', cheaper)).toBe('0.00005')
    expect(await fee('audio_hour', cheaper)).toBe('0.18')
  })

  test('match replaces the ids', async () => {
    const pricing = await pricingOf(BASE, 'models: { openai/gpt-4o: { match: [other] } }')
    expect(rates(pricing, 'other')).toMatchObject({ input: '2.5' })
    expect(rates(pricing, 'gpt-4o')).toBe('openai has no price for this model')
  })

  test('like borrows price, modes, fees and history, whatever layer they come from', async () => {
    const own = `
      models:
        azure/my-deployment: { like: openai/gpt-4o, match: [my-deployment] }
        azure/cheap: { like: azure/my-deployment, fees: { web_search: 0.5 } }
        azure/old: { like: openai/o3 }`
    const pricing = await pricingOf(BASE, own, 'models: { openai/gpt-4o: { input: 1, output: 1 } }')
    const bucket = (model: string, other = {}) => pricing.bucketFor(model, 'azure', facts(other))
    expect(bucket('my-deployment')).toMatchObject({
      key: 'azure/my-deployment',
      matched: 'exact',
      layer: 'layer1.yaml',
    })
    expect(bucket('my-deployment').rates['input']?.toString()).toBe('1')
    expect(bucket('cheap').rates['fee:web_search']?.toString()).toBe('0.5')
    expect(bucket('old', { time: '2025-05-01' }).rates['input']?.toString()).toBe('10')
  })

  test('the last file wins, and every file is named with its SHA-256', async () => {
    const pricing = await pricingOf(
      BASE,
      'models: { openai/gpt-4o: { input: 1, output: 1 } }',
      'models: { openai/gpt-4o: { input: 3, output: 3 } }',
    )
    expect(rates(pricing, 'gpt-4o')).toMatchObject({ input: '3' })
    expect(pricing.layers.map(({ name }) => name)).toEqual(['built-in.yaml', 'layer1.yaml', 'layer2.yaml'])
    expect(pricing.layers.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
  })

  test('other spellings of a provider mean the same model', async () => {
    const base = 'models: { x-ai/grok: { input: 1 }, aws/m: { input: 1 } }'
    const pricing = await pricingOf(base, 'models: { xai/grok: { input: 2 }, bedrock/m: { input: 2 } }')
    expect(pricing.bucketFor('grok', 'x-ai', facts())).toMatchObject({ key: 'x-ai/grok', layer: 'layer1.yaml' })
    expect(pricing.bucketFor('m', 'aws', facts())).toMatchObject({ key: 'aws/m', layer: 'layer1.yaml' })
  })
})

describe('the original design’s custom_pricing', () => {
  test('is in USD per 1,000 tokens, by bare model names', async () => {
    const base = `providers: { openai: { makes: ["*"] } }\n${BASE.trimStart()}`
    const pricing = await pricingOf(
      base,
      'custom_pricing: { gpt-4o: { input: 0.03, output: 0.06 }, house: { input: 0.001, output: 0.002 } }',
    )
    expect(rates(pricing, 'gpt-4o-2024-08-06')).toMatchObject({ input: '30', output: '60' })
    expect(pricing.bucketFor('gpt-4o', null, facts())).toMatchObject({ key: 'openai/gpt-4o', assumed: false })
    expect(pricing.calculateCost('house', { input_tokens: 1000, output_tokens: 1000 })?.toString()).toBe('0.003')
  })

  test('per: 1000 holds for models and default too, per: 1 as well', async () => {
    const thousand = await pricingOf(
      BASE,
      'per: 1_000\nmodels: { acme/m: { input: .5 } }\ndefault: { input: 0.01, output: 0.02 }',
    )
    expect(thousand.bucketFor('m', 'acme', facts()).rates['input']?.toString()).toBe('500')
    expect(thousand.bucketFor('?', null, facts()).rates['output']?.toString()).toBe('20')
    const one = await pricingOf(BASE, 'per: 1\nmodels: { acme/m: { input: 2.5e-6 } }')
    expect(one.bucketFor('m', 'acme', facts()).rates['input']?.toString()).toBe('2.5')
  })
})

describe('default', () => {
  test('prices what nothing matches, marked as estimated', async () => {
    const pricing = await pricingOf(BASE, 'default: { input: 10, output: 20 }')
    const bucket = pricing.bucketFor('nobody-knows', null, facts())
    expect(bucket).toMatchObject({ key: 'default', matched: 'default', notes: ['estimated'], unpriced: null })
    // 1000 × $10/M + 1000 × $20/M
    expect(pricing.calculateCost('nobody-knows', { input_tokens: 1000, output_tokens: 1000 })?.toString()).toBe('0.03')
    expect(pricing.bucketFor('nobody-knows', null, facts({ mode: 'batch' })).unpriced).toBe('no price for mode batch')
  })

  test('is off as shipped, and a later none turns it off again', async () => {
    expect((await pricingOf(BASE)).bucketFor('?', null, facts()).matched).toBe('none')
    const pricing = await pricingOf(BASE, 'default: { input: 10, output: 20 }', 'default: none')
    expect(pricing.bucketFor('?', null, facts()).matched).toBe('none')
  })
})

describe('a catalog over another', () => {
  const resold = 'models: { a/resold: { input: 1, output: 1 }, b/resold: { input: 2, output: 2 } }'
  const priced = async (layer: string) =>
    (await pricingOf(BASE, layer)).bucketFor('resold', null, facts()).unpriced ?? 'priced'

  test('lists what others charge: a reseller is not taken unless the log names it', async () => {
    expect(await priced(`providers: { openai: { makes: ["gpt-*"] } }\n${resold}`)).toMatch(/different prices$/)
  })

  test('is one that says what providers make; any other file is its reader’s own', async () => {
    expect(await priced(resold)).toBe('priced')
  })
})

test.each([
  ['{ input: 2,50, output: 9 }', 'layer1.yaml:1:27: unknown key "50" in a model: decimals have a point, not a comma'],
  [
    '{ fees: { page: 0.0010000000000000000208 } }',
    'layer1.yaml:1:32: more than 18 decimals: a fee this fine is the residue of a float',
  ],
])('a layer with %s is refused', async (model, message) => {
  await expect(pricingOf(BASE, `models: { a/m: ${model} }`)).rejects.toThrow(message)
})
