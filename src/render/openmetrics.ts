import { Decimal } from '../pricing/decimal.ts'
import { modelRows } from '../report/model-rows.ts'
import type { ModelRow, TokenUsageReport } from '../report/report.ts'
import type { Render } from './renderer.ts'
import { nameText } from './rows.ts'

/** Models with labels of their own; the others are summed, since every label is a time series for ever. */
const MOST_MODELS = 100
const OTHER_MODELS = '(other models)'

/** The totals as OpenMetrics text, also read by node_exporter's textfile collector. */
export const renderOpenMetrics: Render = (report) => {
  const models = labelledModels(report)
  const byModel = (value: (row: Sums) => string | null) =>
    models.flatMap(({ label, sums }) => {
      const text = value(sums)
      return text === null ? [] : [{ labels: { model: label }, text }]
    })
  const { input } = report
  return [
    family('tokencost_tokens', 'counter', 'Tokens by model and kind; the kinds are disjoint.', tokenSamples(models)),
    family(
      'tokencost_calls',
      'counter',
      'Model calls, each counted once.',
      byModel(({ calls }) => String(calls)),
    ),
    family(
      'tokencost_cost_usd',
      'counter',
      'List cost in USD; models without a price have no sample.',
      byModel(({ cost }) => cost?.toString() ?? null),
    ),
    ...exchangeFamily(report),
    family('tokencost_cost_complete', 'gauge', '1 when no tokens are missing from the cost.', [
      { labels: {}, text: report.cost_complete ? '1' : '0' },
    ]),
    family('tokencost_unpriced_models', 'gauge', 'Models of which some tokens have no price.', [
      { labels: {}, text: String(report.unpriced_models.length) },
    ]),
    family('tokencost_records', 'counter', 'Log entries by what became of them.', [
      { labels: { result: 'record' }, text: String(input.records) },
      { labels: { result: 'duplicate' }, text: String(input.duplicates) },
      { labels: { result: 'other' }, text: String(input.other) },
      { labels: { result: 'malformed' }, text: String(input.malformed) },
    ]),
    '# EOF\n',
  ].join('')
}

/** Costs stay in USD, so that a series does not change with the rate of the day. */
function exchangeFamily({ exchange }: TokenUsageReport): readonly string[] {
  if (exchange === null) return []
  const { currency, rate, source } = exchange
  const labels = { currency: nameText(currency), source: nameText(source) }
  return [
    family('tokencost_exchange_rate', 'gauge', 'What 1 USD is worth in the currency.', [
      { labels, text: rate.toString() },
    ]),
  ]
}

/** What one label stands for. */
interface Sums {
  readonly uncached: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly output: number
  readonly calls: number
  readonly cost: Decimal | null
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly text: string
}

function tokenSamples(models: readonly { label: string; sums: Sums }[]): readonly Sample[] {
  return models.flatMap(({ label, sums }) => [
    { labels: { model: label, type: 'input' }, text: String(sums.uncached) },
    { labels: { model: label, type: 'cache_read' }, text: String(sums.cacheRead) },
    { labels: { model: label, type: 'cache_write' }, text: String(sums.cacheWrite) },
    { labels: { model: label, type: 'output' }, text: String(sums.output) },
  ])
}

/** Each label once: names that look the same once they are safe are one series. */
function labelledModels(report: TokenUsageReport): readonly { label: string; sums: Sums }[] {
  const sums = new Map<string, Sums>()
  for (const [index, [model, row]] of modelRows(report).entries()) {
    const label = index < MOST_MODELS ? nameText(model) : OTHER_MODELS
    const before = sums.get(label)
    sums.set(label, before === undefined ? sumsOf(row) : added(before, sumsOf(row)))
  }
  return [...sums].map(([label, sums]) => ({ label, sums }))
}

function sumsOf(row: ModelRow): Sums {
  return {
    uncached: Math.max(0, row.input_tokens - row.cache_read_tokens - row.cache_write_tokens),
    cacheRead: row.cache_read_tokens,
    cacheWrite: row.cache_write_tokens,
    output: row.output_tokens,
    calls: row.call_count,
    cost: row.cost_usd,
  }
}

function added(a: Sums, b: Sums): Sums {
  return {
    uncached: a.uncached + b.uncached,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
    calls: a.calls + b.calls,
    cost: a.cost === null && b.cost === null ? null : (a.cost ?? Decimal.ZERO).plus(b.cost ?? Decimal.ZERO),
  }
}

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const sampleName = type === 'counter' ? `${name}_total` : name
  const lines = samples.map(({ labels, text }) => `${sampleName}${labelText(labels)} ${text}`)
  return [`# TYPE ${name} ${type}`, `# HELP ${name} ${help}`, ...lines].map((line) => `${line}\n`).join('')
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
