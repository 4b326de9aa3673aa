import type { JsonObject } from '../usage/json.ts'
import { firstTextAt } from '../usage/json.ts'
import { recordCall } from './call.ts'
import type { FileContext, Format, RecordSink } from './format.ts'
import { LoggedCalls } from './logged-calls.ts'
import { SummedCalls } from './summed-calls.ts'
import { nearestAttributes, nearestTime, statedCost } from './surroundings.ts'
import { callsIn, type FoundCall } from './usage-search.ts'

/**
 * Everybody's own logs: any JSON record that holds a usage object that we know, at any depth (pino, winston, bunyan,
 * structlog, home-made), also one level deep in JSON that was written as text. Model, id, time and names are the nearest
 * ones, looking outwards from the usage object. Which usages of a record are calls of their own: callsAmong.
 */
export const generic: Format = {
  name: 'generic',
  title: 'any JSON record that holds a known usage object',
  example:
    '{"level":30,"time":1772359200000,"msg":"llm call","model":"gpt-4o","usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}',
  needles: [],
  selfContained: false,
  docs: {
    identity: 'the nearest id that surely names one call (`chatcmpl-…`, `msg_…`, `resp_…`), else none',
    counts: 'as the usage object counts them',
    ignores:
      'a usage that repeats another of its record, summaries of parts that add up to them, totals beside calls or behind the calls that they sum, AutoGen’s `models_usage` behind the `LLMCall` of the same counts, answers that only count a prompt',
  },
  recognizes: () => true,
  open(file) {
    const calls = new SummedCalls()
    const logged = new LoggedCalls()
    const isKnown = (call: FoundCall) =>
      ((call.extent === 'total' || call.perModel) && calls.contain(call.model, call.counts)) ||
      (isSummary(call) && calls.equal(call.model, call.counts)) ||
      (isModelsUsage(call) && logged.repeat(call.counts))
    return {
      push(entry: JsonObject, sink: RecordSink): void {
        if (isPromptSize(entry) || isExplanation(entry)) return
        for (const call of callsIn(entry, sink)) {
          if (isKnown(call)) {
            sink.folded()
            continue
          }
          record(call, file, sink)
          if (call.extent === 'call' && !call.perModel) calls.add(call.model, call.counts)
          if (entry['type'] === 'LLMCall') logged.add(call.counts)
        }
      },
    }
  },
}

/** What endpoints answer that only count the tokens of a prompt: Anthropic's count_tokens, OpenAI's input_tokens. */
function isPromptSize(entry: JsonObject): boolean {
  return 'input_tokens' in entry && Object.keys(entry).every((key) => key === 'input_tokens' || key === 'object')
}

/** What `tokencost explain --json` says about logs. */
function isExplanation(entry: JsonObject): boolean {
  return 'items_without_price' in entry && 'cost_complete' in entry
}

/** A message of AutoGen: the counts of the call that made it. */
function isModelsUsage({ around }: FoundCall): boolean {
  return around.outer !== null && around.outer.object['models_usage'] === around.object
}

/** What says of itself that it sums up; what was asked to write a summary may say the same. */
function isSummary({ around }: FoundCall): boolean {
  for (let here: FoundCall['around'] | null = around; here !== null; here = here.outer)
    if (/summary|total/i.test(firstTextAt(here.object, 'event', 'type', 'kind', 'msg', 'message') ?? '')) return true
  return false
}

function record(call: FoundCall, file: FileContext, sink: RecordSink): void {
  const attributes = nearestAttributes(call.around)
  const running = `running total of ${attributes.session ?? file.name} ${call.model ?? ''}`
  const holder = call.around.outer?.object ?? call.around.object
  recordCall(
    {
      model: call.model,
      provider: call.provider,
      identity: call.extent === 'running' ? running : call.id,
      time: nearestTime(call.around),
      ...(call.calls !== 1 && { calls: call.calls }),
      mode: firstTextAt(holder, 'service_tier', 'serviceTier'),
      loggedCostUsd: call.extent === 'call' ? costOf(call) : null,
      attributes,
    },
    call.usages,
    sink,
  )
}

/** The cost beside the counts or beside the object that holds them; further out it may be another one's. */
function costOf({ around }: FoundCall): string | null {
  return statedCost(around.object) ?? (around.outer === null ? null : statedCost(around.outer.object))
}
