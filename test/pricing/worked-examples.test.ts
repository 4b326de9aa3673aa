import { expect, test } from 'vitest'
import { type CostOptions, ModelPricing, type Tokens } from '../../src/pricing/model-pricing.ts'
import { TokenUsageTracker } from '../../src/tracker/tracker.ts'

const pricing = await ModelPricing.load()

interface Example {
  readonly shows: string
  readonly model: string
  readonly tokens: Tokens
  readonly options: CostOptions
  /** From the provider's price page: tokens × USD per million. */
  readonly cost: string
}

/** Input counts are inclusive: cache reads and writes are part of them. */
const EXAMPLES: readonly Example[] = [
  {
    shows: 'Anthropic: cache writes of five minutes (1.25×) and one hour (2×), cache reads (0.1×)',
    model: 'claude-sonnet-4-5-20250929',
    tokens: {
      inputTokens: 100_000,
      cacheReadInputTokens: 60_000,
      cacheCreationInputTokens: 30_000,
      cacheCreation1hInputTokens: 10_000,
      outputTokens: 2_000,
    },
    options: { provider: 'anthropic', at: '2025-11-01' },
    // 10000×3 + 60000×0.30 + 20000×3.75 + 10000×6 + 2000×15 = 30000 + 18000 + 75000 + 60000 + 30000
    cost: '0.213',
  },
  {
    shows: 'Anthropic: above 200,000 prompt tokens the whole request costs more, cache included',
    model: 'claude-sonnet-4-5-20250929',
    tokens: { inputTokens: 200_001, cacheReadInputTokens: 200_000, outputTokens: 1 },
    options: { provider: 'anthropic', at: '2025-11-01' },
    // 1×6 + 200000×0.60 + 1×22.50
    cost: '0.1200285',
  },
  {
    shows: 'Anthropic: fast mode, US residency and a web search together; the fee is not multiplied',
    model: 'claude-opus-5',
    tokens: { inputTokens: 1_000_000, outputTokens: 0 },
    options: { provider: 'anthropic', at: '2026-09-01', mode: 'fast', region: 'us', fees: { web_search: 1 } },
    // 1M × 5 × 2 × 1.1 + 0.01
    cost: '11.01',
  },
  {
    shows: 'OpenAI: the published cached batch price of 0.13, not the half of 0.25',
    model: 'gpt-5.4',
    tokens: { inputTokens: 1_000_000, cacheReadInputTokens: 1_000_000, outputTokens: 0 },
    options: { provider: 'openai', at: '2026-04-01', mode: 'batch' },
    // in the long-context tier of batch: 1M × 0.25
    cost: '0.25',
  },
  {
    shows: 'OpenAI: o4-mini flex has the published cached price of 0.138',
    model: 'o4-mini-2025-04-16',
    tokens: { inputTokens: 1_000_000, cacheReadInputTokens: 1_000_000, outputTokens: 1_000_000 },
    options: { provider: 'openai', at: '2025-09-01', mode: 'flex' },
    // 1M × 0.138 + 1M × 2.20
    cost: '2.338',
  },
  {
    shows: 'OpenAI: fast mode of GPT-6 Luna doubles the long-context price',
    model: 'gpt-6-luna',
    tokens: { inputTokens: 300_000, outputTokens: 1_000 },
    options: { provider: 'openai', at: '2026-10-01', mode: 'fast' },
    // 300000 × 0.20 × 2 + 1000 × 0.75 × 2
    cost: '0.1215',
  },
  {
    shows: 'Google: audio has its own price, batch leaves the cache price alone',
    model: 'gemini-2.5-flash',
    tokens: {
      inputTokens: 100_000,
      cacheReadInputTokens: 20_000,
      outputTokens: 1_000,
      modalities: { inputAudio: 30_000, cacheReadAudio: 5_000 },
    },
    options: { provider: 'google', at: '2026-01-01', mode: 'batch' },
    // audio 25000 × 1/2, text 55000 × 0.30/2, cached audio 5000 × 0.10, cached text 15000 × 0.03, output 1000 × 2.50/2
    // = 12500 + 8250 + 500 + 450 + 1250
    cost: '0.02295',
  },
  {
    shows: 'xAI: 200,000 prompt tokens are already in the higher tier',
    model: 'grok-4.20',
    tokens: { inputTokens: 200_000, outputTokens: 0 },
    options: { provider: 'xai', at: '2026-08-01' },
    // 200000 × 2.50
    cost: '0.5',
  },
  {
    shows: 'DeepSeek: half price off peak in the spring of 2025, a window over midnight',
    model: 'deepseek-chat',
    tokens: { inputTokens: 1_000_000, outputTokens: 1_000_000 },
    options: { provider: 'deepseek', at: '2025-04-01T00:10:00Z' },
    // (0.27 + 1.10) / 2
    cost: '0.685',
  },
  {
    shows: 'DeepSeek: R1 off peak has prices of its own',
    model: 'deepseek-reasoner',
    tokens: { inputTokens: 1_000_000, outputTokens: 1_000_000 },
    options: { provider: 'deepseek', at: '2025-04-01T17:00:00Z' },
    // 0.135 + 0.55
    cost: '0.685',
  },
  {
    shows: 'DeepSeek: no peak price on a Chinese public holiday',
    model: 'deepseek-v4-flash',
    tokens: { inputTokens: 1_000_000, outputTokens: 0 },
    options: { provider: 'deepseek', at: '2026-10-01T02:00:00Z' },
    cost: '0.15',
  },
  {
    shows: 'Bedrock: an hour of cache for Claude costs twice the input there too',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    tokens: {
      inputTokens: 1_000_000,
      cacheCreationInputTokens: 1_000_000,
      cacheCreation1hInputTokens: 1_000_000,
      outputTokens: 0,
    },
    options: { at: '2026-02-01' },
    // 1M × 6.60
    cost: '6.6',
  },
  {
    shows: 'Perplexity: tokens and the fee for the size of the search context',
    model: 'sonar',
    tokens: { inputTokens: 1_000, outputTokens: 1_000 },
    options: { provider: 'perplexity', at: '2026-05-01', fees: { request_medium: 1 } },
    // 1000×1/1M + 1000×1/1M + 0.008
    cost: '0.01',
  },
  {
    shows: 'the original design: two counts, nothing else',
    model: 'gpt-3.5-turbo',
    tokens: { input_tokens: 1_000, output_tokens: 1_000 },
    options: {},
    // 1000 × 0.50/1M + 1000 × 1.50/1M
    cost: '0.002',
  },
]

