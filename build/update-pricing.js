/**
 * `npm run pricing:update`: pricing.yaml made anew from @pydantic/genai-prices as installed and pricing.overlay.yaml.
 * Prints what changed, and makes dist/pricing.json anew too. Nothing is written when the result does not pass its checks;
 * `--check` never writes and exits 1 when pricing.yaml is not what would be written; `--as-of DATE` sets the date (else it
 * stays, today if prices changed).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { findingsOf } from '../dist/pricing/findings.js'
import { parsePriceLayer } from '../dist/pricing/layer.js'
import { mergeModel } from '../dist/pricing/merge.js'
import { hasTokenPrice } from '../dist/pricing/price-file.js'
import { genaiModels } from './genai-prices.js'
import { priceDiff } from './pricing-diff.js'
import { pricingYaml } from './pricing-writer.js'

const root = new URL('../', import.meta.url)
const target = new URL('pricing.yaml', root)

const version = JSON.parse(read('node_modules/@pydantic/genai-prices/package.json')).version
const overlay = await layer('pricing.overlay.yaml')
const before = await layer('pricing.yaml')
const base = await genaiModels()
const models = merged(base, overlay.models)
const diff = priceDiff(before.models, models)
const asOf = option('--as-of') ?? (diff.length > 0 ? new Date().toISOString().slice(0, 10) : before.as_of)
const file = { as_of: asOf, providers: overlay.providers, holidays: overlay.holidays, models }
const text = pricingYaml(file, { source: `@pydantic/genai-prices ${version}` })

const reread = (await parsePriceLayer(text, 'pricing.yaml')).file
const remarks = findingsOf(models, asOf)
const problems = remarks.filter((remark) => !remark.endsWith('announced, not in force'))
for (const key of Object.keys(models))
  if (!isDeepStrictEqual(reread.models[key], models[key])) problems.push(`${key}: reads back as something else`)

for (const [key, change] of Object.entries(overlay.models)) {
  const [was, is] = [base[key], models[key]]
  if (was === undefined && change !== null && !hasTokenPrice(change) && !change.history && !change.fees)
    problems.push(`${key}: the overlay corrects a model that genai-prices does not have`)
  if (was !== undefined && isDeepStrictEqual(plain(key, mergeModel(null, was, null)), is))
    print(`redundant: genai-prices says the same of ${key} as the overlay`)
}

for (const line of diff) print(line)
print(`${Object.keys(models).length} models, ${diff.filter((line) => !line.startsWith(' ')).length} changed`)
if (problems.length > 0) {
  for (const problem of problems) print(`refused: ${problem}`)
  process.exitCode = 1
} else if (process.argv.includes('--check')) process.exitCode = text === read('pricing.yaml') ? 0 : 1
else {
  writeFileSync(target, text)
  await import('./pricing-json.js')
}

/** The base with the overlay over it, each model in its plainest form. */
function merged(base, changes) {
  const result = {}
  for (const key of new Set([...Object.keys(base), ...Object.keys(changes)])) {
    const change = changes[key]
    if (change === null) continue
    const under = base[key] === undefined ? null : mergeModel(null, base[key], null)
    const model = change === undefined ? under : mergeModel(under, change, null)
    result[key] = plain(key, model)
  }
  return result
}

function plain(key, { match, except, periods }) {
  const [first] = periods
  const id = key.slice(key.indexOf('/') + 1)
  return {
    ...(match !== null && !(match.length === 1 && match[0] === id) && { match }),
    ...(except.length > 0 && { except }),
    ...(periods.length === 1 && first.from === undefined ? first : { history: periods }),
  }
}

async function layer(name) {
  return (await parsePriceLayer(read(name), name)).file
}

function read(path) {
  return readFileSync(new URL(path, root), 'utf8')
}

function option(name) {
  const index = process.argv.indexOf(name)
  return index < 0 ? undefined : process.argv[index + 1]
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
