import type { JsonObject } from '../json.ts'
import { aiSdk } from './ai-sdk.ts'
import { anthropic } from './anthropic.ts'
import { bedrock } from './bedrock.ts'
import { bedrockInvocation } from './bedrock-invocation.ts'
import { codexUsage } from './codex.ts'
import { cohere } from './cohere.ts'
import { datadog } from './datadog.ts'
import { duration } from './duration.ts'
import { gemini } from './gemini.ts'
import { geminiInteractions } from './gemini-interactions.ts'
import { homeMade } from './home-made.ts'
import { langchain } from './langchain.ts'
import { llama } from './llama.ts'
import { llamaCpp } from './llama-cpp.ts'
import { ocr } from './ocr.ts'
import { ollama } from './ollama.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import { openrouterGeneration } from './openrouter-generation.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'
import { pydanticAi } from './pydantic-ai.ts'
import { tgi } from './tgi.ts'
import { titan } from './titan.ts'
import { voyage } from './voyage.ts'
import { watsonx } from './watsonx.ts'

/** Every usage shape that we understand; the first match wins, so the narrower shape stands first. Add yours here. */
export const PAYLOADS: readonly UsagePayload[] = [
  openaiChat,
  gemini,
  geminiInteractions,
  llama,
  llamaCpp,
  tgi,
  titan,
  watsonx,
  bedrockInvocation,
  cohere,
  ollama,
  openrouterGeneration,
  codexUsage,
  datadog,
  langchain,
  pydanticAi,
  anthropic,
  openaiResponses,
  aiSdk,
  bedrock,
  voyage,
  duration,
  ocr,
  homeMade,
]

/** The payload that `usage` is, or null. */
export function payloadOf(usage: JsonObject, hints: UsageHints): UsagePayload | null {
  return PAYLOADS.find((payload) => payload.matches(usage, hints)) ?? null
}

/** Reads `usage` by whichever payload matches; null when none does. Throws MalformedUsage. */
export function readUsage(usage: JsonObject, hints: UsageHints): readonly Usage[] | null {
  return payloadOf(usage, hints)?.read(usage, hints) ?? null
}
