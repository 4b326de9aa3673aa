import { readFileSync } from 'node:fs'
import { type FullIndex, indexOf, type ListedId, type ListedPattern, type Listing } from './catalog-index.ts'
import { headIn } from './entry-text.ts'
import { type PriceLayer, parsePriceLayer } from './layer.ts'
import type { MergedModel } from './merge.ts'
import { PriceBook } from './price-book.ts'
import type { ModelChange, PriceFile } from './price-file.ts'
import { Shelf, shelfText } from './shelf.ts'
import { type IndexHead, shippedIndex } from './shipped-index.ts'

/** What the build made of pricing.yaml, so that start-up pays neither for YAML nor for models that no log names. */
interface BuiltCatalog {
  /** Of pricing.yaml. */
  readonly sha256: string
  /** All but the models. */
  readonly file: Omit<PriceFile, 'models'>
  readonly index: IndexHead
}

type Models = readonly (readonly [key: string, MergedModel])[]

const NAME = 'built-in'

/** The shipped prices. From a build they come as it wrote them; where there is none (run from source), from pricing.yaml. */
export async function loadBuiltIn(): Promise<PriceLayer> {
  try {
    return builtLayer(readFileSync(new URL('../pricing.json', import.meta.url), 'utf8'), () =>
      readFileSync(new URL('../pricing-others.json', import.meta.url), 'utf8'),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const bytes = readFileSync(new URL('../../pricing.yaml', import.meta.url))
    return { ...(await parsePriceLayer(bytes, 'pricing.yaml')), name: NAME }
  }
}

/** dist/pricing.json: the models that their providers make. dist/pricing-others.json: those that others host and resell. */
export function builtTexts(layer: PriceLayer): { readonly makers: string; readonly others: string } {
  const { models: _, ...file } = layer.file
  const index = indexOf([layer])
  const resellers = new Set(listingsIn(index).flatMap(({ maker, provider }) => (maker ? [] : (provider ?? []))))
  const head: BuiltCatalog = {
    sha256: layer.sha256,
    file,
    index: {
      providers: [...index.providers],
      shipped: [...index.shipped],
      fallback: [...index.fallback],
      resellers: [...resellers],
    },
  }
  const made = new Set(listingsIn(index).flatMap(({ maker, key }) => (maker ? key : [])))
  const book = new PriceBook([layer])
  const textOf = (head: unknown, isHere: (key: string) => boolean): string => {
    const held = <T extends ListedId | ListedPattern>(items: readonly T[]) =>
      items.filter(({ listing }) => isHere(listing.key))
    const ids = [...index.allIds].map(([id, items]) => [id, held(items)] as const)
    const models = Object.keys(layer.file.models).filter(isHere)
    return shelfText(
      head,
      ids.filter(([, items]) => items.length > 0),
      held(index.allPatterns),
      models.map((key) => [key, book.model(key)!]),
    )
  }
  const runs = runsOf(Object.keys(layer.file.models), (key) => made.has(key))
  return { makers: textOf(head, (key) => made.has(key)), others: textOf(runs, (key) => !made.has(key)) }
}

/** `others` is read when it is asked for: most logs are about models of their makers. */
export function builtLayer(text: string, others: () => string): PriceLayer {
  const { sha256, file, index } = headIn(text) as BuiltCatalog
  const makers = new Shelf(text, true)
  let otherShelf: Shelf | null = null
  const otherModels = () => {
    otherShelf ??= new Shelf(others(), false)
    return otherShelf
  }
  let models: PriceFile['models'] | null = null
  return {
    name: NAME,
    sha256,
    file: {
      ...file,
      get models() {
        models ??= Object.fromEntries(inRuns(makers.models(), otherModels()).map(changeTo))
        return models
      },
    },
    index: shippedIndex(index, makers, otherModels),
    model: (key) => makers.model(key) ?? otherModels().model(key),
  }
}

/** How many keys are made where they are listed, how many after them are not, and so on in turns. */
function runsOf(keys: readonly string[], isMade: (key: string) => boolean): readonly number[] {
  const runs = [0]
  for (const key of keys) {
    if (isMade(key) !== (runs.length % 2 === 1)) runs.push(0)
    runs.push(runs.pop()! + 1)
  }
  return runs
}

/** All models in the order of pricing.yaml: of two names that are as near to a mistyped one, the first is suggested. */
function inRuns(makers: Models, others: Shelf): Models {
  const shelves = [makers, others.models()]
  const next = [0, 0]
  return (others.head as readonly number[]).flatMap((length, run) => {
    const side = run % 2
    next[side]! += length
    return shelves[side]!.slice(next[side]! - length, next[side]!)
  })
}

function listingsIn({ allIds, allPatterns }: FullIndex): readonly Listing[] {
  return [...[...allIds.values()].flat(), ...allPatterns].map(({ listing }) => listing)
}

/** A model as a price file would have to say it. */
function changeTo([key, { match, except, periods }]: readonly [string, MergedModel]): readonly [string, ModelChange] {
  return [key, { ...(match && { match }), ...(except.length > 0 && { except }), history: periods }]
}
