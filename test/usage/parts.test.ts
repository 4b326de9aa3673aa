import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_COUNTS, type TokenCounts } from '../../src/usage/counts.ts'
import { partsOf } from '../../src/usage/parts.ts'

const of = (counts: Partial<TokenCounts>) => partsOf({ ...NO_COUNTS, ...counts })

describe('disjoint parts', () => {
  it('of the OpenTelemetry example: 130,213 tokens with 128,955 read and 1,253 written leave 5', () => {
    const counts = {
      inputTokens: 130_213,
      cacheReadInputTokens: 128_955,
      cacheCreationInputTokens: 1_253,
      outputTokens: 7,
    }
    expect(of(counts)).toEqual({ input: 5, cache_read: 128_955, cache_write: 1_253, output: 7 })
  })
  it('tell one-hour cache writes and reasoning apart', () => {
    const written = { inputTokens: 10, cacheCreationInputTokens: 9, cacheCreation1hInputTokens: 4 }
    expect(of({ ...written, outputTokens: 8, reasoningOutputTokens: 6 })).toEqual({
      input: 1,
      cache_write: 5,
      cache_write_1h: 4,
      output: 2,
      reasoning: 6,
    })
  })
  it('take cached tokens of no stated kind for audio where there was less text than was cached', () => {
    const counts = { inputTokens: 1000, cacheReadInputTokens: 400, outputTokens: 1 }
    expect(of({ ...counts, modalities: { inputAudio: 1000 } })).toEqual({
      input_audio: 600,
      cache_read_audio: 400,
      output: 1,
    })
    expect(of({ ...counts, modalities: { inputAudio: 500, inputImage: 300, cacheReadImage: 100 } })).toEqual({
      input_audio: 400,
      input_image: 200,
      cache_read: 200,
      cache_read_audio: 100,
      cache_read_image: 100,
      output: 1,
    })
  })
  it('take cached audio out of both audio and cache', () => {
    const modalities = { inputAudio: 60, cacheReadAudio: 20, outputAudio: 5 }
    expect(of({ inputTokens: 100, cacheReadInputTokens: 30, outputTokens: 9, modalities })).toEqual({
      input: 30,
      cache_read: 10,
      cache_read_audio: 20,
      input_audio: 40,
      output: 4,
      output_audio: 5,
    })
  })
  it('never go below zero where cached exceeds the prompt', () => {
    expect(of({ inputTokens: 5, cacheReadInputTokens: 9, outputTokens: 1 })).toEqual({ cache_read: 9, output: 1 })
  })
  it('have no more reasoning than the output it is billed as, where that is known', () => {
    expect(of({ inputTokens: 5, outputTokens: 10, reasoningOutputTokens: 64 })).toEqual({ input: 5, reasoning: 10 })
    expect(of({ inputTokens: 5, reasoningOutputTokens: 64 })).toEqual({ input: 5, reasoning: 64 })
  })
  it('of unknown counts are none', () => {
    expect(of({})).toEqual({})
  })
  it('add up to input and output', () => {
    const part = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(part, part, part, part, part, part, (plain, read, five, hour, visible, reasoning) => {
        const parts = of({
          inputTokens: plain + read + five + hour,
          cacheReadInputTokens: read,
          cacheCreationInputTokens: five + hour,
          cacheCreation1hInputTokens: hour,
          outputTokens: visible + reasoning,
          reasoningOutputTokens: reasoning,
        })
        const sum = Object.values(parts).reduce((total, tokens) => total + tokens, 0)
        expect(sum).toBe(plain + read + five + hour + visible + reasoning)
        expect([parts.input ?? 0, parts.output ?? 0]).toEqual([plain, visible])
      }),
    )
  })
})
