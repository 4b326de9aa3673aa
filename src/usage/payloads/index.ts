import type { JsonObject } from '../json.ts'
import { anthropic } from './anthropic.ts'
import { codexUsage } from './codex.ts'
import { gemini } from './gemini.ts'
import { geminiInteractions } from './gemini-interactions.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/** Every usage shape that we understand; the first match wins, so the narrower shape stands first. Add yours here. */
export const PAYLOADS: readonly UsagePayload[] = [
  openaiChat,
  gemini,
  geminiInteractions,
  codexUsage,
  anthropic,
  openaiResponses,
]

/** The payload that `usage` is, or null. */
export function payloadOf(usage: JsonObject, hints: UsageHints): UsagePayload | null {
  return PAYLOADS.find((payload) => payload.matches(usage, hints)) ?? null
}

/** Reads `usage` by whichever payload matches; null when none does. Throws MalformedUsage. */
export function readUsage(usage: JsonObject, hints: UsageHints): readonly Usage[] | null {
  return payloadOf(usage, hints)?.read(usage, hints) ?? null
}
