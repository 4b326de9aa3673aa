/** dist/pricing.json: pricing.yaml as the program reads it, every scalar text, so that start-up does not parse YAML. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parsePriceLayer } from '../dist/pricing/layer.js'

const { sha256, file } = await parsePriceLayer(
  readFileSync(new URL('../pricing.yaml', import.meta.url)),
  'pricing.yaml',
)
writeFileSync(new URL('../dist/pricing.json', import.meta.url), JSON.stringify({ sha256, file }))
