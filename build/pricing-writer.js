/** pricing.yaml as text: one line for a model where it fits, short lists in brackets, the shortest decimals. */

const WIDTH = 140
const HEADER = `# What model providers charge, in US dollars per 1,000,000 tokens; fees in US dollars for one unit.
# Made by \`npm run pricing:update\` from @pydantic/genai-prices (MIT, see NOTICE) and pricing.overlay.yaml, which wins.
# Do not edit: correct pricing.overlay.yaml, or lay a file of your own over this one with --pricing.
`

/** `file` as PriceFile, all scalars text. */
export function pricingYaml(file, { source }) {
  const { as_of, providers, holidays, models } = file
  const lines = [
    `${HEADER}# Base: ${source}\n`,
    'version: 1',
    'currency: USD',
    'per: 1000000',
    `as_of: ${as_of}`,
    'default: none',
    '',
  ]
  lines.push('providers:')
  for (const [id, facts] of Object.entries(providers)) lines.push(`  ${text(id)}: ${flow(facts)}`)
  lines.push('', 'holidays:')
  for (const [zone, dates] of Object.entries(holidays)) lines.push(`  ${text(zone)}: ${flow(dates)}`)
  lines.push('', 'models:')
  let provider = null
  for (const key of Object.keys(models).sort()) {
    const [owner] = key.split('/')
    if (owner !== provider) lines.push('', `  # ---------- ${owner} ----------`)
    provider = owner
    lines.push(...modelLines(key, models[key]))
  }
  return `${lines.join('\n')}\n`
}

function modelLines(key, model) {
  const line = `  ${text(key)}: ${flow(model)}`
  if (line.length <= WIDTH) return [line]
  return [`  ${text(key)}:`, ...mapLines(model, '    ')]
}

function mapLines(map, indent) {
  return Object.entries(map).flatMap(([key, value]) => {
    const line = `${indent}${text(key)}: ${flow(value)}`
    if (typeof value === 'string' || line.length <= WIDTH) return [line]
    if (!Array.isArray(value)) return [`${indent}${text(key)}:`, ...mapLines(value, `${indent}  `)]
    return [`${indent}${text(key)}:`, ...value.map((item) => `${indent}  - ${flow(item)}`)]
  })
}

function flow(value) {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  const entries = Object.entries(value).map(([key, item]) => `${text(key)}: ${flow(item)}`)
  return `{ ${entries.join(', ')} }`
}

function text(value) {
  return /^[\w.][\w./@~+-]*$/.test(value) ? value : JSON.stringify(value)
}
