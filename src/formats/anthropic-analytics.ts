import { amountAt, scaledDown } from '../usage/amount.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { firstTextAt, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { RecordSink } from './format.ts'

const CENT_PLACES = 2

/** One user's day in Claude Code analytics. */
export function isAnalyticsRow(entry: JsonObject): boolean {
  return Array.isArray(entry['model_breakdown']) && 'date' in entry
}

/** Records what each model did for that user on that day: sums of an unknown number of calls, costs in cents. */
export function claudeCodeAnalytics(row: JsonObject, sink: RecordSink): void {
  const user = firstTextAt(objectAt(row, 'actor'), 'email_address', 'api_key_name')
  for (const part of objectsAt(row, 'model_breakdown')) {
    const model = textAt(part, 'model')
    const tokens = objectAt(part, 'tokens')
    const [read, written] = [countAt(tokens, 'cache_read'), countAt(tokens, 'cache_creation')]
    const cost = objectAt(part, 'estimated_cost')
    const cents = textAt(cost, 'currency') === 'USD' ? amountAt(cost, 'amount') : null
    sink.record({
      model,
      provider: 'anthropic',
      counts: {
        inputTokens: sumOf(countAt(tokens, 'input'), read, written),
        cacheReadInputTokens: read,
        cacheCreationInputTokens: written,
        cacheCreation1hInputTokens: null,
        outputTokens: countAt(tokens, 'output'),
        reasoningOutputTokens: null,
      },
      identity: ['claude-code-analytics', row['date'], user, row['terminal_type'], model].join(' '),
      time: timeAt(row, 'date'),
      calls: null,
      loggedCostUsd: cents === null ? null : scaledDown(cents, CENT_PLACES),
      attributes: knownAttributes({ user }),
    })
  }
}
