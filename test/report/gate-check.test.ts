import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import type { Gate, GateAllowances, GateScope } from '../../src/report/gate.ts'
import { checkGates } from '../../src/report/gate-check.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { bucket, reportOf, row, usd } from '../render/report-builder.ts'

const STRICT: GateAllowances = { unpriced: false, incomplete: false, empty: false }

function costGate(limit: string, per: GateScope | null = null, warnAt: string | null = null): Gate {
  const share = warnAt === null ? null : Decimal.parse(warnAt)
  return { name: 'g', measure: 'cost', limit: usd(limit), unit: 'USD', per, warnAt: share, source: '--max-cost' }
}

function tokenGate(limit: string): Gate {
  return { ...costGate(limit), measure: 'tokens', unit: 'tokens' }
}

function complete(report: TokenUsageReport): TokenUsageReport {
  return { ...report, input: { ...report.input, malformed: 0, malformed_usage: 0 } }
}

function verdict(gate: Gate, report: TokenUsageReport, allowed: Partial<GateAllowances> = {}) {
  const [result] = checkGates(report, [gate], { ...STRICT, ...allowed })
  const { status, actual, excess, reasons, key, groups_failed, at_least } = result!
  const over = excess?.toString() ?? null
  return { status, actual: actual.toString(), excess: over, reasons, key, groups_failed, at_least }
}

/** 3 USD and 4,000 tokens; 1.5 USD and 1,000 tokens. */
const TWO = complete(
  reportOf([
    [
      'dear',
      row({ cost_usd: usd('3'), input_tokens: 4000, priced_as: [bucket({ key: 'acme/dear-1', cost_usd: usd('3') })] }),
    ],
    [
      'cheap',
      row({
        cost_usd: usd('1.5'),
        input_tokens: 1000,
        priced_as: [bucket({ key: 'acme/cheap', cost_usd: usd('1.5') })],
      }),
    ],
  ]),
)
const UNPRICED = complete(
  reportOf([
    ['dear', row({ cost_usd: usd('3'), input_tokens: 4000 })],
    ['new', row({ cost_usd: null, input_tokens: 9, priced_as: [bucket({ reason: 'no price' })] })],
  ]),
)

describe('a limit of the whole report', () => {
  test.each([
    ['4.5', 'passed', null],
    ['4.4999999999', 'failed', '0.0000000001'],
    ['0', 'failed', '4.5'],
    ['100', 'passed', null],
  ])('of %s USD is %s', (limit, status, excess) => {
    expect(verdict(costGate(limit), TWO)).toMatchObject({ status, excess, actual: '4.5', reasons: [] })
  })

  test('of tokens counts input and output of all models', () => {
    expect(verdict(tokenGate('5000'), TWO).status).toBe('passed')
    expect(verdict(tokenGate('4999'), TWO)).toMatchObject({ status: 'failed', excess: '1', actual: '5000' })
  })

  test('warns from its part on', () => {
    const statusAt = (share: string) => verdict(costGate('5', null, share), TWO).status
    expect([statusAt('0.9'), statusAt('0.91')]).toEqual(['warned', 'passed'])
    const free = complete(reportOf([['free', row()]]))
    expect(verdict(costGate('0', null, '0.8'), free).status).toBe('passed')
  })
})

describe('what is missing keeps a gate from passing', () => {
  test('a model without a price, unless it is allowed', () => {
    const missing = { reasons: ['unpriced'], at_least: true, actual: '3' }
    expect(verdict(costGate('5'), UNPRICED)).toMatchObject({ status: 'unknown', ...missing })
    expect(verdict(costGate('5'), UNPRICED, { unpriced: true })).toMatchObject({ status: 'passed', ...missing })
    expect(verdict(costGate('2'), UNPRICED, { unpriced: true })).toMatchObject({ status: 'failed', excess: '1' })
  })

  test('but tokens are known without prices', () => {
    expect(verdict(tokenGate('5000'), UNPRICED)).toMatchObject({ status: 'passed', reasons: [], at_least: false })
  })

  test.each([
    ['usage in a broken line', { ...TWO, cost_complete: false, input: { ...TWO.input, malformed_usage: 1 } }],
    ['calls without counts', { ...TWO, cost_complete: false, input: { ...TWO.input, calls_without_counts: 1 } }],
    ['a file that is not there', { ...TWO, cost_complete: false, warnings: [{ code: 'missing', message: 'a' }] }],
    ['something that later versions know', { ...TWO, cost_complete: false }],
  ])('%s', (_, report) => {
    expect(verdict(costGate('5'), report)).toMatchObject({ status: 'unknown', reasons: ['incomplete'] })
    expect(verdict(tokenGate('9000'), report).status).toBe('unknown')
    expect(verdict(costGate('5'), report, { unpriced: true }).status).toBe('unknown')
    expect(verdict(costGate('5'), report, { incomplete: true })).toMatchObject({ status: 'passed', at_least: true })
  })

  test('no call at all', () => {
    const nothing = complete(reportOf([]))
    expect(verdict(costGate('5'), nothing)).toMatchObject({ status: 'unknown', reasons: ['empty'], actual: '0' })
    expect(verdict(costGate('5', { dimension: 'session', key: null }), nothing).status).toBe('unknown')
    expect(verdict(costGate('5', null, '0'), nothing, { empty: true }).status).toBe('passed')
  })
})

describe('a limit per group', () => {
  const each: GateScope = { dimension: 'model', key: null }

  test('holds each by itself, and names the worst', () => {
    expect(verdict(costGate('2', each), TWO)).toMatchObject({ status: 'failed', key: 'dear', groups_failed: 1 })
    expect(verdict(costGate('1', each), TWO)).toMatchObject({ status: 'failed', key: 'dear', groups_failed: 2 })
    expect(verdict(costGate('3', each), TWO)).toMatchObject({ status: 'passed', key: 'dear', groups_failed: 0 })
  })

  test('is not kept by a cheaper group that lacks a price', () => {
    expect(verdict(costGate('5', each), UNPRICED)).toMatchObject({ status: 'unknown', key: 'new', actual: '0' })
  })

  test.each([
    ['dear', '3'],
    ['dear-1', '3'],
    ['acme/dear-1', '3'],
    ['acme/*', '4.5'],
    ['*', '4.5'],
    ['CH*', '1.5'],
  ])('of the model %s, by its name, its price or a pattern, measures %s', (key, actual) => {
    expect(verdict(costGate('9', { dimension: 'model', key }), TWO)).toMatchObject({ status: 'passed', key, actual })
  })

  test('of a model that nobody called does not pass unseen', () => {
    const nobody = costGate('9', { dimension: 'model', key: 'dea' })
    expect(verdict(nobody, TWO)).toMatchObject({ status: 'unknown', reasons: ['empty'] })
    expect(verdict(nobody, TWO, { empty: true }).status).toBe('passed')
  })

  test('of another dimension takes the rows that it is given', () => {
    const { dear, cheap } = TWO.models_breakdown
    const rows = [
      { ...dear!, keys: { session: 'a', model: 'dear' } },
      { ...cheap!, keys: { session: 'a', model: 'cheap' } },
      { ...cheap!, keys: { session: 'b', model: 'cheap' } },
    ]
    const gate = costGate('4', { dimension: 'session', key: null })
    const [result] = checkGates(TWO, [gate], STRICT, { session: rows })
    expect(result).toMatchObject({ status: 'failed', key: 'a', groups: 2, groups_failed: 1, excess: usd('0.5') })
  })
})
