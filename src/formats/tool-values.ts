import { type JsonObject, textAt } from '../usage/json.ts'

const TYPE = /(?:tool|function|mcp)[_-]?(?:use|call|result|invocation)/i
const HOLDER = /^(?:tool|function)_?(?:uses?|calls?|results?|responses?|invocations?)$/i
const ROLE = /^(?:user|human|system|developer|tool|function)$/i
/** What a tool was given and what it answered. `usage` beside them may be of the call that asked for the tool. */
const VALUES = /^(?:input|args|arguments|parameters|content|result|output)$/
/** The same under a key that says so, and what a model was asked. */
const NAMED_VALUES = /^(?:tool_?(?:input|args|arguments|response|output)|prompt)$/i
/** What people and programs wrote to the model. */
const WRITTEN = /^(?:content|parts|message|text)$/

/** True where what stands under `key` went into a model or a tool, or came out of a tool: numbers there are no usage. */
export function isToldToModel(object: JsonObject, holder: string, key: string): boolean {
  if (NAMED_VALUES.test(key)) return true
  if (VALUES.test(key) && (HOLDER.test(holder) || TYPE.test(textAt(object, 'type') ?? ''))) return true
  if (key === 'response' && /^function_?response$/i.test(holder)) return true
  if (!WRITTEN.test(key)) return false
  return ROLE.test(textAt(object, 'role') ?? '') || (key === 'content' && ROLE.test(textAt(object, 'type') ?? ''))
}
