import { isArray, type JsonObject, objectAt, objectsAt } from '../usage/json.ts'
import { statedFees } from '../usage/payloads/stated.ts'

/** Grounding with Google Search: Gemini 3 is billed by the query, older models by the grounded prompt. */
export function groundingFees(answer: JsonObject, model: string | null): { fees?: Readonly<Record<string, string>> } {
  const queries = objectsAt(answer, 'candidates').reduce((sum, candidate) => {
    const searched = objectAt(candidate, 'groundingMetadata')?.['webSearchQueries']
    return sum + (isArray(searched) ? searched.length : 0)
  }, 0)
  const byPrompt = /gemini-[12]/.test(model ?? '')
  return statedFees(byPrompt ? { grounded_prompt: Math.min(queries, 1) } : { web_search: queries })
}
