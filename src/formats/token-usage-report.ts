import { amountAt } from '../usage/amount.ts'
import { countAt, firstCountAt, sumOf } from '../usage/count.ts'
import { firstTextAt, isArray, isObject, type JsonObject, objectsAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { type DumpRow, dumpReader, taskOfFile } from './dump.ts'
import type { FileContext, Format, RecordSink } from './format.ts'

/** A saved report per model name, `<name>.token_usage.json`. Cache lies beside `input_tokens`; the currency may differ. */
export const tokenUsageReport: Format = {
  name: 'token-usage-report',
  title: 'saved usage reports (`<name>.token_usage.json`)',
  example:
    '{"timestamp":"2026-03-01T10:00:00Z","currency_code":"USD","models":[{"model_name":"gpt-4o","input_tokens":700,"output_tokens":50,"cached_tokens":300,"total_tokens":1050,"currency":"USD","cost":0.0026}]}',
  needles: ['"model_name"'],
  selfContained: false,
  docs: {
    identity: "the dump's content and the base name of its file",
    counts: 'totals per model, calls unknown; cache outside input; a cost in US dollars is kept',
    ignores: 'costs in other currencies (with a warning): they are computed again',
  },
  recognizes: (entry) => {
    const first = isArray(entry['models']) ? entry['models'][0] : undefined
    return isObject(first) && 'model_name' in first && ('currency_code' in entry || 'currency' in first)
  },
  open: (file) => {
    const reader = dumpReader(file, (entry) => objectsAt(entry, 'models').entries(), rowOf(file))
    return {
      push(entry: JsonObject, sink: RecordSink): void {
        const other = objectsAt(entry, 'models').some((row) => 'cost' in row && currencyOf(row, entry) !== 'USD')
        if (other) sink.warn('logged_cost_currency', 'costs in a currency other than USD are computed again, not kept')
        reader.push(entry, sink)
      },
    }
  },
}

function rowOf(file: FileContext): (row: JsonObject, entry: JsonObject) => DumpRow {
  const task = taskOfFile(file, '.token_usage.json')
  return (row, entry) => {
    const read = firstCountAt(row, 'cached_tokens', 'cache_hit_tokens')
    const written = countAt(row, 'cache_write_tokens')
    const input = countAt(row, 'input_tokens')
    const output = countAt(row, 'output_tokens')
    const holdsCache =
      countAt(row, 'total_tokens') === sumOf(input, output) && (sumOf(read, written) ?? 0) <= (input ?? 0)
    return {
      model: firstTextAt(row, 'model_name', 'resolved_model_id'),
      counts: {
        inputTokens: holdsCache ? input : sumOf(input, read, written),
        cacheReadInputTokens: read,
        cacheCreationInputTokens: written,
        cacheCreation1hInputTokens: null,
        outputTokens: output,
        reasoningOutputTokens: null,
      },
      calls: null,
      costUsd: currencyOf(row, entry) === 'USD' ? amountAt(row, 'cost') : null,
      time: timeAt(entry, 'timestamp'),
      attributes: knownAttributes({ task }),
    }
  }
}

function currencyOf(row: JsonObject, entry: JsonObject): string {
  return (firstTextAt(row, 'currency') ?? firstTextAt(entry, 'currency_code') ?? 'USD').toUpperCase()
}
