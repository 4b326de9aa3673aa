import fc from 'fast-check'
import { Decimal } from '../../src/pricing/decimal.ts'
import type { ModelRow, TokenUsageReport } from '../../src/report/report.ts'
import { bucket, fileAccount, reportOf, row } from './report-builder.ts'
import { HOSTILE_NAMES, PRICED } from './sample-reports.ts'

const LARGEST_COUNT = 2 ** 53 - 1
const MOST_ROWS = 8

/** Letters whose width test/render/width.ts knows, and some that must not reach a terminal. */
const letters = fc.constantFrom(
  ...'abcXYZ019 -_/.:@|`*<>&"\',=+',
  '模',
  '型',
  '한',
  '🚀',
  '\u001b',
  '\u202e',
  '\u200b',
  '\n',
)

const names = fc.oneof(
  fc.string({ unit: letters, maxLength: 60 }),
  fc.constantFrom(...HOSTILE_NAMES),
  fc.constantFrom('gpt-4o', 'claude-sonnet-4-5-20250929', 'us.anthropic.claude-opus-4-1-20250805-v1:0'),
)

const counts = fc.oneof(fc.nat(5_000), fc.nat({ max: Math.floor(LARGEST_COUNT / MOST_ROWS / 2) }))

/** From 10^-15 to a billion dollars. */
const money = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 3, max: 15 }))
  .map(([units, scale]) => Decimal.of(units, scale))

const rows: fc.Arbitrary<ModelRow> = fc
  .record({
    input_tokens: counts,
    output_tokens: counts,
    call_count: counts,
    calls_known: fc.boolean(),
    cost_usd: fc.option(money),
    logged_cost_usd: fc.option(money),
    priced_as: fc.array(
      fc.record({
        reason: fc.option(names),
        cost_usd: fc.option(money),
        fees: fc.dictionary(names, money, { maxKeys: 2 }),
      }),
      { maxLength: 2 },
    ),
  })
  .map((fields) => row({ ...fields, priced_as: fields.priced_as.map(bucket) }))

/** Any report that could be made: any names, counts and costs, by model or by two names, with warnings and files. */
export const reports: fc.Arbitrary<TokenUsageReport> = fc
  .record({
    models: fc.uniqueArray(fc.tuple(names, rows), { maxLength: MOST_ROWS, selector: ([name]) => name }),
    messages: fc.array(names, { maxLength: 8 }),
    files: fc.array(names, { maxLength: 4 }),
    grouped: fc.boolean(),
    day: names,
  })
  .map(({ models, messages, files, grouped, day }) => {
    const report = reportOf(models, {
      warnings: messages.map((message) => ({ code: 'malformed', message })),
      input: { ...PRICED.input, by_file: files.map(fileAccount) },
    })
    if (!grouped) return report
    const groups = report.groups.map(({ keys, ...row }) => ({ keys: { day, model: keys['model']! }, ...row }))
    return { ...report, group_by: ['day', 'model'], groups }
  })
