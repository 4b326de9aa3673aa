import { type JsonObject, textAt } from '../usage/json.ts'

const TYPE = /(?:tool|function|mcp)[_-]?(?:use|call|result|invocation)/i
const HOLDER = /^(?:tool|function)_?(?:uses?|calls?|results?|responses?|invocations?)$/i
const ROLE = /^(?:user|human|system|developer|tool|function)$/i
/** What a tool was given and what it answered. `usage` beside them may be of the call that asked for the tool. */
const VALUES = /^(?:input|args|arguments|parameters|content|result|output)$/
/** What people and programs wrote to the model. */
const WRITTEN = /^(?:content|parts|message|text)$/

/** True where what stands under `key` went into a model or a tool, or came out of a tool: numbers there are no usage. */
export function isToldToModel(object: JsonObject, holder: string, key: string): boolean {
  if (VALUES.test(key) && (HOLDER.test(holder) || TYPE.test(textAt(object, 'type') ?? ''))) return true
  if (key === 'response' && /^function_?response$/i.test(holder)) return true
  return WRITTEN.test(key) && ROLE.test(textAt(object, 'role') ?? '')
}
