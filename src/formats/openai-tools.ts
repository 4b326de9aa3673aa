import { countAt } from '../usage/count.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import type { Usage } from '../usage/payloads/payload.ts'
import { statedFees } from '../usage/payloads/stated.ts'

/**
 * Adds the built-in tools that the Responses API bills by the call: web searches (opening a found page is free) and file
 * searches. `tool_usage` states the number in newer answers; older ones show the calls among their output.
 */
export function withToolFees(usages: readonly Usage[], answer: JsonObject): readonly Usage[] {
  const output = objectsAt(answer, 'output')
  const requests = countAt(objectAt(objectAt(answer, 'tool_usage'), 'web_search'), 'num_requests')
  const { fees } = statedFees({
    [searchToolOf(answer)]: requests ?? output.filter(isWebSearch).length,
    file_search: output.filter((item) => item['type'] === 'file_search_call').length,
  })
  const [first, ...others] = usages
  return fees === undefined || first === undefined
    ? usages
    : [{ ...first, fees: { ...fees, ...first.fees } }, ...others]
}

function isWebSearch(item: JsonObject): boolean {
  const action = objectAt(item, 'action')
  return item['type'] === 'web_search_call' && (action === null || action['type'] === 'search')
}

/** The older search tool has a price of its own. An answer names its tools; which of two was called, no count tells. */
function searchToolOf(answer: JsonObject): string {
  const searching = objectsAt(answer, 'tools').filter((tool) => textAt(tool, 'type')?.startsWith('web_search') === true)
  const isPreview = (tool: JsonObject) => textAt(tool, 'type')!.startsWith('web_search_preview')
  return searching.length > 0 && searching.every(isPreview) ? 'web_search_preview' : 'web_search'
}
