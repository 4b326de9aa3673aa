/** dist/pricing.json, dist/pricing-index.json: pricing.yaml as the program reads it, so that start-up does not parse YAML. */
import { readFileSync, writeFileSync } from 'node:fs'
import { builtTexts } from '../dist/pricing/catalog.js'
import { parsePriceLayer } from '../dist/pricing/layer.js'

const root = new URL('../', import.meta.url)
const { catalog, index } = builtTexts(
  await parsePriceLayer(readFileSync(new URL('pricing.yaml', root)), 'pricing.yaml'),
)
writeFileSync(new URL('dist/pricing.json', root), catalog)
writeFileSync(new URL('dist/pricing-index.json', root), index)
