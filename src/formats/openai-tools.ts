import { countAt } from '../usage/count.ts'
import { type JsonObject, objectAt, objectsAt } from '../usage/json.ts'
import { statedFees } from '../usage/payloads/stated.ts'

/**
 * Built-in tools that the Responses API bills by the call: web searches (opening a found page is free) and file
 * searches. `tool_usage` states the number in newer answers; older ones show the calls among their output.
 */
export function toolFees(answer: JsonObject): { fees?: Readonly<Record<string, string>> } {
  const output = objectsAt(answer, 'output')
  const requests = countAt(objectAt(objectAt(answer, 'tool_usage'), 'web_search'), 'num_requests')
  return statedFees({
    web_search: requests ?? output.filter(isWebSearch).length,
    file_search: output.filter((item) => item['type'] === 'file_search_call').length,
  })
}

function isWebSearch(item: JsonObject): boolean {
  const action = objectAt(item, 'action')
  return item['type'] === 'web_search_call' && (action === null || action['type'] === 'search')
}
