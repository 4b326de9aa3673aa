import { countAt, sumOf } from '../count.ts'
import { inclusive } from '../inclusive.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { type CountClass, countWord } from './count-words.ts'
import type { Usage, UsageHints, UsagePayload } from './payload.ts'

/**
 * Counts as people name them in their own logs: `tokens_in` and `tokens_out`, `inTokens`, `num_input_tokens`,
 * `llm.output_tokens`; below `tokens` or `usage` also `input` and `output` alone. Told by the words of the keys, and only
 * where exactly one key speaks of the input and one of the output.
 */
export const homeMade: UsagePayload = {
  name: 'home-made',
  example: { tokens_in: 120, tokens_out: 40 },
  markers: [
    ...[
      'tokens_in',
      'tokensIn',
      'TokensIn',
      '"in_tokens',
      '"inTokens',
      'InputTokens',
      'PromptTokens',
      'tokens_prompt',
      'tokens_sent',
    ],
    ...[
      'tokensSent',
      'input_tokens',
      'prompt_tokens',
      'token_count',
      'TokenCount',
      '"tokens"',
      '"usage"',
      '"token_usage"',
    ],
  ],
  accounting:
    'as the total says; without one cache inside input, unless it is greater or of Claude; reasoning inside output',
  matches: (usage, hints) => countKeysOf(usage, hints) !== null,
  read(usage: JsonObject, hints: UsageHints): readonly Usage[] {
    const keys = countKeysOf(usage, hints)!
    const count = (name: CountClass) => (keys[name] === undefined ? null : countAt(usage, keys[name]))
    const nested = isObject(usage['cache']) ? usage['cache'] : null
    const [input, output, reasoning] = [count('input'), count('output'), count('reasoning')]
    const cacheRead = count('cacheRead') ?? countAt(nested, 'read')
    const cacheWrite = count('cacheWrite') ?? countAt(nested, 'write')
    const total = count('total')
    const cache = sumOf(cacheRead, cacheWrite) ?? 0
    const sum = sumOf(input, output) ?? 0
    const isTotal = (parts: number) => parts > 0 && total === sum + parts
    const thought = reasoning ?? 0
    const thoughtBeside = isTotal(thought) || isTotal(thought + cache) || thought > (output ?? 0) || nested !== null
    const cacheBeside =
      isTotal(cache) ||
      isTotal(cache + thought) ||
      cache > (input ?? 0) ||
      (total !== sum && !isTotal(thought) && (nested !== null || isAnthropic(hints)))
    const parts = { output: thoughtBeside ? sumOf(output, reasoning) : output }
    return [
      {
        counts: cacheBeside
          ? inclusive({ input, cacheRead, cacheWrite, ...parts }, reasoning)
          : {
              ...inclusive({ input, ...parts }, reasoning),
              cacheReadInputTokens: cacheRead,
              cacheCreationInputTokens: cacheWrite,
            },
      },
    ]
  },
}

/** True where the keys themselves say that the counts are sums of several calls: `total_input_tokens`. */
export function statesTotals(usage: JsonObject, hints: UsageHints): boolean {
  return isSum(countKeysOf(usage, hints)?.input ?? '')
}

/** Keys below which `input` and `output` alone are tokens, and those below which they are where a model is named. */
const TOKENS = /^(?:llm_?)?tokens?(?:_?(?:usage|counts?|used))?$/i
const USAGE = /^(?:llm_?)?usage(?:_?(?:details|metadata|data|stats))?$/i

type CountKeys = { readonly [name in CountClass]?: string }

/** Which key states which class; null where none states the input or the output, two differ, or they sum up who knows what. */
function countKeysOf(usage: JsonObject, { holder = '', model }: UsageHints): CountKeys | null {
  const bare = TOKENS.test(holder) || (USAGE.test(holder) && model !== null)
  const keys: { [name in CountClass]?: string } = {}
  for (const [key, value] of Object.entries(usage)) {
    const name = isNumber(value) ? countWord(key, bare) : null
    if (name === null) continue
    if (bare && !Number.isSafeInteger(Number(value))) return null
    const other = name === 'total' ? undefined : keys[name]
    // `total_tokens_in` beside `tokens_in` is the sum so far.
    if (other !== undefined && isSum(other) !== isSum(key)) {
      if (isSum(other)) keys[name] = key
      continue
    }
    if (keys[name] !== undefined && usage[keys[name]] !== value) return null
    keys[name] = key
  }
  if (keys.input === undefined || keys.output === undefined) return null
  return model === null && isSum(keys.input) ? null : keys
}

function isSum(key: string): boolean {
  return /total/i.test(key)
}

function isNumber(value: Json | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
}

function isAnthropic({ provider, model }: UsageHints): boolean {
  return provider === 'anthropic' || /claude/i.test(model ?? '')
}
