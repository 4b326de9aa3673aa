import { Decimal } from '../pricing/decimal.ts'
import type { CostBreakdown, ModelRow } from './report.ts'

/** Several rows as one. Its cost is a lower bound where one of them has none, as `priced_as` then tells. */
export function addedRows(rows: readonly ModelRow[]): ModelRow {
  const total = (of: (row: ModelRow) => number) => rows.reduce((sum, row) => sum + of(row), 0)
  const part = (name: keyof CostBreakdown) =>
    rows.reduce((sum, row) => sum.plus(row.cost_breakdown_usd[name]), Decimal.ZERO)
  return {
    input_tokens: total((row) => row.input_tokens),
    output_tokens: total((row) => row.output_tokens),
    total_tokens: total((row) => row.total_tokens),
    call_count: total((row) => row.call_count),
    cost_usd: sumOfKnown(rows.map((row) => row.cost_usd)),
    cache_read_tokens: total((row) => row.cache_read_tokens),
    cache_write_tokens: total((row) => row.cache_write_tokens),
    cache_write_1h_tokens: total((row) => row.cache_write_1h_tokens),
    reasoning_tokens: total((row) => row.reasoning_tokens),
    calls_known: rows.every((row) => row.calls_known),
    logged_cost_usd: sumOfKnown(rows.map((row) => row.logged_cost_usd)),
    cost_breakdown_usd: {
      input: part('input'),
      cache_read: part('cache_read'),
      cache_write: part('cache_write'),
      output: part('output'),
      fees: part('fees'),
    },
    priced_as: rows.flatMap((row) => row.priced_as),
  }
}

function sumOfKnown(amounts: readonly (Decimal | null)[]): Decimal | null {
  const known = amounts.flatMap((amount) => amount ?? [])
  return known.length === 0 ? null : known.reduce((sum, amount) => sum.plus(amount), Decimal.ZERO)
}
