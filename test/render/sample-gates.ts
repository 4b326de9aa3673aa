import type { GateResult } from '../../src/report/gate.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { usd } from './report-builder.ts'
import { HOSTILE_NAMES, UNPRICED } from './sample-reports.ts'

export function gateResult(fields: Partial<GateResult> = {}): GateResult {
  return {
    name: 'max-cost',
    status: 'passed',
    measure: 'cost',
    unit: 'USD',
    limit: usd('5'),
    actual: usd('4.1'),
    at_least: false,
    excess: null,
    per: null,
    key: null,
    groups: 1,
    groups_failed: 0,
    reasons: [],
    unpriced_models: [],
    source: '--max-cost',
    ...fields,
  }
}

/** One gate of each status, and one per group. */
export const GATED: TokenUsageReport = {
  ...UNPRICED,
  gates: [
    gateResult(),
    gateResult({ name: 'nightly', status: 'warned', actual: usd('4.9'), source: 'tokencost.yaml:3:3' }),
    gateResult({ status: 'failed', actual: usd('6.12'), excess: usd('1.12') }),
    gateResult({ status: 'unknown', at_least: true, reasons: ['unpriced'], unpriced_models: ['a', 'b'] }),
    gateResult({
      ...{ name: 'max-cost-per session', status: 'failed', limit: usd('0.5'), actual: usd('0.625') },
      ...{ excess: usd('0.125'), per: 'session', key: 'a1', groups: 14, groups_failed: 3, source: '--max-cost-per' },
    }),
    gateResult({ name: 'max-tokens', measure: 'tokens', unit: 'tokens', limit: usd('2000000'), actual: usd('1999') }),
  ],
}

/** Gates and groups of every hostile name. */
export const HOSTILE_GATES: TokenUsageReport = {
  ...UNPRICED,
  gates: HOSTILE_NAMES.flatMap((name) => [
    gateResult({ name, status: 'failed', excess: usd('1'), per: 'model', key: name, source: name }),
    gateResult({ name, status: 'unknown', reasons: ['unpriced'], unpriced_models: [name, name] }),
  ]),
}
