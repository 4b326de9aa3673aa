import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseTextTree } from '../config/text-tree.ts'
import { systemReason, TokencostError } from '../errors.ts'
import type { CatalogIndex } from './catalog-index.ts'
import type { MergedModel } from './merge.ts'
import type { PriceFile } from './price-file.ts'
import { readPriceFile } from './read-price-file.ts'

/** One price file of those laid over each other; the later wins. */
export interface PriceLayer {
  /** 'built-in', or the path as given. */
  readonly name: string
  /** Of the file's bytes, so that a number can be made again. */
  readonly sha256: string
  readonly file: PriceFile
  /** What indexOf makes of this layer alone; absent where that was not made before. */
  readonly index?: CatalogIndex
  /** What mergeModel makes of this layer alone, without reading what it says about other models; absent likewise. */
  model?(key: string): MergedModel | null
  /** `pricing.yaml:12:5`: where the key of a model stands. Absent for files read as JSON. */
  placeOf?(key: string): string
}

/**
 * Reads a price file (YAML or JSON), called `name` in reports and messages. A mistake is `file:line:column: …`, exit 2. `at` is where a
 * configuration names it.
 */
export async function readPriceLayer(path: string, name = path, at?: string): Promise<PriceLayer> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    const message = `cannot read the price file ${name}: ${systemReason(error)}`
    throw new TokencostError('usage', at === undefined ? message : `${at}: ${message}`, { cause: error })
  }
  return await parsePriceLayer(bytes, name)
}

/** The same from text that is already there; `name` is what messages and reports call it. */
export async function parsePriceLayer(source: string | Uint8Array, name: string): Promise<PriceLayer> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source
  const tree = await parseTextTree(new TextDecoder().decode(bytes), name)
  return {
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    file: readPriceFile(tree),
    placeOf: (key) => tree.place(['models', key], 'key'),
  }
}
