import { amountAt } from '../usage/amount.ts'
import { countAt, sumOf } from '../usage/count.ts'
import { isArray, isObject, type JsonObject, objectsAt, textAt } from '../usage/json.ts'
import { providerKey } from '../usage/provider.ts'
import { knownAttributes } from './call.ts'
import { type DumpRow, dumpReader } from './dump.ts'
import type { Format } from './format.ts'

/** What `tokscale models --json` prints: five classes of tokens side by side, none inside another. */
export const tokscaleReport: Format = {
  name: 'tokscale-report',
  title: 'tokscale --json',
  example:
    '{"groupBy":"client,model","entries":[{"client":"claude","provider":"anthropic","model":"claude-opus-4-6","input":100,"output":50,"cacheRead":30,"cacheWrite":20,"reasoning":0,"messageCount":3,"cost":0.01}],"totalInput":100}',
  needles: ['"messageCount"'],
  selfContained: false,
  docs: {
    identity: "the dump's content and the base name of its file",
    counts: 'totals per model, `messageCount` calls; cache outside input, reasoning outside output; the cost is kept',
    ignores: '`totalInput` and the other sums',
  },
  recognizes: (entry) => {
    const first = isArray(entry['entries']) ? entry['entries'][0] : undefined
    return isObject(first) && 'cacheRead' in first && 'messageCount' in first
  },
  open: (file) => dumpReader(file, (entry) => objectsAt(entry, 'entries').entries(), read),
}

function read(row: JsonObject): DumpRow {
  const cacheRead = countAt(row, 'cacheRead')
  const written = countAt(row, 'cacheWrite')
  const reasoning = countAt(row, 'reasoning')
  return {
    model: textAt(row, 'model'),
    provider: providerKey(textAt(row, 'provider')),
    counts: {
      inputTokens: sumOf(countAt(row, 'input'), cacheRead, written),
      cacheReadInputTokens: cacheRead,
      cacheCreationInputTokens: written,
      cacheCreation1hInputTokens: null,
      outputTokens: sumOf(countAt(row, 'output'), reasoning),
      reasoningOutputTokens: reasoning,
    },
    calls: countAt(row, 'messageCount'),
    costUsd: amountAt(row, 'cost'),
    attributes: knownAttributes({ agent: textAt(row, 'client') }),
  }
}