test.each(EXAMPLES.map((example) => [example.shows, example] as const))('%s', (_, { model, tokens, options, cost }) => {
  expect(pricing.calculateCost(model, tokens, options)?.toString()).toBe(cost)
})

test('the sum of many short calls is not priced as one long prompt', () => {
  const tracker = new TokenUsageTracker()
  for (let call = 0; call < 100; call++) tracker.addUsage('claude-sonnet-4-5', 3_000, 10)
  // 300,000 × 3/1M + 1,000 × 15/1M; one call of 300,000 would be 300,000 × 6/1M + 1,000 × 22.50/1M
  const cost = (tokens: Tokens) => pricing.calculateCost('claude-sonnet-4-5', tokens)?.toString()
  expect(cost(tracker.getModelUsage('claude-sonnet-4-5'))).toBe('0.915')
  expect(cost({ input_tokens: 300_000, output_tokens: 1_000, call_count: 1 })).toBe('1.8225')
  expect(cost({ input_tokens: 300_000, output_tokens: 1_000 })).toBe('1.8225')
})

test.each([{ input_tokens: -1 }, { output_tokens: 1.5 }, { inputTokens: 1, cacheReadInputTokens: Number.NaN }])(
  'calculateCost refuses %o: it is no count',
  (tokens) => {
    expect(() => pricing.calculateCost('gpt-4o', tokens)).toThrow(RangeError)
  },
)

test('getPrice shows the rates per million tokens and how the name was matched', () => {
  const price = pricing.getPrice('gpt-4o-2024-08-06', { provider: 'openai', at: '2025-01-01' })
  expect(price).toMatchObject({ key: 'openai/gpt-4o', matched: 'exact', layer: 'built-in', unpriced: null })
  expect(price?.rates['output']?.toString()).toBe('10')
  expect(pricing.getPrice('nobody-knows')).toBeNull()
})
