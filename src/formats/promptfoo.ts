import { amountAt } from '../usage/amount.ts'
import { countAt, firstCountAt, sumOf } from '../usage/count.ts'
import { isUnstated, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { firstTextAt, isArray, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Results of promptfoo, as one document or as lines of results. */
export const promptfoo: Format = {
  name: 'promptfoo',
  title: 'promptfoo results',
  example:
    '{"evalId":"eval-1","results":{"version":3,"timestamp":"2026-03-01T10:00:00Z","results":[{"id":"165bdeba-19c1-4c6d-a80a-2c8be8c5972c","promptIdx":0,"testIdx":1,"provider":{"id":"openai:chat:gpt-4o-mini"},"response":{"output":"64","tokenUsage":{"total":44,"prompt":43,"completion":1,"numRequests":1},"cached":false,"cost":0.00000705},"cost":0.00000705}]}}',
  needles: ['"tokenUsage"', '"tokensUsed"'],
  selfContained: true,
  docs: {
    identity: 'the `id` of the result; that and `grader` for its grading',
    counts: 'per result with its number of requests; the cost is per result',
    ignores: '`prompts[].metrics` and `stats` (sums of the results), answers from the cache',
  },
  recognizes: (entry) => resultsOf(entry).length > 0 || isArray(objectAt(entry, 'results')?.['results']),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const time = timeAt(objectAt(entry, 'results'), 'timestamp') ?? timeAt(entry, 'timestamp')
    eachItem(resultsOf(entry), sink, (result) => {
      recordAnswer(result, textAt(entry, 'evalId'), time, sink)
      recordGrading(result, textAt(entry, 'evalId'), time, sink)
    })
  },
}

function resultsOf(entry: JsonObject): readonly JsonObject[] {
  if (isResult(entry)) return [entry]
  return objectsAt(objectAt(entry, 'results') ?? entry, 'results').filter(isResult)
}

function isResult(value: JsonObject): boolean {
  return 'provider' in value && ('promptIdx' in value || 'success' in value) && ('response' in value || 'vars' in value)
}

function recordAnswer(result: JsonObject, session: string | null, time: number | null, sink: RecordSink): void {
  const response = objectAt(result, 'response')
  const usage = objectAt(response, 'tokenUsage')
  const model = providerOf(result)
  const counts = countsOf(usage, model ?? '')
  if (usage === null || response?.['cached'] === true || isUnstated(counts)) return
  const requests = countAt(usage, 'numRequests')
  sink.record({
    model,
    provider: null,
    counts,
    ...(requests !== null && requests > 1 && { calls: requests }),
    identity: textAt(result, 'id'),
    time,
    loggedCostUsd: amountAt(result, 'cost') ?? amountAt(response, 'cost'),
    attributes: knownAttributes({ session, task: textAt(objectAt(result, 'testCase'), 'description') }),
  })
}

/** Tokens of a model that graded the answer. Nothing names that model. */
function recordGrading(result: JsonObject, session: string | null, time: number | null, sink: RecordSink): void {
  const usage = objectAt(objectAt(result, 'gradingResult'), 'tokensUsed')
  const counts = countsOf(usage, '')
  if (usage === null || isUnstated(counts)) return
  const id = textAt(result, 'id')
  const requests = countAt(usage, 'numRequests') ?? 0
  sink.record({
    model: null,
    provider: null,
    counts,
    calls: requests > 0 ? requests : null,
    identity: id === null ? null : `${id} grader`,
    time,
    attributes: knownAttributes({ session }),
  })
}

function countsOf(usage: JsonObject | null, model: string): TokenCounts {
  const details = objectAt(usage, 'completionDetails')
  const prompt = countAt(usage, 'prompt')
  const read = firstCountAt(details, 'cacheReadInputTokens')
  const written = firstCountAt(details, 'cacheCreationInputTokens')
  const cache = sumOf(read, written) ?? 0
  const beside = cache > 0 && (cache > (prompt ?? 0) || /^(anthropic|bedrock)/.test(model))
  return {
    ...NO_COUNTS,
    inputTokens: beside ? sumOf(prompt, cache) : prompt,
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
    outputTokens: countAt(usage, 'completion'),
    reasoningOutputTokens: countAt(details, 'reasoning'),
  }
}

function providerOf(result: JsonObject): string | null {
  return firstTextAt(objectAt(result, 'provider'), 'id', 'label') ?? textAt(result, 'provider')
}
