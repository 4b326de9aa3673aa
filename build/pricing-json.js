/** dist/pricing.json, dist/pricing-others.json: pricing.yaml as the program reads it, so that start-up does not parse YAML. */
import { readFileSync, writeFileSync } from 'node:fs'
import { builtTexts } from '../dist/pricing/catalog.js'
import { parsePriceLayer } from '../dist/pricing/layer.js'

const root = new URL('../', import.meta.url)
const { makers, others } = builtTexts(
  await parsePriceLayer(readFileSync(new URL('pricing.yaml', root)), 'pricing.yaml'),
)
writeFileSync(new URL('dist/pricing.json', root), makers)
writeFileSync(new URL('dist/pricing-others.json', root), others)
