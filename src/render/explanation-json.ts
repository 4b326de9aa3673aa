import { Decimal } from '../pricing/decimal.ts'
import { type ExplainedCall, type Explanation, type Place, type Term, termsOf } from '../report/explanation.ts'
import { MODALITIES, type TokenCounts } from '../usage/counts.ts'
import { isoText } from '../usage/time.ts'
import { jsonText, type Writable } from './json-writer.ts'

/**
 * The explanation as one JSON document, in pieces: a call's text is made when it is written. Its counts have other names
 * than in a log, so that a document that is saved beside the logs is not taken for one.
 */
export function* explanationJson(
  { shown, total, exchange }: Explanation,
  lost: number,
  placeOf: (call: ExplainedCall) => Place,
): Generator<string> {
  const head = {
    total_cost_usd: total.cost_usd,
    exchange: exchange === null ? null : { ...exchange },
    cost_complete: total.unpriced + lost === 0,
    call_count: total.call_count,
    calls_known: total.calls_known,
    items: total.items,
    items_without_price: total.unpriced,
    malformed_usage: lost,
  }
  yield `${jsonText(head, 2).slice(0, -'\n}'.length)},\n  "calls": [`
  for (const [index, call] of shown.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${jsonText(callJson(call, placeOf(call)), 2, 2)}`
  }
  yield `${shown.length === 0 ? '' : '\n  '}]\n}\n`
}

function callJson(explained: ExplainedCall, { file, line, offset }: Place): Writable {
  const { call, identity, folded, bucket, cost } = explained
  const { key, matched, provider, assumed, layer, from, tier, mode, region, notes, unpriced } = bucket
  return {
    ...{ file, line, offset, format: call.format, identity, folded },
    model: call.model,
    provider: call.provider,
    time: call.time === null ? null : isoText(call.time),
    calls: call.calls,
    partial: call.partial,
    tokens: tokensJson(call.counts),
    price: { key, matched, provider, assumed, layer, from, tier, mode, region, notes, reason: unpriced },
    terms: termsOf(explained).map(termJson),
    logged_cost_usd: call.loggedCostUsd === null ? null : Decimal.parse(call.loggedCostUsd),
    cost_usd: cost,
  }
}

function tokensJson(counts: TokenCounts): Writable {
  const modalities = MODALITIES.flatMap((name) => {
    const count = counts.modalities?.[name]
    return count === undefined ? [] : [[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), count] as const]
  })
  return {
    input: counts.inputTokens,
    cache_read: counts.cacheReadInputTokens,
    cache_write: counts.cacheCreationInputTokens,
    cache_write_1h: counts.cacheCreation1hInputTokens,
    output: counts.outputTokens,
    reasoning: counts.reasoningOutputTokens,
    ...Object.fromEntries(modalities),
  }
}

function termJson({ name, units, per, rate, cost }: Term): Writable {
  return { name, units, per, rate_usd: rate, cost_usd: cost }
}
