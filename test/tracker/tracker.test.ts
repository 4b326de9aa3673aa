import { describe, expect, it } from 'vitest'
import { TokenUsageTracker } from '../../src/tracker/tracker.ts'
import { NO_COUNTS } from '../../src/usage/counts.ts'
import { RecordRows, type RowsImage } from '../../src/usage/record-rows.ts'

describe('the original design', () => {
  it('adds usage per model and sums it', () => {
    const tracker = new TokenUsageTracker()
    tracker.addUsage('gpt-4', 100, 50)
    tracker.addUsage('gpt-4', 200, 100)
    tracker.addUsage('gpt-3.5-turbo', 10, 5)
    expect(tracker.getSummary()).toEqual({
      total_input_tokens: 310,
      total_output_tokens: 155,
      total_tokens: 465,
      call_count: 3,
      models: {
        'gpt-3.5-turbo': { input_tokens: 10, output_tokens: 5, total_tokens: 15, call_count: 1 },
        'gpt-4': { input_tokens: 300, output_tokens: 150, total_tokens: 450, call_count: 2 },
      },
    })
    expect(tracker.getModelUsage('gpt-4').call_count).toBe(2)
    expect(tracker.getModelUsage('never seen').total_tokens).toBe(0)
  })
  it('forgets everything on reset', () => {
    const tracker = new TokenUsageTracker()
    tracker.addUsage('gpt-4', 1, 1)
    tracker.reset()
    expect(tracker.getSummary().call_count).toBe(0)
  })
  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses %s as a count', (count) => {
    expect(() => new TokenUsageTracker().addUsage('gpt-4', count, 0)).toThrow(RangeError)
  })
  it.each([-1, 1.5, Number.NaN, 2 ** 53, '7'])('refuses %s in a record, whatever it counts', (count) => {
    const record = { model: 'm', provider: null, identity: null, time: null }
    const counts = { ...NO_COUNTS, inputTokens: 10, outputTokens: 1, cacheReadInputTokens: count as number }
    expect(() => new TokenUsageTracker().add({ ...record, counts })).toThrow(
      /cacheReadInputTokens is not a token count/,
    )
  })
  it('refuses sums that are no exact number, of a model or of all', () => {
    const tracker = new TokenUsageTracker()
    tracker.addUsage('a', 2 ** 53 - 1, 0)
    expect(tracker.getSummary().total_tokens).toBe(2 ** 53 - 1)
    tracker.addUsage('b', 0, 1)
    expect(tracker.getModelUsage('a').total_tokens).toBe(2 ** 53 - 1)
    expect(() => tracker.getSummary()).toThrow('the tokens of all models add up to more than 2^53-1')
    tracker.addUsage('a', 0, 1)
    expect(() => tracker.getModelUsage()).toThrow('the tokens of a add up to more than 2^53-1')
  })
  it('is what it was when it is merged with itself', () => {
    const tracker = new TokenUsageTracker()
    tracker.addUsage('gpt-4', 1, 1)
    tracker.merge(tracker)
    expect(tracker.getSummary().call_count).toBe(1)
  })
  it('takes __proto__ for a model like any other', () => {
    const tracker = new TokenUsageTracker()
    tracker.addUsage('__proto__', 1, 2)
    expect(Object.entries(tracker.getModelUsage())).toEqual([
      ['__proto__', { input_tokens: 1, output_tokens: 2, total_tokens: 3, call_count: 1 }],
    ])
  })
})

describe('rows that were made elsewhere', () => {
  const rowsOf = (file: number) => {
    const rows = new RecordRows()
    for (const call of [file, file + 1, 7]) {
      const counts = { ...NO_COUNTS, inputTokens: call, outputTokens: file }
      const record = { model: `model ${call}`, provider: null, identity: `call ${call}`, time: null, counts }
      const fees = { web_search_requests: String(call) }
      const attributes = { session: `session ${file}` }
      rows.append({ ...record, attributes, ...(call === 7 && { fees }) }, { file, offset: call, format: 'test' })
    }
    return rows.image()
  }
  const callsAfter = (take: (tracker: TokenUsageTracker, image: RowsImage, at: number) => void) => {
    const tracker = new TokenUsageTracker()
    for (const [at, file] of [1, 2, 3].entries()) take(tracker, rowsOf(file), at)
    return [...tracker.calls()]
  }

  it('are the same calls whether they are copied, or the first of them taken over', () => {
    const copied = callsAfter((tracker, image) => tracker.adopt(image))
    expect(copied.map(({ model, counts }) => [model, counts.inputTokens])).toEqual([
      ['model 1', 1],
      ['model 2', 2],
      ['model 3', 3],
      ['model 4', 4],
      ['model 7', 7],
    ])
    expect(callsAfter((tracker, image) => tracker.takeOver(image))).toEqual(copied)
    expect(callsAfter((tracker, image, at) => (at === 0 ? tracker.adopt(image) : tracker.takeOver(image)))).toEqual(
      copied,
    )
  })
})
