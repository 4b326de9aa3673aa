import { describe, expect, test } from 'vitest'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { facts, pricingOf } from './pricing-of.ts'

describe('matching in the shipped catalog', async () => {
  const pricing = await ModelPricing.load()
  const found = (model: string | null, provider: string | null = null) => {
    const { key, matched, assumed } = pricing.bucketFor(model, provider, facts())
    return `${key} ${matched}${assumed ? ' assumed' : ''}`
  }

  test.each([
    ['a dated id that is listed', 'gpt-4-turbo-2024-04-09', null, 'openai/gpt-4-turbo exact assumed'],
    ['a dated id with a price of its own', 'gpt-4o-2024-05-13', null, 'openai/gpt-4o-2024-05-13 exact assumed'],
    ['a date that is not listed', 'gpt-4o-2031-01-01', 'openai', 'openai/gpt-4o dated'],
    ['-latest', 'gpt-5-mini-latest', 'openai', 'openai/gpt-5-mini dated'],
    ['a version that continues another', 'claude-sonnet-5-5', null, 'anthropic/claude-sonnet-5-5 exact assumed'],
    ['its dated form', 'claude-sonnet-5-5-20261001', null, 'anthropic/claude-sonnet-5-5 pattern assumed'],
    ['capitals', 'GPT-4o', 'openai', 'openai/gpt-4o normalized'],
    ['a resource path', 'models/gemini-2.5-flash', null, 'google/gemini-2.5-flash normalized assumed'],
    [
      "Vertex's resource path",
      'projects/p/locations/l/publishers/google/models/gemini-2.5-flash',
      null,
      'google/gemini-2.5-flash normalized',
    ],
    ["Claude Code's long-context marker", 'claude-opus-5[1m]', null, 'anthropic/claude-opus-5 normalized assumed'],
    ['the marker on a pattern', 'claude-opus-4-6[1m]', null, 'anthropic/claude-opus-4-6 pattern assumed'],
    [
      'a geographic profile of Bedrock',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      null,
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 pattern',
    ],
    [
      'the global profile',
      'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      null,
      'aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0 pattern',
    ],
    [
      'an ARN',
      'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      null,
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 pattern',
    ],
    [
      'LiteLLM on Bedrock',
      'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      null,
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 pattern',
    ],
    ['the provider before the id', 'openai/gpt-4o', null, 'openai/gpt-4o exact'],
    ['OpenRouter named by the id', 'openrouter/openai/gpt-4o', null, 'openrouter/openai/gpt-4o exact'],
    ['OpenRouter named by the log', 'openai/gpt-4o', 'openrouter', 'openrouter/openai/gpt-4o exact'],
    ["OpenRouter's routing suffix", 'openai/gpt-4o:nitro', 'openrouter', 'openrouter/openai/gpt-4o normalized'],
    ['Vertex by LiteLLM', 'vertex_ai/claude-sonnet-4-5', null, 'google/claude-sonnet-4-5 pattern'],
    ['a gateway before the provider', 'litellm_proxy/anthropic/claude-opus-5', null, 'anthropic/claude-opus-5 exact'],
    [
      'the maker, not a reseller with the exact id',
      'claude-haiku-4.5',
      null,
      'anthropic/claude-haiku-4-5 pattern assumed',
    ],
    ['the maker, not a cloud with the exact id', 'claude-opus-5', null, 'anthropic/claude-opus-5 exact assumed'],
    ['the maker, not an editor', 'grok-4.5', null, 'x-ai/grok-4.5 exact assumed'],
    [
      'the subscription, when the log names it',
      'claude-haiku-4.5',
      'github-copilot',
      'github-copilot/claude-haiku-4.5 exact',
    ],
    ['a local model, when the log names the runtime', 'llama3.1:8b', 'ollama', 'ollama/* pattern'],
    ['a local model, when the id names the runtime', 'ollama/llama3.1', null, 'ollama/* pattern'],
    ['a colon behind the provider, as pydantic-ai writes it', 'openai:gpt-4o', null, 'openai/gpt-4o exact'],
    ['another name of the provider', 'google-gla:gemini-2.5-flash', null, 'google/gemini-2.5-flash exact'],
    ['an endpoint behind the provider, as promptfoo writes it', 'openai:chat:gpt-4o', null, 'openai/gpt-4o exact'],
    ['the same at a provider that the log names', 'openai:responses:gpt-4o', 'openai', 'openai/gpt-4o exact'],
    ['a gateway before the provider', 'gateway/anthropic:claude-opus-5', null, 'anthropic/claude-opus-5 exact'],
    ['a slash behind the colon', 'openrouter:openai/gpt-4o', null, 'openrouter/openai/gpt-4o exact'],
    ['a local model behind its runtime', 'ollama:llama3:8b', null, 'ollama/* pattern'],
    ['a fine-tune behind its provider', 'openai:ft:gpt-4o-2024-08-06:acme::Ab1', null, 'openai/ft:gpt-4o pattern'],
    ['a fine-tune', 'ft:gpt-4o-2024-08-06:acme::Ab1', null, 'openai/ft:gpt-4o pattern assumed'],
    ['a tag of a local model that has a provider as its name', 'mistral:7b', 'ollama', 'ollama/* pattern'],
    [
      'Bedrock before a profile with a revision',
      'bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      null,
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 pattern',
    ],
    ["Azure at OpenAI's price", 'gpt-4o', 'azure', 'openai/gpt-4o exact'],
    ["Azure's own price", 'gpt-5.6-terra', 'azure', 'azure/gpt-5.6-terra exact'],
    ['a free variant that nobody lists', 'openai/gpt-4o:free', 'openrouter', '*:free free'],
    ['a free variant of a glob', 'gemini-2.5-pro:free', 'google', '*:free free'],
    [
      'a speech model that the glob excepts',
      'gemini-2.5-pro-preview-tts',
      null,
      'google/gemini-2.5-pro-tts exact assumed',
    ],
  ])('%s', (_, model, provider, expected) => {
    expect(found(model, provider)).toBe(expected)
  })

  test.each([
    ['a local model without its runtime', 'qwen3:0.6b', null],
    ['a name that only begins like a known one', 'gpt-4-turbo-ultra', null],
    ['a name that is only similar', 'gpt4o', null],
    ['a name that contains a known one', 'my-gpt-4o', null],
    ['another provider than the log names', 'gpt-4o', 'groq'],
    ['a provider without prices', 'gpt-4o', 'my-proxy'],
    ['a user-chosen deployment', 'my-deployment', 'azure'],
    ['a distilled model under the name of its teacher', 'deepseek-r1-distill-qwen-1.5b', 'deepseek'],
    ['a fast mode that is no plain model', 'claude-opus-4-6-fast', 'anthropic'],
    ['a version that continues another, on Bedrock', 'global.anthropic.claude-sonnet-5-6', 'aws'],
    ['no name', null, null],
    ['an empty name', '', null],
    ['only a slash', '/', null],
  ])('%s stays unpriced', (_, model, provider) => {
    expect(found(model, provider)).toBe('null none')
  })

  test('resellers that disagree leave a call unpriced, and are named', () => {
    const { unpriced } = pricing.bucketFor('meta-llama/Llama-3.3-70B-Instruct', null, facts())
    expect(unpriced).toMatch(/^the log names no provider, and \S+ and \S+ have different prices$/)
  })

  test('$0.04 for 1000 + 1000 tokens of gpt-4-turbo-2024-04-09, not the $0.09 of gpt-4', () => {
    // 1000 × $10/M + 1000 × $30/M
    const tokens = { input_tokens: 1000, output_tokens: 1000 }
    expect(pricing.calculateCost('gpt-4-turbo-2024-04-09', tokens)?.toString()).toBe('0.04')
  })

  test('keeps the same answer for a name asked again', () => {
    expect(pricing.resolve('gpt-4o', null)).toBe(pricing.resolve('gpt-4o', null))
    expect(pricing.resolve('gpt-4o', null)).not.toBe(pricing.resolve('gpt-4o', 'openai'))
  })
})

