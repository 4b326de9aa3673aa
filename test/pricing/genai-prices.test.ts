import { readFile } from 'node:fs/promises'
import { calcPrice, type ModelInfo, type Provider, waitForUpdate } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { parsePriceLayer } from '../../src/pricing/layer.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { hasTokenPrice, type ModelChange } from '../../src/pricing/price-file.ts'
import { canonicalKey } from '../../src/pricing/read-price-file.ts'

const root = new URL('../../', import.meta.url)

/** Prompt, of it read from and written to the cache, of that for an hour, and output. */
const USAGES: readonly (readonly number[])[] = [
  [1000, 0, 0, 0, 0],
  [12_345, 0, 0, 0, 678],
  [150_001, 100_000, 20_000, 0, 9_999],
  [273_001, 40_000, 30_000, 10_000, 5_000],
  [600_000, 600_000, 0, 0, 1],
]

const DATES = [
  '2024-07-01T12:00:00Z',
  '2025-09-05T02:00:00Z',
  '2026-03-12T23:59:59Z',
  '2026-09-25T08:00:00Z',
  '2027-02-01T00:00:00Z',
]

describe('the shipped catalog beside genai-prices itself', async () => {
  const providers: readonly Provider[] = (await waitForUpdate()) ?? []
  const pricing = await ModelPricing.load()
  const overlay = await parsePriceLayer(await readFile(new URL('pricing.overlay.yaml', root), 'utf8'), 'overlay')
  const changeOf = (provider: Provider, model: ModelInfo) =>
    overlay.file.models[canonicalKey(`${provider.id}/${model.id}`)] ?? {}

  test('costs the same wherever the overlay does not differ', () => {
    let compared = 0
    const odd: string[] = []
    for (const provider of providers)
      for (const model of provider.models.filter((model) => !changesPrice(changeOf(provider, model))))
        for (const id of billsTokens(model) ? idsOf(model).filter(isMeantBy(changeOf(provider, model))) : [])
          for (const usage of usagesOf(model))
            for (const date of DATES) {
              const theirs = calcPrice(usageOf(usage, model), id, {
                providerId: provider.id,
                timestamp: new Date(date),
              })
              if (theirs === null || theirs.model.id !== model.id) continue
              const [prompt = 0, read = 0, written = 0, hour = 0, output = 0] = usage
              const ours = pricing.calculateCost(
                id,
                {
                  inputTokens: prompt,
                  cacheReadInputTokens: read,
                  cacheCreationInputTokens: written,
                  cacheCreation1hInputTokens: hour,
                  outputTokens: hasOutput(model) ? output : 0,
                },
                { provider: provider.id, at: date },
              )
              compared++
              if (ours === null || !near(ours.toNumber(), theirs.total_price))
                odd.push(`${provider.id} ${id} ${usage} ${date}: ours ${ours}, theirs ${theirs.total_price}`)
            }
    expect(odd).toEqual([])
    expect(compared).toBeGreaterThan(30_000)
  })

  test('finds the same model by every id that genai-prices knows', () => {
    let compared = 0
    const odd: string[] = []
    for (const provider of providers)
      for (const id of new Set(provider.models.flatMap(idsOf))) {
        const theirs = calcPrice({ input_tokens: 0, output_tokens: 0 }, id, { providerId: provider.id })
        if (theirs === null || changeOf(provider, theirs.model).match !== undefined) continue
        compared++
        const key = pricing.getPrice(id, { provider: provider.id })?.key
        if (key !== canonicalKey(`${provider.id}/${theirs.model.id}`))
          odd.push(`${provider.id} ${id}: ${key}, not ${theirs.model.id}`)
      }
    expect(odd).toEqual([])
    expect(compared).toBeGreaterThan(2000)
  })
})

/** Modes, regions and most fees do not touch the plain calls compared here; a fee per request does. */
function changesPrice(change: ModelChange): boolean {
  return hasTokenPrice(change) || 'history' in change || 'long_context' in change || 'request' in (change.fees ?? {})
}

/** Where the overlay says which ids a model has, these and no others. */
function isMeantBy({ match }: ModelChange): (id: string) => boolean {
  return (id) => match == null || match.includes(id)
}

function idsOf(model: ModelInfo): readonly string[] {
  const literals = (logic: object): string[] =>
    Object.entries(logic).flatMap(([kind, value]) =>
      kind === 'regex' ? [] : typeof value === 'string' ? [value] : (value as object[]).flatMap(literals),
    )
  return [...new Set([model.id, ...literals(model.match)])]
}

function usageOf([prompt, read, written, hour, output]: readonly number[], model: ModelInfo): Record<string, number> {
  return {
    input_tokens: prompt!,
    cache_read_tokens: read!,
    cache_write_tokens: written!,
    cache_write_1h_tokens: hour!,
    output_tokens: hasOutput(model) ? output! : 0,
  }
}

/** Where they have no price for writes of one hour, ours may be better. */
function usagesOf(model: ModelInfo): readonly (readonly number[])[] {
  return hasPrice(model, 'cache_write_1h_mtok') ? USAGES : USAGES.map((usage) => usage.with(3, 0))
}

/** Prices with more decimals than a price has are cut in our catalog (1/12 at OpenRouter): they agree to six decimals only. */
function isResidue(model: ModelInfo): boolean {
  return /\d\.\d{7,}/.test(JSON.stringify(model.prices))
}

/** Not so models billed by the page or the hour: their tokens cost nothing there, and are unpriced here. */
function billsTokens(model: ModelInfo): boolean {
  return hasPrice(model, 'input_mtok') && !isResidue(model)
}

function hasOutput(model: ModelInfo): boolean {
  return hasPrice(model, 'output_mtok')
}

function hasPrice({ prices }: ModelInfo, name: string): boolean {
  const blocks = Array.isArray(prices) ? prices.map((item) => item.prices) : [prices]
  return blocks.every((block) => Object.keys(block).length === 0 || name in block)
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}
