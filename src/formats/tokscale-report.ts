import { amountAt } from '../usage/amount.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { firstTextAt, isArray, type JsonObject, objectAt, objectsAt } from '../usage/json.ts'
import { providerKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { type DumpRow, dumpReader } from './dump.ts'
import type { Format } from './format.ts'

/**
 * What `tokscale models --json` prints, or `monthly`, and what `graph` writes by day: five classes of tokens side by side,
 * none inside another.
 */
export const tokscaleReport: Format = {
  name: 'tokscale-report',
  title: 'tokscale --json',
  example:
    '{"groupBy":"client,model","entries":[{"client":"claude","provider":"anthropic","model":"claude-opus-4-6","input":100,"output":50,"cacheRead":30,"cacheWrite":20,"reasoning":0,"messageCount":3,"cost":0.01}],"totalInput":100}',
  needles: ['"messageCount"', '"contributions"'],
  selfContained: false,
  docs: {
    identity: "the dump's content and the base name of its file",
    counts:
      'totals per model and day or month, `messageCount` calls; cache outside input, reasoning outside output; the cost is kept',
    ignores: '`totalInput` and the other sums',
  },
  recognizes: (entry) => rowsOf(entry).length > 0,
  open: (file) => dumpReader(file, (entry) => rowsOf(entry).entries(), read),
}

/** Rows of a list, or those of each client and model on each day. */
function rowsOf(entry: JsonObject): readonly JsonObject[] {
  const rows = objectsAt(entry, 'entries').filter((row) => 'cacheRead' in row && 'messageCount' in row)
  const days = objectsAt(entry, 'contributions').filter((day) => objectAt(day, 'tokenBreakdown') !== null)
  const byDay = days.flatMap((day) =>
    [...objectsAt(day, 'sources'), ...objectsAt(day, 'clients')].map((row) => ({ ...row, date: day['date'] ?? null })),
  )
  return [...rows, ...byDay]
}

function read(row: JsonObject): DumpRow {
  const tokens = objectAt(row, 'tokens') ?? row
  const cacheRead = countAt(tokens, 'cacheRead')
  const written = countAt(tokens, 'cacheWrite')
  const reasoning = countAt(tokens, 'reasoning')
  return {
    model: modelOf(row),
    provider: providerKey(firstTextAt(row, 'provider', 'providerId')),
    counts: {
      inputTokens: sumOf(countAt(tokens, 'input'), cacheRead, written),
      cacheReadInputTokens: cacheRead,
      cacheCreationInputTokens: written,
      cacheCreation1hInputTokens: null,
      outputTokens: sumOf(countAt(tokens, 'output'), reasoning),
      reasoningOutputTokens: reasoning,
    },
    calls: countAt(row, 'messageCount') ?? countAt(row, 'messages'),
    costUsd: amountAt(row, 'cost'),
    time: timeAt(row, 'date'),
    attributes: knownAttributes({ agent: firstTextAt(row, 'client', 'source') }),
  }
}

/** A month lists its models; where it is one, the row is of that. */
function modelOf(row: JsonObject): string | null {
  const models = row['models']
  const only = isArray(models) && models.length === 1 && typeof models[0] === 'string' ? models[0] : null
  return firstTextAt(row, 'model', 'modelId') ?? only
}
