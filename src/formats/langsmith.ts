import { amountAt } from '../usage/amount.ts'
import { isUnstated, isZero, NO_COUNTS } from '../usage/counts.ts'
import { firstTextAt, isArray, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { providerKey } from '../usage/provider.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { aiMessagesIn, answerId, modelOf, usageOf } from './langchain-messages.ts'
import { labelsIn } from './metadata-labels.ts'

/** Runs exported from LangSmith. Chains carry the sums of the model runs below them. */
export const langsmith: Format = {
  name: 'langsmith',
  title: 'LangSmith run exports',
  example:
    '{"id":"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9","trace_id":"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f0","parent_run_id":null,"name":"ChatOpenAI","run_type":"llm","start_time":"2026-03-01T10:00:00","inputs":{},"outputs":{},"prompt_tokens":350,"completion_tokens":240,"total_tokens":590,"total_cost":"0.0033","extra":{"metadata":{"ls_provider":"openai","ls_model_name":"gpt-4o"}}}',
  needles: ['"run_type"'],
  selfContained: true,
  docs: {
    identity: 'the id of the answer, where it surely names one call, else the run `id`',
    counts: 'per run of type `llm`; cache inside input, reasoning inside output',
    ignores: 'chains and all other runs (they repeat the sums of their model runs), runs that failed without counts',
  },
  recognizes: (entry) => {
    if ('run_type' in entry) return 'id' in entry && ('inputs' in entry || 'trace_id' in entry)
    return 'inputs' in entry && 'outputs' in entry && 'start_time' in entry && 'name' in entry && 'id' in entry
  },
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    eachItem(runsOf(entry), sink, (run) => recordRun(run, sink))
  },
}

/** A run and the runs below it, which dumps of a whole trace nest. */
function runsOf(run: JsonObject, depth = 0): readonly JsonObject[] {
  const children = depth < DEEPEST ? objectsAt(run, 'child_runs') : []
  return [run, ...children.flatMap((child) => runsOf(child, depth + 1))]
}

const DEEPEST = 60

function recordRun(run: JsonObject, sink: RecordSink): void {
  const outputs = objectAt(run, 'outputs')
  if (!isModelRun(run, outputs)) return
  const extra = objectAt(run, 'extra')
  const metadata = objectAt(extra, 'metadata')
  const messages = aiMessagesIn(outputs)
  const message = messages[0]?.fields ?? {}
  const model =
    textAt(metadata, 'ls_model_name') ??
    firstTextAt(objectAt(extra, 'invocation_params'), 'model_name', 'model') ??
    modelOf(message) ??
    firstTextAt(objectAt(outputs, 'llm_output'), 'model_name', 'model')
  const provider = providerKey(textAt(metadata, 'ls_provider'))
  const usage = usageOfRun(run, message, { provider, model })
  if (usage === null && (textAt(run, 'error') !== null || outputs === null)) return
  sink.record({
    ...usage,
    counts: usage?.counts ?? NO_COUNTS,
    model,
    provider,
    identity: (messages.length === 1 ? answerId(message) : null) ?? textAt(run, 'id'),
    time: timeAt(run, 'start_time', 'end_time'),
    loggedCostUsd: amountAt(run, 'total_cost'),
    attributes: knownAttributes(
      {
        session: firstTextAt(metadata, 'thread_id', 'session_id', 'conversation_id') ?? textAt(run, 'thread_id'),
        project: firstTextAt(run, 'session_name', 'project_name'),
        agent: textAt(metadata, 'langgraph_node'),
      },
      labelsIn(run['tags'], metadata ?? undefined),
    ),
  })
}

/** Exports without `run_type` show a model's run by what only those return. */
function isModelRun(run: JsonObject, outputs: JsonObject | null): boolean {
  const type = textAt(run, 'run_type')
  return type === null ? isArray(outputs?.['generations']) && 'llm_output' in (outputs ?? {}) : type === 'llm'
}

type Hints = { readonly provider: string | null; readonly model: string | null }

/** The fullest statement of a run's usage: its message, its outputs, its metadata, at last the columns of the run. */
function usageOfRun(run: JsonObject, message: JsonObject, hints: Hints): Usage | null {
  const outputs = objectAt(run, 'outputs')
  const stated = [
    objectAt(outputs, 'usage_metadata'),
    objectAt(objectAt(objectAt(run, 'extra'), 'metadata'), 'usage_metadata'),
    objectAt(objectAt(outputs, 'llm_output'), 'token_usage'),
    objectAt(outputs, 'usage'),
    run,
  ]
  const usages = [
    usageOf(message),
    ...stated.map((usage) => (usage === null ? null : (readUsage(usage, hints)?.[0] ?? null))),
  ].filter((usage) => usage !== null)
  return usages.find(({ counts }) => !isUnstated(counts) && !isZero(counts)) ?? usages[0] ?? null
}
