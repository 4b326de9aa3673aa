import { readFile } from 'node:fs/promises'
import type { PriceLayer } from './layer.ts'
import { parsePriceLayer } from './layer.ts'
import type { PriceFile } from './price-file.ts'

/** dist/pricing.json: what the build made of pricing.yaml, so that start-up does not pay for YAML. */
interface BuiltCatalog {
  /** Of pricing.yaml. */
  readonly sha256: string
  readonly file: PriceFile
}

/** The shipped prices. From a build they come as JSON; where there is none (run from source), from pricing.yaml itself. */
export async function loadBuiltIn(): Promise<PriceLayer> {
  try {
    const text = await readFile(new URL('../pricing.json', import.meta.url), 'utf8')
    return { name: 'built-in', ...(JSON.parse(text) as BuiltCatalog) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const bytes = await readFile(new URL('../../pricing.yaml', import.meta.url))
    return { ...(await parsePriceLayer(bytes, 'pricing.yaml')), name: 'built-in' }
  }
}
