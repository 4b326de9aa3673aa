import { describe, expect, it } from 'vitest'
import { sameModel } from '../../src/usage/model-name.ts'

describe('the same model', () => {
  it.each([
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
    ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['us.anthropic.claude-opus-4-6-v1[1m]', 'claude-opus-4-6'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5-20250929'],
    ['claude-opus-4-6@default', 'claude-opus-4-6'],
  ])('%s is %s', (a, b) => expect(sameModel(a, b)).toBe(true))

  it.each([
    ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-5'],
    ['deepseek-v3', 'deepseek-v4'],
    ['anthropic.claude-v2', 'anthropic.claude-instant-v1'],
    ['gpt-5', null],
  ])('%s is not %s', (a, b) => expect(sameModel(a, b)).toBe(false))
})
