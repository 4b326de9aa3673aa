/**
 * Names of providers. A provider is who bills a call: the price of one model differs between providers, so the name that
 * a log gives is brought to one spelling before it is compared with the price file.
 */

/** One provider per row: the canonical key, then its other spellings. Compared without case, with `-` for `.`, `_` and spaces. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['openai', 'open-ai', 'chatgpt', 'codex', 'openai-chat', 'openai-responses'],
  ['anthropic', 'claude', 'anthropic-claude', 'claude-ai'],
  [
    'google',
    'gemini',
    'gcp-gemini',
    'gcp-gen-ai',
    'vertex-ai',
    'gcp-vertex-ai',
    'google-vertex',
    'vertex',
    'google-ai',
  ].concat([
    'gcp-vertex-agent',
    'google-ai-studio',
    'google-generative-ai',
    'google-genai',
    'google-gla',
    'google-vertexai',
    'vertexai',
  ]),
  ['aws', 'bedrock', 'aws-bedrock', 'amazon-bedrock', 'amazon', 'bedrock-converse'],
  [
    'azure',
    'az-ai-openai',
    'azure-ai-openai',
    'azure-openai',
    'azureopenai',
    'az-ai-inference',
    'azure-ai-inference',
    'azure-ai',
  ],
  ['x-ai', 'xai', 'grok'],
  ['mistral', 'mistral-ai', 'mistralai'],
  ['deepseek', 'deep-seek'],
  ['cohere', 'cohere-ai', 'cohere-chat'],
  ['groq', 'groqcloud'],
  ['together', 'together-ai', 'togetherai'],
  ['fireworks', 'fireworks-ai', 'fireworksai'],
  ['perplexity', 'perplexity-ai', 'pplx'],
  ['openrouter', 'open-router'],
  ['ollama', 'ollama-chat', 'ollama-cloud'],
  ['lmstudio', 'lm-studio'],
  ['github-copilot', 'copilot', 'githubcopilot', 'github'],
  ['moonshotai', 'moonshot', 'moonshot-ai', 'kimi'],
  ['minimax', 'minimax-ai', 'minimaxi'],
  ['zai', 'z-ai'],
  ['zhipuai', 'zhipu', 'bigmodel'],
  ['voyageai', 'voyage', 'voyage-ai'],
  ['cerebras', 'cerebras-ai'],
  ['cloudflare', 'workers-ai', 'cloudflare-workers-ai'],
  ['arcee', 'arcee-ai'],
  ['baseten', 'base-ten'],
  ['novita', 'novita-ai'],
  ['ovhcloud', 'ovh'],
  ['cursor'],
  ['avian'],
  ['modal'],
]

/** Gateways pass calls on to whoever the model id names, frameworks make them: as a provider these names say nothing. */
const NO_PROVIDERS: ReadonlySet<string> = new Set([
  'litellm',
  'litellm-proxy',
  'portkey',
  'helicone',
  'gateway',
  'langchain',
  'llamaindex',
  'llama-index',
  'crewai',
  'autogen',
  'semantic-kernel',
  'microsoft-agent-framework',
  'pydantic-ai',
  'unknown',
  'custom',
  'none',
  'null',
])

const CANONICAL: ReadonlyMap<string, string> = new Map(
  SPELLINGS.flatMap(([key, ...others]) => [key!, ...others].map((spelling) => [spelling, key!] as const)),
)

/**
 * The canonical key of a provider as a log names it: `aws` for "AWS Bedrock", `google` for "gcp.vertex_ai". SDK suffixes
 * are dropped ("openai.responses" → openai). A name that we do not know is kept, lower-case, with hyphens; null where the
 * log names none or names only a gateway.
 */
export function providerKey(text: string | null): string | null {
  const name = spelled(text ?? '')
  if (name === '' || NO_PROVIDERS.has(name)) return null
  return knownProviderKey(name) ?? name
}

/** As providerKey, but null for a name that is not in our list: for text that may be something else. */
export function knownProviderKey(text: string | null): string | null {
  const name = spelled(text ?? '')
  return CANONICAL.get(name) ?? CANONICAL.get(name.replace(SDK_SUFFIX, '')) ?? null
}

/** True for a name that stands before a model id without saying who bills it: `litellm_proxy/gpt-4o`. */
export function isGateway(text: string): boolean {
  return NO_PROVIDERS.has(spelled(text))
}

/** The provider whose API a URL belongs to, or null. */
export function providerOfUrl(url: string): string | null {
  const host = /^(?:[a-z]+:\/\/)?([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? ''
  return HOSTS.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`))?.[1] ?? bedrockOf(host)
}

const SDK_SUFFIX =
  /-(?:chat|responses|messages|completion|completions|embedding|embeddings|image|v\d+|chat-completions)$/

const HOSTS: readonly (readonly [suffix: string, provider: string])[] = [
  ['api.openai.com', 'openai'],
  ['openai.azure.com', 'azure'],
  ['azure-api.net', 'azure'],
  ['cognitiveservices.azure.com', 'azure'],
  ['services.ai.azure.com', 'azure'],
  ['api.anthropic.com', 'anthropic'],
  ['googleapis.com', 'google'],
  ['api.x.ai', 'x-ai'],
  ['api.mistral.ai', 'mistral'],
  ['api.deepseek.com', 'deepseek'],
  ['api.cohere.ai', 'cohere'],
  ['api.cohere.com', 'cohere'],
  ['api.groq.com', 'groq'],
  ['api.together.xyz', 'together'],
  ['api.fireworks.ai', 'fireworks'],
  ['api.perplexity.ai', 'perplexity'],
  ['openrouter.ai', 'openrouter'],
  ['api.githubcopilot.com', 'github-copilot'],
  ['api.cerebras.ai', 'cerebras'],
  ['api.z.ai', 'zai'],
  ['open.bigmodel.cn', 'zhipuai'],
  ['api.moonshot.ai', 'moonshotai'],
  ['api.moonshot.cn', 'moonshotai'],
  ['api.minimax.io', 'minimax'],
]

function bedrockOf(host: string): string | null {
  return /^bedrock-runtime\.[a-z0-9-]+\.amazonaws\.com$/.test(host) ? 'aws' : null
}

function spelled(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s._]+/g, '-')
}
