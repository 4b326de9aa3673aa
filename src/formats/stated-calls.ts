import type { JsonObject } from '../usage/json.ts'

/** Keys beside counts under which programs write how many calls the counts sum. */
const CALL_COUNTS = [
  'call_count',
  'calls',
  'num_calls',
  'api_calls',
  'model_calls',
  'modelCalls',
  'requests',
  'num_requests',
  'successful_requests',
  'total_calls',
  'total_requests',
  'total_api_calls',
  'llm_calls',
  'request_count',
  'callCount',
  'requestCount',
  'totalCalls',
  'totalRequests',
]
/** Of them, those that mean the same around the usage object; the others may count anything there. */
const OUTER_CALL_COUNTS = [
  ...['model_calls', 'modelCalls', 'requests', 'num_requests', 'model_requests', 'llm_requests', 'llm_calls'],
  'call_count',
]

/** How many calls a usage object says that it sums, or the object around it; null = neither says it. */
export function statedCalls(usage: JsonObject, outer: JsonObject | null = null): number | null {
  const counts = [
    ...CALL_COUNTS.map((key) => usage[key]),
    ...(outer === null ? [] : OUTER_CALL_COUNTS.map((key) => outer[key])),
  ]
  const stated = counts.find((count) => Number.isSafeInteger(count) && Number(count) > 0)
  return stated === undefined ? null : Number(stated)
}
