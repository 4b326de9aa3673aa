import type { TokenUsageReport } from '../../src/report/report.ts'
import { bucket, fileAccount, reportOf, row, usd } from './report-builder.ts'

/** USD per million tokens: input 3, cache read 0.30, 5m write 3.75, 1h write 6, output 15. */
const SONNET = row({
  call_count: 1_204,
  input_tokens: 48_123_456,
  cache_read_tokens: 44_000_000,
  cache_write_tokens: 3_200_000,
  cache_write_1h_tokens: 1_000_000,
  output_tokens: 612_340,
  cost_usd: usd('39.405468'),
  cost_breakdown_usd: {
    input: usd('2.770368'),
    cache_read: usd('13.2'),
    cache_write: usd('14.25'),
    output: usd('9.1851'),
    fees: usd('0'),
  },
  priced_as: [
    bucket({
      key: 'anthropic/claude-sonnet-4-5',
      matched: 'dated',
      provider: 'anthropic',
      layer: 'built-in',
      call_count: 1_204,
      tokens: {
        input: 923_456,
        cache_read: 44_000_000,
        cache_write: 2_200_000,
        cache_write_1h: 1_000_000,
        output: 612_340,
      },
      rates_per_mtok: {
        input: usd('3'),
        cache_read: usd('0.3'),
        cache_write: usd('3.75'),
        cache_write_1h: usd('6'),
        output: usd('15'),
      },
      cost_usd: usd('39.405468'),
    }),
  ],
})

/** USD per million tokens: input 15, cache read 1.50, 5m write 18.75, output 75. */
const OPUS = row({
  call_count: 87,
  input_tokens: 2_420_000,
  cache_read_tokens: 2_000_000,
  cache_write_tokens: 300_000,
  output_tokens: 41_250,
  cost_usd: usd('13.51875'),
})

/** USD per million tokens: input 0.15, cache read 0.075, output 0.60. */
const MINI = row({
  call_count: 2_310,
  input_tokens: 5_210_400,
  cache_read_tokens: 1_200_000,
  output_tokens: 320_512,
  reasoning_tokens: 20_000,
  cost_usd: usd('0.8838672'),
})

const FINE_TUNE = row({
  call_count: 53,
  input_tokens: 130_000,
  output_tokens: 14_000,
  cost_usd: null,
  priced_as: [bucket({ reason: 'no such model', call_count: 53, tokens: { input: 130_000, output: 14_000 } })],
})

/** Three priced models: 39.405468 + 13.51875 + 0.8838672 = 53.8080852 USD. */
export const PRICED = reportOf([
  ['claude-sonnet-4-5-20250929', SONNET],
  ['claude-opus-4-1-20250805', OPUS],
  ['gpt-4o-mini-2024-07-18', MINI],
])

/** As PRICED, and a model without a price: 53.8080852 USD is a lower bound. */
export const UNPRICED = reportOf([...Object.entries(PRICED.models_breakdown), ['my-company/fine-tune:v3', FINE_TUNE]], {
  total_logged_cost_usd: usd('54.1'),
  warnings: [
    {
      code: 'malformed',
      message: '2 entries are malformed: logs/session-7.jsonl:812 (truncated last line) and 1 more.',
    },
    {
      code: 'unpriced_model',
      message:
        'No price is known for my-company/fine-tune:v3 (144,000 tokens). Add it to a price file and use --pricing FILE.',
    },
  ],
})

/** One small call of 21 input and 21 output tokens at 0.15 and 0.60 USD per million: 0.00001575 USD. */
export const TINY = reportOf([
  ['gpt-4o-mini', row({ input_tokens: 21, output_tokens: 21, cost_usd: usd('0.00001575') })],
])

/** Three rows of 0.145 USD: each rounds half-even to 0.14, their sum 0.435 to 0.44. */
export const ROUNDED = reportOf(
  ['a', 'b', 'c'].map((name) => [name, row({ input_tokens: 10, cost_usd: usd('0.145') })]),
)

/** Bare totals: one row with no call at all, one with 5 calls and a total beside them. */
export const CALLS_UNKNOWN = reportOf([
  ['gpt-4', row({ call_count: 5, calls_known: false, input_tokens: 900, output_tokens: 100, cost_usd: usd('1.5') })],
  [
    'gpt-3.5-turbo',
    row({ call_count: 0, calls_known: false, input_tokens: 70, output_tokens: 30, cost_usd: usd('0.5') }),
  ],
])

/** Nothing found in one file of two lines. */
export const EMPTY = reportOf([], {
  period: { start: null, end: null },
  input: {
    ...PRICED.input,
    files: 1,
    bytes: 120,
    lines: 2,
    records: 0,
    duplicates: 0,
    other: 2,
    malformed: 0,
    malformed_usage: 0,
    calls_found: 0,
    calls_folded: 0,
    calls_without_counts: 0,
    calls_partial: 0,
  },
  warnings: [{ code: 'empty', message: 'No usage was found in notes.jsonl.' }],
})

/** By day and model, in a zone where the first call is on the day before. */
export const BY_DAY: TokenUsageReport = {
  ...PRICED,
  timezone: 'America/Los_Angeles',
  period: { start: '2026-09-01T03:12:30Z', end: '2026-09-02T17:40:00Z' },
  group_by: ['day', 'model'],
  groups: [
    { keys: { day: '2026-08-31', model: 'claude-sonnet-4-5-20250929' }, ...SONNET },
    { keys: { day: '2026-09-02', model: 'claude-opus-4-1-20250805' }, ...OPUS },
    { keys: { day: '2026-09-02', model: 'gpt-4o-mini-2024-07-18' }, ...MINI },
  ],
}

/** Names as an attacker, another alphabet and a careless gateway write them. */
export const HOSTILE_NAMES = [
  '\u001b[31mevil\u001b]0;pwn\u0007',
  '\u009b31mc1\u0085',
  'reversed\u202Egnp.exe\u2066',
  'zero\u200Bwidth\u2060\uFEFF',
  'line\nbreak\r\ttab\u2028sep',
  '=HYPERLINK("http://evil","x")',
  '+1+1',
  '-2',
  '@SUM(A1)',
  '| pipe | `tick` ``` <script>alert(1)</script> **bold** [x](y) <!-- c --> \\',
  '模型-测试-大语言',
  '🚀rocket-한국어',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '42',
  '"quoted", with comma',
  "it's",
  'x'.repeat(300),
  'bedrock/us-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0@provisioned-throughput/arn:aws:bedrock',
  'a\\u001bliteral',
  '&amp; & <b>',
  '{label="x"} 1\n# EOF',
  '%0A::error::pwn',
] as const

/** One row per hostile name, and each name in a file, a warning and the lists as well. */
export const HOSTILE: TokenUsageReport = reportOf(
  HOSTILE_NAMES.map((name, index) => [
    name,
    row({ input_tokens: 1_000 + index, output_tokens: index, cost_usd: usd(`0.${100 + index}`) }),
  ]),
  {
    warnings: HOSTILE_NAMES.map((name) => ({ code: 'unpriced_model', message: `No price is known for ${name}` })),
    input: {
      ...PRICED.input,
      by_file: HOSTILE_NAMES.map(fileAccount),
    },
  },
)
