import { PAYLOADS } from '../usage/payloads/index.ts'
import { aiSdk } from './ai-sdk.ts'
import { aider } from './aider.ts'
import { aiderHistory } from './aider-history.ts'
import { amp } from './amp.ts'
import { anthropic } from './anthropic.ts'
import { anthropicAdmin } from './anthropic-admin.ts'
import { anthropicBatch } from './anthropic-batch.ts'
import { atif } from './atif.ts'
import { autogen } from './autogen.ts'
import { bedrock } from './bedrock.ts'
import { bedrockInvocationLog } from './bedrock-invocation-log.ts'
import { ccusageReport } from './ccusage-report.ts'
import { claudeCode } from './claude-code.ts'
import { claudeCodeStream } from './claude-code-stream.ts'
import { cline } from './cline.ts'
import { codebuddy } from './codebuddy.ts'
import { codex } from './codex.ts'
import { codexExec } from './codex-exec.ts'
import { codexMcp } from './codex-mcp.ts'
import { cohere } from './cohere.ts'
import { copilotCli } from './copilot-cli.ts'
import { copilotVscode } from './copilot-vscode.ts'
import { crewai } from './crewai.ts'
import { droid } from './droid.ts'
import { dsh } from './dsh.ts'
import type { Format } from './format.ts'
import { gemini } from './gemini.ts'
import { geminiCli } from './gemini-cli.ts'
import { geminiCliOutput } from './gemini-cli-output.ts'
import { geminiCliResponses } from './gemini-cli-responses.ts'
import { geminiCliTelemetry } from './gemini-cli-telemetry.ts'
import { geminiInteractions } from './gemini-interactions.ts'
import { generic } from './generic.ts'
import { goose } from './goose.ts'
import { grokBuild } from './grok-build.ts'
import { httpExchange } from './http-exchange.ts'
import { inspectAi } from './inspect-ai.ts'
import { kimi } from './kimi.ts'
import { langchainDump } from './langchain.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { lingtai } from './lingtai.ts'
import { litellm } from './litellm.ts'
import { logLine } from './log-line.ts'
import { miniSweAgent } from './mini-swe-agent.ts'
import { mlflow } from './mlflow.ts'
import { mux } from './mux.ts'
import { ollama } from './ollama.ts'
import { openDesign } from './open-design.ts'
import { openai } from './openai.ts'
import { openaiAdmin } from './openai-admin.ts'
import { openaiAgents } from './openai-agents.ts'
import { openaiBatch } from './openai-batch.ts'
import { opencode } from './opencode.ts'
import { openhands } from './openhands.ts'
import { openinference } from './openinference.ts'
import { openrouterGeneration } from './openrouter-generation.ts'
import { originalReport } from './original-report.ts'
import { otel } from './otel.ts'
import { otelCopilotChat } from './otel-copilot-chat.ts'
import { otelLogs } from './otel-logs.ts'
import { piAgent } from './pi-agent.ts'
import { promptfoo } from './promptfoo.ts'
import { qwenCode } from './qwen-code.ts'
import { sweAgent } from './swe-agent.ts'
import { tokenUsageReport } from './token-usage-report.ts'
import { tokencost } from './tokencost.ts'
import { tokscaleReport } from './tokscale-report.ts'
import { trackerSummary } from './tracker-summary.ts'
import { voyage } from './voyage.ts'
import { watsonx } from './watsonx.ts'
import { weave } from './weave.ts'

/** Every log format, in the order in which they are asked; `generic` takes what is left and stands last. Add yours here. */
export const FORMATS: readonly Format[] = [
  tokencost,
  claudeCode,
  claudeCodeStream,
  codex,
  codexExec,
  codexMcp,
  cline,
  amp,
  droid,
  kimi,
  goose,
  grokBuild,
  codebuddy,
  dsh,
  openDesign,
  lingtai,
  mux,
  copilotCli,
  copilotVscode,
  opencode,
  piAgent,
  geminiCli,
  geminiCliTelemetry,
  geminiCliResponses,
  geminiCliOutput,
  qwenCode,
  mlflow,
  weave,
  openinference,
  otel,
  openaiBatch,
  openai,
  anthropicBatch,
  anthropic,
  gemini,
  geminiInteractions,
  bedrockInvocationLog,
  bedrock,
  cohere,
  ollama,
  openrouterGeneration,
  watsonx,
  voyage,
  openaiAdmin,
  anthropicAdmin,
  originalReport,
  trackerSummary,
  tokenUsageReport,
  ccusageReport,
  tokscaleReport,
  otelCopilotChat,
  otelLogs,
  atif,
  litellm,
  langsmith,
  langchainDump,
  langfuse,
  sweAgent,
  miniSweAgent,
  openhands,
  aider,
  aiderHistory,
  inspectAi,
  promptfoo,
  aiSdk,
  openaiAgents,
  crewai,
  autogen,
  httpExchange,
  logLine(() => FORMATS.slice(0, -2)),
  generic,
]

/** The byte strings of which every wanted entry contains at least one; none of them contains another. */
export function needlesOf(formats: readonly Format[]): readonly string[] {
  const all = new Set([
    ...formats.flatMap((format) => format.needles),
    ...PAYLOADS.flatMap((payload) => payload.markers),
  ])
  return [...all].filter((needle) => ![...all].some((other) => other !== needle && needle.includes(other))).sort()
}
