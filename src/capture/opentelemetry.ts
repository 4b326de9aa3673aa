import type { ModelPricing } from '../pricing/model-pricing.ts'
import type { UsageRecord } from '../usage/record.ts'
import { callOf } from './call-of.ts'
import { ledgerOf } from './usage-book.ts'

/** Where a recorder puts the numbers of each call beside its log. */
export interface UsageMetrics {
  /** `operation` as OpenTelemetry names it; without prices only tokens are counted. */
  add(calls: readonly UsageRecord[], pricing: ModelPricing | null, operation: string): void
}

/** What we use of a Meter of `@opentelemetry/api`. */
export interface MeterLike {
  createHistogram(name: string, options: object): { record(value: number, attributes: MetricAttributes): void }
  createCounter(name: string, options: object): { add(value: number, attributes: MetricAttributes): void }
}

export type MetricAttributes = Record<string, string>

/** Boundaries that the semantic conventions give for token counts. */
const TOKEN_BOUNDARIES = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]

/**
 * Instruments of OpenTelemetry: `gen_ai.client.token.usage` (GenAI semantic conventions) and `tokencost.client.cost` in
 * USD. Without a meter, the global one of `@opentelemetry/api`, which then must be installed. A metric is a float: exact
 * money is in the log and the report. Every record counts, copies of a call too.
 */
export async function openTelemetryMetrics(meter?: MeterLike): Promise<UsageMetrics> {
  return new MeteredUsage(meter ?? (await import('@opentelemetry/api')).metrics.getMeter('tokencost'))
}

class MeteredUsage implements UsageMetrics {
  private readonly tokens
  private readonly cost

  constructor(meter: MeterLike) {
    this.tokens = meter.createHistogram('gen_ai.client.token.usage', {
      description: 'Number of input and output tokens used',
      unit: '{token}',
      advice: { explicitBucketBoundaries: TOKEN_BOUNDARIES },
    })
    this.cost = meter.createCounter('tokencost.client.cost', { description: 'Cost of model calls', unit: '{USD}' })
  }

  add(calls: readonly UsageRecord[], pricing: ModelPricing | null, operation: string): void {
    for (const call of calls) {
      const about = attributesOf(call, operation)
      const { inputTokens, outputTokens } = call.counts
      if (inputTokens !== null) this.tokens.record(inputTokens, { ...about, 'gen_ai.token.type': 'input' })
      if (outputTokens !== null) this.tokens.record(outputTokens, { ...about, 'gen_ai.token.type': 'output' })
      const cost = pricing === null ? 0 : costOf(call, pricing)
      if (cost > 0) this.cost.add(cost, about)
    }
  }
}

function costOf(call: UsageRecord, pricing: ModelPricing): number {
  const ledger = ledgerOf(pricing)
  ledger.add(callOf(call))
  return ledger.totalCost().toNumber()
}

function attributesOf({ model, provider }: UsageRecord, operation: string): MetricAttributes {
  return {
    'gen_ai.operation.name': operation,
    ...(provider !== null && { 'gen_ai.provider.name': PROVIDER_NAMES[provider] ?? provider }),
    ...(model !== null && { 'gen_ai.request.model': model, 'gen_ai.response.model': model }),
  }
}

/** Well-known names of the semantic conventions, where ours differ. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  aws: 'aws.bedrock',
  azure: 'azure.ai.openai',
  google: 'gcp.gen_ai',
  mistral: 'mistral_ai',
  'x-ai': 'x_ai',
}
