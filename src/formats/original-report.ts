import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { isObject, type JsonObject, objectAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { type DumpRow, dumpReader, taskOfFile } from './dump.ts'
import type { Format } from './format.ts'

/** The report that an agent saves at the end of a run, by convention as `<task_id>_token_usage.json`. */
export const originalReport: Format = {
  name: 'original-report',
  title: 'saved usage reports (`<task_id>_token_usage.json`)',
  example:
    '{"total_cost_usd":0.5,"total_input_tokens":100000,"total_output_tokens":25000,"total_tokens":125000,"call_count":4,"models_breakdown":{"gpt-4o":{"input_tokens":100000,"output_tokens":25000,"total_tokens":125000,"call_count":4,"cost_usd":0.5}}}',
  needles: ['"models_breakdown"'],
  selfContained: false,
  docs: {
    identity: "the dump's content and the base name of its file",
    counts: 'totals per model with their number of calls; the cost is kept',
    ignores: 'the totals beside `models_breakdown`',
  },
  recognizes: (entry) =>
    isObject(entry['models_breakdown']) && 'total_cost_usd' in entry && !('schema_version' in entry),
  open: (file) => {
    const task = taskOfFile(file, '_token_usage.json')
    return dumpReader(file, modelsOf, (row, entry, model) => ({
      ...dumpCounts(row),
      model: model === null ? null : String(model),
      time: timeAt(entry, 'timestamp'),
      attributes: knownAttributes({ task }),
    }))
  },
}

/** The rows of the breakdown; without any, the totals themselves as a row of no model. */
function modelsOf(entry: JsonObject): readonly (readonly [string | null, JsonObject])[] {
  const models = Object.entries(objectAt(entry, 'models_breakdown') ?? {}).filter((row): row is [string, JsonObject] =>
    isObject(row[1]),
  )
  if (models.length > 0) return models
  const { total_input_tokens, total_output_tokens, call_count, total_cost_usd } = entry
  const totals = { input_tokens: total_input_tokens, output_tokens: total_output_tokens, call_count }
  return [[null, { ...totals, cost_usd: total_cost_usd }]]
}

/** Counts, calls and cost of one row, as the original design names them. */
export function dumpCounts(row: JsonObject): Omit<DumpRow, 'model'> {
  return {
    counts: { ...NO_COUNTS, inputTokens: countAt(row, 'input_tokens'), outputTokens: countAt(row, 'output_tokens') },
    calls: countAt(row, 'call_count'),
    costUsd: amountAt(row, 'cost_usd'),
  }
}
