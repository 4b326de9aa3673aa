import { Decimal } from '../pricing/decimal.ts'
import type { CacheInsight, ReasoningInsight } from './insights.ts'
import { shareOf } from './quotient.ts'
import type { PricedAs, TokenUsageReport } from './report.ts'

const MILLIONTH = Decimal.of(1n, 6)

/** Parts of usage/parts.ts that a cache has to do with, and the part that they would be without one. */
const UNCACHED = {
  cache_read: 'input',
  cache_write: 'input',
  cache_write_1h: 'input',
  cache_read_audio: 'input_audio',
  cache_read_image: 'input_image',
  cache_read_video: 'input_video',
} as const satisfies Readonly<Record<string, string>>

type Rows = Pick<TokenUsageReport, 'models_breakdown'>

/** What caching saved, from the rates that the report states; so it holds for reports that were added up, too. */
export function cacheInsight(report: Rows & Pick<TokenUsageReport, 'total_input_tokens'>): CacheInsight {
  const rows = Object.values(report.models_breakdown)
  const tokens = (of: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + of(row), 0)
  const buckets = rows.flatMap(({ priced_as }) => priced_as)
  const cost = (part: string, rate = part) =>
    buckets.filter(isKnown).reduce((sum, bucket) => sum.plus(costOf(bucket, part, rate)), Decimal.ZERO)
  const reads = ['cache_read', 'cache_read_audio', 'cache_read_image', 'cache_read_video'] as const
  const readCost = reads.reduce((sum, part) => sum.plus(cost(part)), Decimal.ZERO)
  const [write5m, write1h] = [cost('cache_write'), cost('cache_write_1h')]
  const uncached = Object.entries(UNCACHED).reduce((sum, [part, plain]) => sum.plus(cost(part, plain)), Decimal.ZERO)
  const leftOut = buckets.filter((bucket) => !isKnown(bucket))
  const written1h = tokens((row) => row.cache_write_1h_tokens)
  const read = tokens((row) => row.cache_read_tokens)
  return {
    hit_rate: shareOf(read, report.total_input_tokens),
    read_tokens: read,
    write_5m_tokens: tokens((row) => Math.max(0, row.cache_write_tokens - row.cache_write_1h_tokens)),
    write_1h_tokens: written1h,
    read_cost_usd: readCost,
    write_5m_cost_usd: write5m,
    write_1h_cost_usd: write1h,
    write_1h_cost_as_5m_usd: cost('cache_write_1h', 'cache_write'),
    uncached_cost_usd: uncached,
    saved_usd: uncached.minus(readCost).minus(write5m).minus(write1h),
    left_out_tokens: leftOut.reduce(
      (sum, bucket) => sum + Object.keys(UNCACHED).reduce((part, name) => part + (bucket.tokens[name] ?? 0), 0),
      0,
    ),
  }
}

export function reasoningInsight(report: Rows & Pick<TokenUsageReport, 'total_output_tokens'>): ReasoningInsight {
  const tokens = Object.values(report.models_breakdown).reduce((sum, row) => sum + row.reasoning_tokens, 0)
  return { tokens, share_of_output: shareOf(tokens, report.total_output_tokens) }
}

/** True when the bucket states every rate that its cached tokens are compared by. */
function isKnown({ reason, matched, tokens, rates_per_mtok: rates }: PricedAs): boolean {
  if (reason !== null || matched === 'logged') return false
  const comparable = (part: string, other: string) =>
    (tokens[part] ?? 0) === 0 || (rates[part] !== undefined && rates[other] !== undefined)
  return (
    Object.entries(UNCACHED).every(([part, plain]) => comparable(part, plain)) &&
    comparable('cache_write_1h', 'cache_write')
  )
}

function costOf({ tokens, rates_per_mtok: rates }: PricedAs, part: string, rate: string): Decimal {
  const count = tokens[part] ?? 0
  return count === 0 || rates[rate] === undefined ? Decimal.ZERO : rates[rate].times(count).times(MILLIONTH)
}
