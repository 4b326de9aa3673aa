import { Decimal } from '../pricing/decimal.ts'
import { counted, countText } from '../render/count.ts'
import { jsonString, visible } from '../render/escape.ts'
import { moneyOf, totalCostText } from '../render/money.ts'
import type { TokenUsageReport } from '../report/report.ts'
import type { FoundLogs } from './find-logs.ts'

/**
 * A tokencost.yaml to begin with. Prose stands behind `# `, settings to switch on behind `#` alone: without the `#` they
 * are as right as the rest.
 */
export function initialConfig(found: FoundLogs): string {
  const { report } = found
  return [
    '# What tokencost reads, shows and checks in this project. Flags win over it: tokencost report --help.',
    ...foundText(found).map((line) => `# ${line}`),
    '',
    '# What to read when the command names no path: files, folders, globs; relative to this file.',
    ...logsOf(found),
    '',
    '# A row per combination of: model, provider, day, week, month, session, project, agent, file and others.',
    '#groupBy: [day, model]',
    '',
    '# Days and hours count on the clocks of this zone; UTC without it.',
    '#timezone: Europe/Berlin',
    '',
    '# Files to write with every report, in the format of their extension.',
    '#outputs: [cost.json, cost.md, cost.xml]',
    '',
    '# Limits, by names of your choice. A report over one of them ends with exit code 3, and so does one that does not',
    '# know: a model without a price, lost usage, no call at all.',
    ...budgetsOf(report),
    '',
    '# Price files of your own, laid over the prices that ship. tokencost pricing init writes one to begin with.',
    ...unpricedText(report).map((line) => `# ${line}`),
    '#pricing: tokencost.pricing.yaml',
    '',
    '# Costs in another currency too. Limits are in US dollars unless written 5eur.',
    '#currency: EUR',
    '#rates: { EUR: 0.88 }',
    '',
    '# Logs that are not understood: tokencost inspect FILE writes formats: for them.',
    '',
  ].join('\n')
}

const MODELS_NAMED = 10

function foundText({ report, sampled }: FoundLogs): readonly string[] {
  if (report === null) return ['No log was found here.']
  const models = Object.keys(report.models_breakdown)
  const names = models.slice(0, MODELS_NAMED).map(visible).join(', ')
  const more = models.length > MODELS_NAMED ? ` and ${countText(models.length - MODELS_NAMED)} more` : ''
  const files = counted(report.input.files, 'file')
  return [
    `Found here: ${files}${sampled ? ' looked at, and more' : ''}, ${counted(report.call_count, 'call')}, ${totalCostText(report, moneyOf(report))}.`,
    `Models: ${names}${more}.`,
  ]
}

function logsOf({ inputs }: FoundLogs): readonly string[] {
  if (inputs.length === 0) return ['#logs: [logs]']
  return ['logs:', ...inputs.map((input) => `  - ${scalar(input)}`)]
}

function budgetsOf(report: TokenUsageReport | null): readonly string[] {
  const [model] = report === null ? [] : Object.keys(report.models_breakdown)
  const total = report?.total_cost_usd ?? Decimal.ZERO
  return [
    '#budgets:',
    `#  whole run: { maxCost: ${generous(total)}, warnAt: 80% }`,
    '#  each session: { per: session, maxCost: 0.50 }',
    `#  one model: { per: ${scalar(`model:${model ?? 'claude-opus-4*'}`)}, maxTokens: 2m }`,
  ]
}

function unpricedText(report: TokenUsageReport | null): readonly string[] {
  const unpriced = report?.unpriced_models ?? []
  if (unpriced.length === 0) return []
  const names = unpriced.slice(0, MODELS_NAMED).map(visible).join(', ')
  const more = unpriced.length > MODELS_NAMED ? ` and ${countText(unpriced.length - MODELS_NAMED)} more` : ''
  return [`No price is known for: ${names}${more}.`]
}

/** Twice the amount, rounded up to one digit: 0.43 → 0.9, 12.4 → 30. 5 for nothing. */
function generous(amount: Decimal): string {
  if (amount.isZero) return '5'
  const { units, scale } = amount.times(2)
  const step = 10n ** BigInt(String(units).length - 1)
  return Decimal.of(((units + step - 1n) / step) * step, scale).toString()
}

/** YAML takes JSON's texts; plain where nothing in it could mean anything else. */
function scalar(text: string): string {
  return /^[a-z][\w./-]*$/i.test(text) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(text) ? text : jsonString(text)
}
