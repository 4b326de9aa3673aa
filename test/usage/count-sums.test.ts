import { describe, expect, it } from 'vitest'
import { type CountSums, countsBy, keysOf } from '../../src/usage/count-sums.ts'

const SUMS: CountSums = {
  inputTokens: [[['in']], [['whole'], ['short', 'life.long']]],
  cacheReadInputTokens: [],
  cacheCreationInputTokens: [[['whole'], ['short', 'life.long']]],
  cacheCreation1hInputTokens: [[['life.long']]],
  outputTokens: [[['out']]],
  reasoningOutputTokens: [],
}

describe('counts that are sums of keys', () => {
  it('add up terms, each the greatest of its sums', () => {
    expect(countsBy(SUMS, { in: 100, whole: 5, short: 4, life: { long: 3 }, out: 1 })).toEqual({
      inputTokens: 107, // 100 + max(5, 4 + 3)
      cacheReadInputTokens: null,
      cacheCreationInputTokens: 7,
      cacheCreation1hInputTokens: 3,
      outputTokens: 1,
      reasoningOutputTokens: null,
    })
  })

  it('are null where nothing of them is stated, and not where a zero is', () => {
    expect(countsBy(SUMS, { whole: 0, life: null, in: null })).toMatchObject({
      ...{ inputTokens: 0, cacheCreationInputTokens: 0, cacheCreation1hInputTokens: null, outputTokens: null },
    })
  })

  it('refuse what is no count', () => {
    expect(() => countsBy(SUMS, { out: -1 })).toThrow(expect.objectContaining({ reason: 'out is negative' }))
    expect(() => countsBy(SUMS, { life: { long: 1.5 } })).toThrow(
      expect.objectContaining({ reason: 'long is not an integer' }),
    )
  })

  it('name each key once', () => {
    expect(keysOf(SUMS)).toEqual(['in', 'whole', 'short', 'life.long', 'out'])
  })
})
