export type CountClass = 'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning' | 'total'

const TOKENS = ['token', 'tokens', 'tok', 'toks']
/** Words that say nothing more. Any other word (max, limit, budget, estimated, price …) makes it no number of used tokens. */
const FILLERS = ['num', 'n', 'nb', 'number', 'of', 'count', 'counts', 'llm', 'ai', 'model', 'usage', 'used']
const CLASSES: { readonly [word: string]: CountClass } = {
  ...{ in: 'input', input: 'input', inputs: 'input', prompt: 'input', sent: 'input' },
  ...{ out: 'output', output: 'output', outputs: 'output', completion: 'output', completions: 'output' },
  ...{ generated: 'output', received: 'output' },
  ...{ reasoning: 'reasoning', thinking: 'reasoning', thought: 'reasoning', thoughts: 'reasoning' },
  ...{ cache: 'cacheRead', cached: 'cacheRead' },
}
const CACHE_READ = ['read', 'reads', 'hit', 'hits', 'input', 'prompt']
const CACHE_WRITE = ['write', 'writes', 'creation', 'written', 'created']

const MOST_KNOWN = 4_096
const known = new Map<string, CountClass | null>()

/** Which tokens a key counts, by its words; null where it counts none. `bare` = it need not say "tokens". */
export function countWord(key: string, bare: boolean): CountClass | null {
  if (!bare && !/tok/i.test(key)) return null
  const memo = bare ? `bare ${key}` : key
  let found = known.get(memo)
  if (found === undefined) {
    found = classOf(wordsOf(key), bare)
    if (known.size < MOST_KNOWN) known.set(memo, found)
  }
  return found
}

function classOf(words: readonly string[], bare: boolean): CountClass | null {
  const kinds = words.filter((word) => !TOKENS.includes(word) && !FILLERS.includes(word))
  if (words.length === kinds.length && !bare) return null
  const sums = kinds.filter((word) => word !== 'total')
  const [first, ...others] = sums
  if (first === undefined) return kinds.length === 1 ? 'total' : null
  if (first === 'cache' || first === 'cached') {
    if (others.length === 0 || others.every((word) => CACHE_READ.includes(word))) return 'cacheRead'
    return others.every((word) => word === 'input' || CACHE_WRITE.includes(word)) ? 'cacheWrite' : null
  }
  return others.length === 0 && Object.hasOwn(CLASSES, first) ? CLASSES[first]! : null
}

/** `inTokens`, `in_tokens`, `llm.in-tokens` → in, tokens. */
function wordsOf(key: string): readonly string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
