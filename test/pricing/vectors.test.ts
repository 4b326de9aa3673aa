import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { costOf } from '../../src/pricing/cost.ts'
import { Decimal } from '../../src/pricing/decimal.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import type { Part, Parts } from '../../src/usage/parts.ts'
import { providerKey } from '../../src/usage/provider.ts'

interface Vector {
  readonly id: string
  readonly provider: string
  readonly model: string
  readonly date: string
  readonly mode?: string
  readonly region?: string
  readonly normalized: { readonly tokens: Parts; readonly fees: Readonly<Record<string, string | number>> }
  readonly cost_usd: string
  readonly catalog_key: string
  readonly matched: string
}

const FILE = new URL('../../../shared/pricing/price-vectors.json', import.meta.url)
const vectors: readonly Vector[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).vectors : []
const OUTPUT: readonly Part[] = ['output', 'reasoning', 'output_audio', 'output_image', 'output_video', 'citation']

describe.skipIf(vectors.length === 0)('worked examples of the specification, from disjoint tokens', async () => {
  const pricing = await ModelPricing.load()

  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const { tokens, fees } = vector.normalized
    const prompt = Object.entries(tokens).filter(([part]) => !OUTPUT.includes(part as Part))
    const units = Object.entries(fees).map(([name, amount]) => [name, String(amount)] as const)
    const bucket = pricing.bucketFor(vector.model, providerKey(vector.provider), {
      time: Date.parse(vector.date),
      promptTokens: prompt.reduce((sum, [, count]) => sum + count, 0),
      aggregate: false,
      mode: vector.mode ?? null,
      region: vector.region ?? null,
      parts: tokens,
      fees: units.length === 0 ? null : Object.fromEntries(units),
    })
    const cost = costOf(bucket, tokens, new Map(units.map(([name, amount]) => [name, Decimal.parse(amount)!])))
    expect({ cost: cost?.total.toString(), key: bucket.key, matched: bucket.matched }).toEqual({
      cost: vector.cost_usd,
      key: vector.catalog_key,
      matched: vector.matched,
    })
  })
})
