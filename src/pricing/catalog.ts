import { readFileSync } from 'node:fs'
import { indexOf } from './catalog-index.ts'
import { entriesIn, entryIn, entryText, headIn } from './entry-text.ts'
import { type PriceLayer, parsePriceLayer } from './layer.ts'
import type { ModelChange, PriceFile } from './price-file.ts'
import { indexFrom, writtenIndex } from './shipped-index.ts'

/** What the build made of pricing.yaml, so that start-up pays neither for YAML nor for models that no log names. */
interface BuiltCatalog {
  /** Of pricing.yaml. */
  readonly sha256: string
  /** All but the models. */
  readonly file: Omit<PriceFile, 'models'>
}

const NAME = 'built-in'

/** The shipped prices. From a build they come as it wrote them; where there is none (run from source), from pricing.yaml. */
export async function loadBuiltIn(): Promise<PriceLayer> {
  try {
    return builtLayer(
      readFileSync(new URL('../pricing.json', import.meta.url)),
      readFileSync(new URL('../pricing-index.json', import.meta.url)),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const bytes = readFileSync(new URL('../../pricing.yaml', import.meta.url))
    return { ...(await parsePriceLayer(bytes, 'pricing.yaml')), name: NAME }
  }
}

/** dist/pricing.json and dist/pricing-index.json. */
export function builtTexts({ sha256, file }: PriceLayer): { readonly catalog: string; readonly index: string } {
  const { models, ...rest } = file
  const head: BuiltCatalog = { sha256, file: rest }
  return {
    catalog: entryText(head, Object.entries(models)),
    index: writtenIndex(indexOf([{ name: NAME, sha256, file }])),
  }
}

export function builtLayer(catalog: Buffer, index: Buffer): PriceLayer {
  const { sha256, file } = headIn(catalog) as BuiltCatalog
  let models: PriceFile['models'] | null = null
  return {
    name: NAME,
    sha256,
    file: {
      ...file,
      get models() {
        models ??= entriesIn(catalog) as PriceFile['models']
        return models
      },
    },
    index: indexFrom(index),
    changeOf: (key) => entryIn(catalog, key) as ModelChange | null | undefined,
  }
}
