import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isUnstated, isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { firstTextAt, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/** Goose sessions: the first line of a session file, or an exported session. Newer sessions live in SQLite only. */
export const goose: Format = {
  name: 'goose',
  title: 'Goose session headers and exports',
  example:
    '{"working_dir":"/w","description":"Fix the parser","message_count":8,"total_tokens":1200,"input_tokens":1100,"output_tokens":100,"accumulated_total_tokens":5600,"accumulated_input_tokens":5100,"accumulated_output_tokens":500}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'session id, where the header names it',
    counts: 'a total per session, no calls',
    ignores: '`input_tokens` and `output_tokens` beside `accumulated_…`: they are those of the last call',
  },
  recognizes: (entry) => 'working_dir' in entry && ('accumulated_total_tokens' in entry || 'message_count' in entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const total = countsOf(entry, 'accumulated_')
    const isTotal = !isUnstated(total)
    const counts = isTotal ? total : countsOf(entry, '')
    if (isUnstated(counts) || isZero(counts)) return
    const session = firstTextAt(entry, 'id', 'session_id')
    sink.record({
      model: textAt(objectAt(entry, 'model_config'), 'model_name'),
      provider: knownProviderKey(textAt(entry, 'provider_name')),
      counts,
      identity: session,
      time: timeAt(entry, 'updated_at', 'created_at'),
      calls: null,
      ...(!isTotal && { partial: true }),
      loggedCostUsd: amountAt(entry, 'accumulated_cost'),
      attributes: knownAttributes({ session, project: textAt(entry, 'working_dir') }),
    })
  },
}

function countsOf(header: JsonObject, prefix: string): TokenCounts {
  return {
    ...NO_COUNTS,
    inputTokens: countAt(header, `${prefix}input_tokens`),
    cacheReadInputTokens: countAt(header, `${prefix}cache_read_tokens`),
    cacheCreationInputTokens: countAt(header, `${prefix}cache_write_tokens`),
    outputTokens: countAt(header, `${prefix}output_tokens`),
  }
}
