import type { JsonObject } from '../usage/json.ts'
import { PAYLOADS } from '../usage/payloads/index.ts'
import { anthropic } from './anthropic.ts'
import { anthropicBatch } from './anthropic-batch.ts'
import { ccusageReport } from './ccusage-report.ts'
import { claudeCode } from './claude-code.ts'
import { claudeCodeStream } from './claude-code-stream.ts'
import { codex } from './codex.ts'
import { codexExec } from './codex-exec.ts'
import type { Format } from './format.ts'
import { gemini } from './gemini.ts'
import { geminiCli } from './gemini-cli.ts'
import { geminiCliResponses } from './gemini-cli-responses.ts'
import { geminiCliTelemetry } from './gemini-cli-telemetry.ts'
import { geminiInteractions } from './gemini-interactions.ts'
import { generic } from './generic.ts'
import { openai } from './openai.ts'
import { openaiBatch } from './openai-batch.ts'
import { openinference } from './openinference.ts'
import { originalReport } from './original-report.ts'
import { otel } from './otel.ts'
import { qwenCode } from './qwen-code.ts'
import { tokenUsageReport } from './token-usage-report.ts'
import { tokencost } from './tokencost.ts'
import { tokscaleReport } from './tokscale-report.ts'
import { trackerSummary } from './tracker-summary.ts'

/** Every log format, in the order in which they are asked; `generic` takes what is left and stands last. Add yours here. */
export const FORMATS: readonly Format[] = [
  tokencost,
  claudeCode,
  claudeCodeStream,
  codex,
  codexExec,
  geminiCli,
  geminiCliTelemetry,
  geminiCliResponses,
  qwenCode,
  openinference,
  otel,
  openaiBatch,
  openai,
  anthropicBatch,
  anthropic,
  gemini,
  geminiInteractions,
  originalReport,
  trackerSummary,
  tokenUsageReport,
  ccusageReport,
  tokscaleReport,
  generic,
]

/** The format that `entry` has, or null when it has no shape that we know. */
export function formatOf(entry: JsonObject): Format | null {
  return FORMATS.find((format) => format.recognizes(entry)) ?? null
}

/** The byte strings of which every wanted entry contains at least one; none of them contains another. */
export function needlesOf(formats: readonly Format[]): readonly string[] {
  const all = new Set([
    ...formats.flatMap((format) => format.needles),
    ...PAYLOADS.flatMap((payload) => payload.markers),
  ])
  return [...all].filter((needle) => ![...all].some((other) => other !== needle && needle.includes(other))).sort()
}