describe('matching rules', () => {
  const key = async (text: string, model: string, provider: string | null = null, own = '') =>
    (await pricingOf(text, ...(own === '' ? [] : [own]))).bucketFor(model, provider, facts()).key

  test('of two globs the one with more literal text', async () => {
    const text = 'models: { a/x: { match: ["m*"], input: 1 }, a/y: { match: ["m-large*"], input: 2 } }'
    expect(await key(text, 'm-large-2', 'a')).toBe('a/y')
    expect(await key(text, 'm-small', 'a')).toBe('a/x')
  })

  test('of two equally specific globs the user’s', async () => {
    const base = 'models: { a/x: { match: ["m-*"], input: 1 } }'
    expect(await key(base, 'm-1', 'a', 'models: { a/y: { match: ["m-*"], input: 2 } }')).toBe('a/y')
  })

  test('# is one digit', async () => {
    const text = 'models: { a/x: { match: ["m-####"], input: 1 } }'
    expect(await key(text, 'm-2026', 'a')).toBe('a/x')
    expect(await key(text, 'm-202', 'a')).toBeNull()
    expect(await key(text, 'm-20a6', 'a')).toBeNull()
  })

  test('a regex is the last resort', async () => {
    const text = 'models: { a/x: { match: ["/^m-(small|large)$/"], input: 1 }, a/y: { match: ["m-l*"], input: 2 } }'
    expect(await key(text, 'm-small', 'a')).toBe('a/x')
    expect(await key(text, 'm-large', 'a')).toBe('a/y')
  })

  test('except wins over match', async () => {
    const text = 'models: { a/x: { match: ["m*"], except: ["*-tts*"], input: 1 } }'
    expect(await key(text, 'm-tts-1', 'a')).toBeNull()
  })

  test('a glob of only * needs its provider', async () => {
    const text = 'models: { local/*: { match: ["*"], input: 0 } }'
    expect(await key(text, 'anything')).toBeNull()
    expect(await key(text, 'anything', 'local')).toBe('local/*')
  })

  test('a subscription and a local runtime say nothing about a call of an unknown provider', async () => {
    const pricing = await ModelPricing.load([{ name: 'own.yaml', text: 'models: { openai/gpt-4o: null }' }])
    expect(pricing.bucketFor('gpt-4o', null, facts())).toMatchObject({ key: null, unpriced: 'no price for this model' })
    expect(pricing.bucketFor('gpt-4o', 'github-copilot', facts()).key).toBe('github-copilot/gpt-4o')
  })

  test('resellers that agree are one price, noted assumed', async () => {
    const text = 'models: { a/m: { input: 1.0, output: 2 }, b/m: { input: 1, output: 2.00 } }'
    const { key, assumed } = (await pricingOf(text)).bucketFor('m', null, facts())
    expect([key, assumed]).toEqual(['a/m', true])
  })

  test('a user’s own entry needs no provider in the log, and applies where the log names another', async () => {
    const base = 'models: { openai/gpt-4o: { input: 2.5, output: 10 } }'
    const own = 'models: { acme/house: { match: ["house*"], input: 1 } }'
    expect(await key(base, 'house-2', null, own)).toBe('acme/house')
    expect(await key(base, 'house-2', 'openai', own)).toBe('acme/house')
  })

  test('a negotiated price at one provider is not the price at another', async () => {
    const base = 'models: { openai/m: { input: 2 }, groq/m: { input: 1 } }'
    expect(await key(base, 'm', 'groq', 'models: { openai/m: { input: 9 } }')).toBe('groq/m')
  })

  test('changing the modes of a reseller’s entry does not make it apply everywhere', async () => {
    const base = 'providers: { openai: { makes: ["*"] } }\nmodels: { openai/m: { input: 2 }, copilot/m: { input: 0 } }'
    expect(await key(base, 'm', null, 'models: { copilot/m: { modes: { batch: 0.5 } } }')).toBe('openai/m')
  })

  test('a megabyte of a name is answered at once', async () => {
    const text = 'models: { a/x: { match: ["*a*a*a*a*b"], input: 1 } }'
    const started = performance.now()
    expect(await key(text, 'a'.repeat(100_000), 'a')).toBeNull()
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
