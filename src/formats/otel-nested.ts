import type { TokenCounts } from '../usage/counts.ts'
import type { UsageRecord } from '../usage/record.ts'
import { isCallId } from './call-id.ts'
import { attributeText } from './otel-attributes.ts'
import type { Span } from './otel-span.ts'

/** A span of one export, and the call that it stands for. */
export interface SpanCall {
  readonly span: Span
  readonly call: UsageRecord
}

/**
 * The calls of one export, each once: two instrumentations of a call make two spans, the inner below the outer (the OpenAI
 * client's below the AI SDK's). That needs evidence: equal input and output, and the same response id or, where one names
 * none, the same model and no other call below. The inner span stays, as in Langfuse, with what only the outer knows. A span
 * whose calls add up to it, several and to the token, is their sum, whatever it calls itself.
 */
export function withoutNested(calls: readonly SpanCall[]): readonly UsageRecord[] {
  if (calls.length < 2) return calls.map(({ call }) => call)
  const inner = new Map<string, SpanCall[]>()
  for (const each of calls) {
    const { parent } = each.span
    const beside = inner.get(parent ?? '')
    if (beside !== undefined) beside.push(each)
    else if (parent !== null) inner.set(parent, [each])
  }
  const innerOf = new Map<SpanCall, SpanCall>()
  const outerOf = new Map<SpanCall, SpanCall>()
  for (const outer of calls) {
    const below = inner.get(outer.span.id ?? '') ?? []
    const [twin, ...others] = below.filter((each) => isSameCall(outer, each, below.length === 1))
    if (twin === undefined || others.length > 0 || innermost(twin, innerOf) === outer) continue
    innerOf.set(outer, twin)
    outerOf.set(twin, outer)
  }
  return calls
    .filter((each) => !innerOf.has(each) && !isSumOf(each, inner.get(each.span.id ?? '') ?? []))
    .map((each) => {
      let { call } = each
      for (let outer = outerOf.get(each); outer !== undefined; outer = outerOf.get(outer))
        call = filled(call, outer.call)
      return call
    })
}

/** Spans may name each other as parents; one of the calls stays. */
function innermost(call: SpanCall, innerOf: ReadonlyMap<SpanCall, SpanCall>): SpanCall {
  let last = call
  for (let next = innerOf.get(last); next !== undefined; next = innerOf.get(last)) last = next
  return last
}

/** An outer span with an answer that is none of the inner ones' is a call of its own. */
function isSumOf(outer: SpanCall, below: readonly SpanCall[]): boolean {
  if (below.length < 2 || !below.every(({ call }) => (call.counts.inputTokens ?? 0) > 0)) return false
  const answer = answerOf(outer)
  if (isCallId(answer) && !below.some((each) => answerOf(each) === answer)) return false
  return sumIs(outer, below, 'inputTokens') && sumIs(outer, below, 'outputTokens')
}

function sumIs(outer: SpanCall, below: readonly SpanCall[], name: 'inputTokens' | 'outputTokens'): boolean {
  return below.reduce((sum, { call }) => sum + (call.counts[name] ?? 0), 0) === outer.call.counts[name]
}

function isSameCall(outer: SpanCall, inner: SpanCall, isOnly: boolean): boolean {
  if (!sameTokens(outer.call.counts, inner.call.counts)) return false
  const [a, b] = [answerOf(outer), answerOf(inner)]
  return isCallId(a) && isCallId(b) ? a === b : isOnly && outer.call.model === inner.call.model
}

function sameTokens(a: TokenCounts, b: TokenCounts): boolean {
  return a.inputTokens !== null && a.inputTokens === b.inputTokens && a.outputTokens === b.outputTokens
}

function answerOf({ span }: SpanCall): string | null {
  return attributeText(span.attributes, 'gen_ai.response.id', 'ai.response.id')
}

function filled(inner: UsageRecord, outer: UsageRecord): UsageRecord {
  return {
    ...inner,
    counts: stated(outer) > stated(inner) ? outer.counts : inner.counts,
    provider: inner.provider ?? outer.provider,
    loggedCostUsd: inner.loggedCostUsd ?? outer.loggedCostUsd ?? null,
    attributes: { ...outer.attributes, ...inner.attributes },
  }
}

function stated({ counts }: UsageRecord): number {
  return Object.values(counts).filter((count) => typeof count === 'number').length
}
