import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { costOf } from '../../src/pricing/cost.ts'
import { Decimal } from '../../src/pricing/decimal.ts'
import { readPriceLayer } from '../../src/pricing/layer.ts'
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
  readonly usage: object
  readonly fees?: object
  readonly normalized: { readonly tokens: Parts; readonly fees: Readonly<Record<string, string | number>> }
  readonly cost_usd: string
  readonly catalog_key: string
  readonly matched: string
}

const FILE = new URL('../../../shared/pricing/price-vectors.json', import.meta.url)
const vectors: readonly Vector[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).vectors : []
const OUTPUT: readonly Part[] = ['output', 'reasoning', 'output_audio', 'output_image', 'output_video', 'citation']

const named = vectors.map((vector) => [vector.id, vector] as const)

/** Cost, entry and match of a vector whose tokens are already disjoint. */
function priced(pricing: ModelPricing, vector: Vector) {
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
  return { cost: cost?.total.toString(), key: bucket.key, matched: bucket.matched }
}

describe.skipIf(vectors.length === 0)('worked examples of the specification, from disjoint tokens', async () => {
  const pricing = await ModelPricing.load()

  test.each(named)('%s', (_, vector) => {
    const { cost_usd, catalog_key, matched } = vector
    expect(priced(pricing, vector)).toEqual({ cost: cost_usd, key: catalog_key, matched })
  })
})

describe.skipIf(vectors.length === 0)('the twelve models that the specification wrote by hand, alone', async () => {
  const twelve = vectors.length === 0 ? null : await readPriceLayer(fileURLToPath(new URL('pricing-12.yaml', FILE)))
  const pricing = twelve && ModelPricing.of([twelve])
  const theirs = vectors.filter(({ catalog_key }) => twelve && Object.hasOwn(twelve.file.models, catalog_key))

  test.each(theirs.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(priced(pricing!, vector).cost).toBe(vector.cost_usd)
  })
})

describe.skipIf(vectors.length === 0)(
  'worked examples from the raw payload, each as one log line, through the report',
  async () => {
    let folder: string
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'tokencost-vectors-'))
    })
    const pricing = await ModelPricing.load()
    afterAll(() => rmSync(folder, { recursive: true }))

    test.each(named)('%s', async (id, { date, provider, model, usage, mode, region, fees, cost_usd }) => {
      const line = { timestamp: date, provider, model, usage, mode, region, fees }
      writeFileSync(join(folder, `${id}.jsonl`), `${JSON.stringify(line)}\n`)
      const { report } = await analyze({
        inputs: [`${id}.jsonl`],
        cwd: folder,
        stdin: Readable.from([]),
        pricing,
        groupBy: null,
        cost: 'computed',
        format: null,
        everyEntry: false,
      })
      expect({ cost: report.total_cost_usd.toString(), complete: report.cost_complete }).toEqual({
        cost: cost_usd,
        complete: true,
      })
    })
  },
)
