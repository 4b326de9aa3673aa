import { parsePriceLayer } from '../../src/pricing/layer.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import type { CallFacts } from '../../src/pricing/priced.ts'

/** Prices of the given files alone, lowest first; `built-in.yaml`, `layer1.yaml` … in messages. */
export async function pricingOf(...files: readonly string[]): Promise<ModelPricing> {
  const layers = files.map((text, index) => parsePriceLayer(text, index === 0 ? 'built-in.yaml' : `layer${index}.yaml`))
  return ModelPricing.of(await Promise.all(layers))
}

/** A plain call of a thousand input tokens on 2026-06-01, but for what is said. */
export function facts(other: Partial<Omit<CallFacts, 'time'>> & { readonly time?: string | null } = {}): CallFacts {
  const { time = '2026-06-01T00:00:00Z', ...rest } = other
  return {
    time: time === null ? null : Date.parse(time),
    promptTokens: 1000,
    aggregate: false,
    mode: null,
    region: null,
    parts: { input: 1000 },
    fees: null,
    ...rest,
  }
}
