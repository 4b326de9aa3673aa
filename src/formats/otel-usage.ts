import { amountOf } from '../usage/amount.ts'
import { countOf, sumOf } from '../usage/count.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { Json, JsonObject } from '../usage/json.ts'
import { providerKey } from '../usage/provider.ts'
import type { Attributes } from '../usage/record.ts'
import { knownAttributes } from './call.ts'
import { objectIn } from './json-text.ts'
import { labelsIn } from './metadata-labels.ts'
import { attributeAt, attributeText } from './otel-attributes.ts'

/** The first of `names` that states a count, or null. Throws MalformedUsage. */
export function attributeCount(attributes: JsonObject, ...names: readonly string[]): number | null {
  for (const name of names) {
    const count = countOf(attributeAt(attributes, name), name)
    if (count !== null) return count
  }
  return null
}

export function attributeAmount(attributes: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const amount = amountOf(attributeAt(attributes, name))
    if (amount !== null) return amount
  }
  return null
}

const usage = (...names: readonly string[]) => names.map((name) => `gen_ai.usage.${name}`)

/** By part of the counts: the attributes that may state it, in the order in which they are asked. */
const COUNTS = {
  input: [
    ...usage('input_tokens', 'prompt_tokens'),
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
    'ai.usage.tokens',
    'llm.usage.prompt_tokens',
  ],
  cacheRead: [
    ...usage('cache_read.input_tokens', 'cache_read_input_tokens', 'input_tokens.cached', 'input_tokens_cached'),
    ...usage('details.cache_read_tokens', 'details.cache_read_input_tokens', 'details.cached_tokens'),
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'ai.usage.cachedInputTokens',
  ],
  cacheWrite: [
    ...usage('cache_creation.input_tokens', 'cache_creation_input_tokens', 'cache_write_input_tokens'),
    ...usage('details.cache_write_tokens', 'details.cache_creation_input_tokens'),
    'ai.usage.inputTokenDetails.cacheWriteTokens',
  ],
  output: [
    ...usage('output_tokens', 'completion_tokens'),
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
    'llm.usage.completion_tokens',
  ],
  reasoning: [
    ...usage('reasoning.output_tokens', 'reasoning_tokens', 'output_tokens.reasoning', 'details.reasoning_tokens'),
    'ai.usage.outputTokenDetails.reasoningTokens',
    'ai.usage.reasoningTokens',
  ],
  total: [...usage('total_tokens'), 'llm.usage.total_tokens', 'ai.usage.totalTokens'],
}

export const GEN_AI_COUNTS: readonly string[] = Object.values(COUNTS).flat()

/**
 * The token counts of a GenAI span or event (OpenTelemetry semantic conventions, with the older names of its
 * predecessors), the Vercel AI SDK's included.
 */
export function genAiCounts(attributes: JsonObject): TokenCounts {
  return inclusive({
    input: attributeCount(attributes, ...COUNTS.input),
    cacheRead: attributeCount(attributes, ...COUNTS.cacheRead),
    cacheWrite: attributeCount(attributes, ...COUNTS.cacheWrite),
    output: attributeCount(attributes, ...COUNTS.output),
    reasoning: attributeCount(attributes, ...COUNTS.reasoning),
    total: attributeCount(attributes, ...COUNTS.total),
  })
}

interface Stated {
  readonly input: number | null
  readonly cacheRead: number | null
  readonly cacheWrite: number | null
  readonly output: number | null
  readonly reasoning: number | null
  readonly total: number | null
}

/**
 * The conventions put cache counts inside the input and reasoning inside the output; not every instrumentation does.
 * Numbers tell: parts beside their whole make it too small to hold them, or are needed to reach the total.
 */
export function inclusive({ input, cacheRead, cacheWrite, output, reasoning, total }: Stated): TokenCounts {
  const cache = sumOf(cacheRead, cacheWrite) ?? 0
  const thought = reasoning ?? 0
  const missing = total === null ? null : total - (input ?? 0) - (output ?? 0)
  const cacheBeside = cache > 0 && (cache > (input ?? 0) || missing === cache || missing === cache + thought)
  const reasoningBeside =
    thought > 0 && (thought > (output ?? 0) || missing === thought || (missing === cache + thought && cache > 0))
  return {
    inputTokens: cacheBeside ? sumOf(input, cacheRead, cacheWrite) : input,
    cacheReadInputTokens: cacheRead,
    cacheCreationInputTokens: cacheWrite,
    cacheCreation1hInputTokens: null,
    outputTokens: reasoningBeside ? sumOf(output, reasoning) : output,
    reasoningOutputTokens: reasoning,
  }
}

/** The model that answered, else the one that was asked. */
export function genAiModel(attributes: JsonObject): string | null {
  return attributeText(
    attributes,
    'gen_ai.response.model',
    'ai.response.model',
    'gen_ai.request.model',
    'ai.model.id',
    'llm.response.model',
    'llm.request.model',
    'llm.model_name',
  )
}

export function genAiProvider(attributes: JsonObject): string | null {
  return providerKey(attributeText(attributes, 'gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider'))
}

/** Names of a span or log record: its own attributes before those of the resource. */
export function otelAttributes(attributes: JsonObject, resource: JsonObject): Attributes {
  const name = (...names: readonly string[]) => attributeText(attributes, ...names) ?? attributeText(resource, ...names)
  const service = name('openinference.project.name', 'service.name')
  return knownAttributes(
    {
      session: name('gen_ai.conversation.id', 'session.id', 'ai.telemetry.metadata.sessionId'),
      project: service?.startsWith('unknown_service') ? null : service,
      user: name('user.email', 'user.id', 'enduser.id', 'ai.telemetry.metadata.userId'),
      agent: name('gen_ai.agent.name', 'agent.name'),
    },
    labelsIn(
      metadataOf(attributes),
      attributes['tag.tags'],
      objectIn(attributes['metadata']) ?? {},
      deploymentOf(resource),
    ),
  )
}

/** Metadata that SDKs write one attribute each. */
const METADATA = /^(?:ai\.telemetry\.metadata|metadata|labels?|tags?)\.(?=.)/

function metadataOf(attributes: JsonObject): JsonObject {
  return picked(attributes, METADATA, (name) => name.replace(METADATA, ''))
}

/** What a resource says of more than the process and its machine. */
function deploymentOf(resource: JsonObject): JsonObject {
  return picked(resource, DEPLOYMENT, (name) => name)
}

const DEPLOYMENT = /^(service\.namespace|deployment|team|env)\b/

function picked(attributes: JsonObject, names: RegExp, renamed: (name: string) => string): JsonObject {
  const found: { [name: string]: Json | undefined } = Object.create(null)
  for (const name of Object.keys(attributes)) if (names.test(name)) found[renamed(name)] = attributes[name]
  return found
}
