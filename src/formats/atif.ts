import { amountAt } from '../usage/amount.ts'
import { countAt, MalformedUsage } from '../usage/count.ts'
import { isUnstated, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { idAt, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import type { Attributes } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { isCallId } from './call-id.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Agent Trajectory Interchange Format, as Harbor and its converters write it: one document per session, calls as steps. */
export const atif: Format = {
  name: 'atif',
  title: 'ATIF trajectories (Harbor)',
  example:
    '{"schema_version":"ATIF-v1.5","session_id":"s1","agent":{"name":"claude-code","version":"2.1","model_name":"claude-opus-4-6"},"steps":[{"step_id":1,"timestamp":"2026-03-01T10:00:00Z","source":"agent","model_name":"claude-opus-4-6","metrics":{"prompt_tokens":80000,"completion_tokens":166,"cached_tokens":79000,"cost_usd":0.05}}],"final_metrics":{"total_prompt_tokens":80000,"total_completion_tokens":166}}',
  needles: ['ATIF-v'],
  selfContained: true,
  docs: {
    identity: '`extra.response_id` of a step, where it surely names one call, else session and step',
    counts: 'per step; cache inside prompt',
    ignores:
      'a step that sums the steps after it, steps copied from an earlier session, `final_metrics` beside steps with counts, costs of Copilot (premium requests, no dollars)',
  },
  recognizes: (entry) => textAt(entry, 'schema_version')?.startsWith('ATIF-') === true,
  open: () => reader,
}

const LONGEST_SUM = 1000

const reader: FormatReader = {
  push(trajectory: JsonObject, sink: RecordSink): void {
    for (const each of [trajectory, ...objectsAt(trajectory, 'subagent_trajectories')]) read(each, sink)
  },
}

function read(trajectory: JsonObject, sink: RecordSink): void {
  const steps = objectsAt(trajectory, 'steps').filter((step) => step['is_copied_context'] !== true)
  const counted = steps.filter((step) => isCounted(objectAt(step, 'metrics')))
  const sums = sumsAmong(counted)
  if (counted.length === 0) recordTotal(trajectory, sink)
  eachItem(counted, sink, (step) => {
    const metrics = objectAt(step, 'metrics')!
    const counts = countsOf(metrics, '')
    if (sums.has(step)) return sink.folded()
    const session = idAt(trajectory, 'session_id')
    const response = idAt(objectAt(step, 'extra'), 'response_id')
    const number = idAt(step, 'step_id')
    const calls = countAt(step, 'llm_call_count')
    sink.record({
      model: textAt(step, 'model_name') ?? textAt(objectAt(trajectory, 'agent'), 'model_name'),
      provider: null,
      counts,
      identity: isCallId(response) ? response : isSure(session) && number !== null ? `${session} step ${number}` : null,
      time: timeAt(step, 'timestamp'),
      ...(calls !== null && calls > 1 && { calls }),
      loggedCostUsd: costOf(trajectory, metrics, 'cost_usd'),
      attributes: attributesOf(trajectory),
    })
  })
}

/** Without counts in any step the session's totals are all there is. */
function recordTotal(trajectory: JsonObject, sink: RecordSink): void {
  const total = objectAt(trajectory, 'final_metrics')
  const counts = countsOf(total, 'total_')
  if (total === null || isUnstated(counts)) return
  const session = idAt(trajectory, 'session_id')
  sink.record({
    model: textAt(objectAt(trajectory, 'agent'), 'model_name'),
    provider: null,
    counts,
    calls: null,
    identity: isSure(session) ? `${session} total` : null,
    time: timeAt(objectsAt(trajectory, 'steps')[0] ?? null, 'timestamp'),
    loggedCostUsd: costOf(trajectory, total, 'total_cost_usd'),
    attributes: attributesOf(trajectory),
  })
}

/** Steps whose counts are the sum of the next two or more steps: aggregates that a converter put in front of its parts. */
function sumsAmong(steps: readonly JsonObject[]): ReadonlySet<JsonObject> {
  const sums = new Set<JsonObject>()
  const sizes = steps.map((step) => sizeOf(objectAt(step, 'metrics')!))
  for (const [index, step] of steps.entries()) {
    const whole = sizes[index]!
    let [input, output] = [0, 0]
    const end = Math.min(steps.length, index + 1 + LONGEST_SUM)
    for (let next = index + 1; next < end && input < whole.input; next++) {
      input += sizes[next]!.input
      output += sizes[next]!.output
      if (next > index + 1 && input === whole.input && output === whole.output) sums.add(step)
    }
  }
  return sums
}

function sizeOf(metrics: JsonObject): { readonly input: number; readonly output: number } {
  try {
    const { inputTokens, outputTokens } = countsOf(metrics, '')
    return { input: inputTokens ?? 0, output: outputTokens ?? 0 }
  } catch (error) {
    if (!(error instanceof MalformedUsage)) throw error
    return { input: 0, output: 0 }
  }
}

function countsOf(metrics: JsonObject | null, prefix: string): TokenCounts {
  return {
    ...NO_COUNTS,
    inputTokens: countAt(metrics, `${prefix}prompt_tokens`),
    cacheReadInputTokens: countAt(metrics, `${prefix}cached_tokens`),
    outputTokens: countAt(metrics, `${prefix}completion_tokens`),
  }
}

function isCounted(metrics: JsonObject | null): boolean {
  return (metrics?.['prompt_tokens'] ?? metrics?.['completion_tokens'] ?? null) !== null
}

/** Copilot's converters write premium requests where the format wants dollars. */
function costOf(trajectory: JsonObject, metrics: JsonObject, key: string): string | null {
  return /copilot/i.test(textAt(objectAt(trajectory, 'agent'), 'name') ?? '') ? null : amountAt(metrics, key)
}

/** A converter that knows no session writes "unknown". */
function isSure(session: string | null): session is string {
  return session !== null && session !== 'unknown'
}

function attributesOf(trajectory: JsonObject): Attributes {
  const session = idAt(trajectory, 'session_id')
  return knownAttributes({
    session: isSure(session) ? session : null,
    agent: textAt(objectAt(trajectory, 'agent'), 'name'),
  })
}
