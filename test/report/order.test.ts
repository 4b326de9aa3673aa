import { describe, expect, test } from 'vitest'
import { call, price, reportOfCalls } from './calls.ts'

const perMillion = (usd: string) => price(`costs-${usd}`, { input: usd, output: '0' })
const million = (model: string, rest = {}) => call({ inputTokens: 1_000_000 }, { model, ...rest })

describe('rows', () => {
  const prices = { z: perMillion('2'), b: perMillion('1'), a: perMillion('1'), free: perMillion('0') }
  const calls = ['unpriced-b', 'free', 'a', 'unpriced-a', 'z', 'b'].map((model) => million(model))
  const order = ['z', 'a', 'b', 'free', 'unpriced-a', 'unpriced-b']

  test('stand by cost, the dearest first; then by name; those without a cost last', () => {
    const report = reportOfCalls(calls, prices)
    expect(Object.keys(report.models_breakdown)).toEqual(order)
    expect(report.groups.map(({ keys }) => keys['model'])).toEqual(order)
    expect(Object.keys(reportOfCalls(calls.toReversed(), prices).models_breakdown)).toEqual(order)
  })

  test('of groups have their keys in the order asked for', () => {
    const groupBy = ['session', 'model']
    const keysOf = ({ attributes, model }: { attributes: { session?: string }; model: string | null }) => [
      ...[attributes.session ?? '(none)', model ?? '(unknown)'],
    ]
    const stated = [million('a', { attributes: { session: 's2' } }), million('a', { attributes: { session: 's1' } })]
    const { groups, group_by } = reportOfCalls([...stated, million('z')], prices, { groupBy, keysOf })
    expect(group_by).toEqual(groupBy)
    expect(groups.map(({ keys }) => Object.entries(keys))).toEqual([
      [
        ['session', '(none)'],
        ['model', 'z'],
      ],
      [
        ['session', 's1'],
        ['model', 'a'],
      ],
      [
        ['session', 's2'],
        ['model', 'a'],
      ],
    ])
  })
})

describe('warnings', () => {
  test('stand by code, then message, each once', () => {
    const warnings = [
      { code: 'malformed', message: 'b.jsonl:9: not valid JSON' },
      { code: 'duplicate_file', message: 'z' },
      { code: 'malformed', message: 'a.jsonl:10: not valid JSON' },
      { code: 'malformed', message: 'b.jsonl:9: not valid JSON' },
    ]
    const report = reportOfCalls([million('unpriced')], {}, { warnings })
    expect(report.warnings.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
      ['duplicate_file', 'z'],
      ['malformed', 'a.jsonl'],
      ['malformed', 'b.jsonl'],
      ['unpriced_model', 'unpriced'],
    ])
  })
})

describe('the period', () => {
  test('is that of the earliest and the latest call, in UTC; none when no call has a time', () => {
    const at = (time: number | null) => million('a', { time })
    const times = [Date.UTC(2026, 1, 28, 23, 59, 59, 999), null, 0, Date.UTC(2025, 0, 1)]
    expect(reportOfCalls(times.map(at), {}).period).toEqual({
      start: '1970-01-01T00:00:00.000Z',
      end: '2026-02-28T23:59:59.999Z',
    })
    expect(reportOfCalls([at(null)], {}).period).toEqual({ start: null, end: null })
  })
})
