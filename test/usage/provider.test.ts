import { describe, expect, test } from 'vitest'
import { isGateway, knownProviderKey, providerKey, providerOfUrl } from '../../src/usage/provider.ts'

describe('providerKey', () => {
  test.each([
    ['aws', ['aws', 'bedrock', 'aws.bedrock', 'amazon-bedrock', 'AWS Bedrock', 'Amazon Bedrock', 'AWS_BEDROCK']],
    ['x-ai', ['x-ai', 'xai', 'x_ai', 'xAI']],
    ['google', ['google', 'gemini', 'gcp.gemini', 'vertex_ai', 'gcp.vertex_ai', 'google-vertex', 'Google AI Studio']],
    ['azure', ['azure', 'azure.ai.openai', 'az.ai.openai', 'azure-openai', 'Azure OpenAI']],
    ['mistral', ['mistral', 'mistral_ai', 'mistralai', 'Mistral AI']],
    ['openai', ['openai', 'OpenAI', ' openai ', 'openai.responses', 'openai-chat']],
    ['anthropic', ['anthropic', 'Anthropic', 'anthropic.messages']],
    ['github-copilot', ['github-copilot', 'github_copilot', 'GitHub Copilot', 'github']],
  ])('%s in all its spellings', (key, spellings) => {
    for (const spelling of spellings) expect(providerKey(spelling), spelling).toBe(key)
  })

  test('keeps a provider that is not in the list, so that a price file can name it', () => {
    expect(providerKey('Acme_Cloud')).toBe('acme-cloud')
    expect(knownProviderKey('Acme_Cloud')).toBeNull()
  })

  test('reads a gateway, and nothing, as no provider', () => {
    for (const name of [null, '', '  ', 'litellm', 'LiteLLM', 'litellm_proxy', 'microsoft.agent_framework', 'unknown'])
      expect(providerKey(name)).toBeNull()
    expect(isGateway('litellm_proxy')).toBe(true)
    expect(isGateway('openrouter')).toBe(false)
  })

  test('is its own result once it is canonical', () => {
    for (const name of ['aws', 'x-ai', 'google', 'azure', 'mistral', 'huggingface-together', 'acme-cloud'])
      expect(providerKey(name)).toBe(name)
  })
})

test.each([
  ['https://api.openai.com/v1/chat/completions', 'openai'],
  ['https://my-resource.openai.azure.com/openai/deployments/gpt-4o', 'azure'],
  ['https://us-central1-aiplatform.googleapis.com/v1/projects/p', 'google'],
  ['https://bedrock-runtime.eu-west-1.amazonaws.com/model/x/converse', 'aws'],
  ['https://openrouter.ai/api/v1', 'openrouter'],
  ['https://api.openai.com.evil.example/v1', null],
  ['http://localhost:4000/v1', null],
  ['not a url', null],
])('the API at %s belongs to %s', (url, provider) => {
  expect(providerOfUrl(url)).toBe(provider)
})
