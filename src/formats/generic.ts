import type { JsonObject } from '../usage/json.ts'
import { firstTextAt } from '../usage/json.ts'
import type { Attributes } from '../usage/record.ts'
import { recordCall } from './call.ts'
import type { FileContext, Format, RecordSink } from './format.ts'
import { LoggedCalls } from './logged-calls.ts'
import { SummedCalls } from './summed-calls.ts'
import { nearestAttributes, nearestRuns, nearestTime, statedCost } from './surroundings.ts'
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
      'a usage that repeats another of its record, summaries of parts that add up to them, totals beside calls or behind the calls that they sum, what other totals have of the calls of their run, AutoGen’s `models_usage` behind the `LLMCall` of the same counts, answers that only count a prompt',
  },
  recognizes: () => true,
  open(file) {
    const calls = new SummedCalls()
    const logged = new LoggedCalls()
    const isKnown = (call: FoundCall, runs: readonly string[], isEnd: boolean) => {
      const isRunning = call.extent === 'running'
      const isTotal = call.extent === 'total' || call.perModel || (isRunning && runs.length === 0)
      return (
        (isTotal && calls.contain(call.model, call.counts)) ||
        ((isEnd || isRunning || saysOf(call, SUMMARY)) && calls.equal(call.model, call.counts)) ||
        (isEnd && calls.equalInRun(runs, call.model, call.counts)) ||
        (isModelsUsage(call) && logged.repeat(call.counts))
      )
    }
    return {
      push(entry: JsonObject, sink: RecordSink): void {
        if (isPromptSize(entry) || isExplanation(entry)) return
        for (const call of callsIn(entry, sink)) {
          const attributes = nearestAttributes(call.around)
          const runs = nearestRuns(call.around, attributes)
          const isEnd = saysOf(call, RUN_ENDS)
          const rest = isKnown(call, runs, isEnd) ? null : beyond(call, runs, calls)
          if (rest === null) {
            sink.folded()
            continue
          }
          record(rest, attributes, file, sink)
          if (call.extent === 'call' && !call.perModel) calls.add(call, runs, isEnd)
          if (entry['type'] === 'LLMCall') logged.add(call.counts)
        }
      },
    }
  },
}

/** What is asked to write a summary may say the same. */
const SUMMARY = /summary|total/i
/** Ends of a run, with the usage of its last call or of all. */
const RUN_ENDS =
  /^(?:session|run|agent|crew|workflow|conversation)[\s_.:-]*(?:run[\s_.:-]*)?(?:end|ended|finish|finished|complete|completed|done|stop|stopped)$/i

/** What a total has beyond the calls of its run, and any other call as it is; null where nothing is left of a total. */
function beyond(call: FoundCall, runs: readonly string[], calls: SummedCalls): FoundCall | null {
  if (call.extent === 'call') return call
  const rest = calls.beyond(runs, call.model, call)
  if (rest === null) return null
  if (rest.counts === call.counts) return call
  return { ...call, ...rest, usages: [{ counts: rest.counts }] }
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

/** True where the record names an event so, around the usage object. */
function saysOf({ around }: FoundCall, event: RegExp): boolean {
  for (let here: FoundCall['around'] | null = around; here !== null; here = here.outer)
    if (event.test(firstTextAt(here.object, 'event', 'type', 'kind', 'msg', 'message') ?? '')) return true
  return false
}

function record(call: FoundCall, attributes: Attributes, file: FileContext, sink: RecordSink): void {
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
