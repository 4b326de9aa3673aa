import { isArray, isObject, type Json, type JsonObject } from '../usage/json.ts'
import { isWantedList, type Wants } from '../usage/wants.ts'
import type { Beside } from './format.ts'

/**
 * Requests to models, which many logs hold between the answers: most of their bytes. A request of which all keys are known
 * ones says nothing of usage, whatever its texts say; any other one is for the formats to look at.
 */

const PART: Wants = {
  ...{ type: true, text: true, refusal: true, image_url: { url: true, detail: true }, cache_control: { type: true } },
  ...{ thinking: true, signature: true, tool_use_id: true, is_error: true, content: [{ type: true, text: true }] },
}

/** A message of any endpoint, or another item of the conversation that the Responses API takes. */
const MESSAGE: Wants = {
  ...{ role: true, content: [PART], name: true, refusal: true, reasoning_content: true },
  tool_calls: [{ id: true, type: true, index: true, function: { name: true, arguments: true } }],
  ...{ tool_call_id: true, type: true, id: true, status: true, phase: true },
  ...{ call_id: true, output: true, arguments: true, summary: [{ type: true, text: true }], encrypted_content: true },
}

const CONVERSATION: Wants = { messages: [MESSAGE], input: [MESSAGE], system: [PART] }

/** What is a number, a word or a text. */
const SETTINGS: Wants = {
  ...{ instructions: true, prompt: true, user: true, seed: true, n: true, stream: true, store: true },
  ...{ temperature: true, top_p: true, top_k: true, presence_penalty: true, frequency_penalty: true },
  ...{ max_tokens: true, max_completion_tokens: true, max_output_tokens: true, logprobs: true, top_logprobs: true },
  ...{ parallel_tool_calls: true, reasoning_effort: true, verbosity: true, previous_response_id: true },
  ...{ prompt_cache_key: true, safety_identifier: true, truncation: true, background: true },
}

/** Small objects and lists. */
const CHOICES: Wants = {
  stop: [{}],
  stop_sequences: [{}],
  tool_choice: { type: true, name: true, function: { name: true }, disable_parallel_tool_use: true },
  stream_options: { include_usage: true, include_obfuscation: true },
  response_format: { type: true },
  reasoning: { effort: true, summary: true },
  thinking: { type: true, budget_tokens: true },
  text: { verbosity: true, format: { type: true, name: true, strict: true } },
  include: [{}],
  modalities: [{}],
}

const REQUEST: Wants = { model: true, service_tier: true, ...CONVERSATION, ...SETTINGS, ...CHOICES }
/** Below these nobody looks for usage. */
const SCHEMAS: ReadonlySet<string> = new Set(['tools', 'functions', 'json_schema', 'schema'])

/** What `REQUESTS` looks at. */
export const REQUEST_WANTS: Wants = {
  ...{ model: true, service_tier: true, ...CONVERSATION, ...SETTINGS },
  ...Object.fromEntries(Object.keys(CHOICES).map((key) => [key, true as const])),
}

export const REQUESTS: Beside = {
  quiet: [...Object.keys(CONVERSATION), ...Object.keys(SETTINGS)],
  isIdle: (entry) => 'model' in entry && ASKING.some((key) => key in entry) && holdsOnly(entry, REQUEST),
}

const ASKING = ['messages', 'input', 'prompt']

/** True when no key of the object is another one, nor of those below it, and no container stands where none is known. */
function holdsOnly(object: JsonObject, known: Wants): boolean {
  return Object.keys(object).every(
    (key) => SCHEMAS.has(key) || (Object.hasOwn(known, key) && isKnown(object[key], known[key]!)),
  )
}

function isKnown(value: Json | undefined, known: Wants[string]): boolean {
  if (isArray(value)) return isWantedList(known) && value.every((each) => !isArray(each) && isElement(each, known[0]))
  return !isObject(value) || (known !== true && !isWantedList(known) && holdsOnly(value, known))
}

function isElement(value: Json, known: Wants): boolean {
  return !isObject(value) || holdsOnly(value, known)
}
