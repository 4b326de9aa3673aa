import { didYouMean } from '../config/nearest.ts'
import { TokencostError } from '../errors.ts'
import { type Block, blockOf } from './block.ts'
import { type CatalogIndex, indexOf } from './catalog-index.ts'
import type { PriceLayer } from './layer.ts'
import { type MergedModel, mergeModel } from './merge.ts'
import { instantOf } from './period.ts'
import type { ModelChange, Rates } from './price-file.ts'

/** The layers as one: what each model costs after all files have spoken. Models are merged when they are first asked for. */
export class PriceBook {
  readonly layers: readonly PriceLayer[]
  readonly index: CatalogIndex
  /** The date for which the prices were checked, as written; the highest layer that says one decides. */
  readonly asOf: string | null
  /** For models that no entry matches, if asked for. */
  readonly defaultRates: Rates | null
  private readonly holidays: Readonly<Record<string, readonly string[]>>
  private asOfInstant: number | null = null
  private readonly merged = new Map<string, MergedModel | null>()

  /** Lowest first. Throws a TokencostError for a `like` that leads nowhere. */
  constructor(layers: readonly PriceLayer[]) {
    this.layers = adoptBareKeys(layers)
    this.index = (this.layers.length === 1 ? this.layers[0]!.index : undefined) ?? indexOf(this.layers)
    this.asOf = lastOf(this.layers, (layer) => layer.file.as_of) ?? null
    this.defaultRates = lastOf(this.layers, (layer) => layer.file.default) ?? null
    this.holidays = Object.assign({}, ...this.layers.map((layer) => layer.file.holidays))
    for (const layer of this.layers.slice(1)) this.checkLoans(layer)
  }

  /** Read when it is asked for: few calls have no time of their own. */
  get asOfTime(): number | null {
    if (this.asOf !== null) this.asOfInstant ??= instantOf(this.asOf)
    return this.asOfInstant
  }

  /** A model by its key, 'openai/gpt-4o'; null when no layer has it. */
  model(key: string): MergedModel | null {
    const known = this.merged.get(key)
    if (known !== undefined) return known
    this.merged.set(key, null)
    const model = this.merge(key)
    this.merged.set(key, model)
    return model
  }

  blocksOf(key: string): readonly Block[] {
    return (this.model(key)?.periods ?? []).map((period) => blockOf(period, this.holidays))
  }

  defaultBlock(): Block | null {
    return this.defaultRates === null ? null : blockOf(this.defaultRates, this.holidays)
  }

  /** True when two models cost the same in everything. */
  samePrice(a: string, b: string): boolean {
    return JSON.stringify(this.model(a)?.periods) === JSON.stringify(this.model(b)?.periods)
  }

  /** The models that have a price, by their keys, sorted. */
  modelKeys(): readonly string[] {
    return [...new Set(this.keys())].filter((key) => (this.model(key)?.periods.length ?? 0) > 0).sort()
  }

  /** The highest layer that names the model. */
  layerOf(key: string): PriceLayer | null {
    return this.layers.findLast(({ file }) => Object.hasOwn(file.models, key)) ?? null
  }

  private merge(key: string): MergedModel | null {
    const [lowest, ...others] = this.layers
    let model = lowest?.model?.(key) ?? null
    for (const layer of lowest?.model === undefined ? this.layers : others) {
      if (!Object.hasOwn(layer.file.models, key)) continue
      const change = layer.file.models[key]!
      model = change === null ? null : mergeModel(model, change, this.borrowed(key, change, layer))
    }
    return model
  }

  private borrowed(key: string, change: ModelChange, layer: PriceLayer): MergedModel | null {
    if (change.like === undefined || change.like === null) return null
    const model = this.model(change.like)
    if (model !== null) return model
    const where = layer.placeOf?.(key) ?? layer.name
    const exists = this.layers.some(({ file }) => Object.hasOwn(file.models, change.like!))
    const message = exists
      ? `"like: ${change.like}" leads back to itself or to a deleted model`
      : `"like: ${change.like}": there is no such model${didYouMean(change.like, this.keys())}`
    throw new TokencostError('usage', `${where}: ${message}`)
  }

  private checkLoans(layer: PriceLayer): void {
    for (const [key, change] of Object.entries(layer.file.models)) if (change?.like) this.model(key)
  }

  private *keys(): Iterable<string> {
    for (const { file } of this.layers) yield* Object.keys(file.models)
  }
}

/**
 * A key without a provider, as in the original design's custom_pricing, means the model of that exact name where a lower
 * layer has one, and is a model of its own otherwise.
 */
function adoptBareKeys(layers: readonly PriceLayer[]): readonly PriceLayer[] {
  const adopted = layers.slice(0, 1)
  for (const layer of layers.slice(1)) {
    const bare = Object.keys(layer.file.models).some((key) => !key.includes('/'))
    adopted.push(bare ? adopt(layer, indexOf(adopted)) : layer)
  }
  return adopted
}

function adopt(layer: PriceLayer, below: CatalogIndex): PriceLayer {
  const written = new Map<string, string>()
  const models = Object.entries(layer.file.models).map(([key, change]) => {
    const listing = key.includes('/')
      ? undefined
      : below.everywhere.ids(key.toLowerCase()).find(({ id, listing }) => id === key && (listing.maker || listing.own))
          ?.listing
    const adopted = listing?.key ?? key
    written.set(adopted, key)
    return [adopted, change] as const
  })
  const { placeOf } = layer
  return {
    ...layer,
    file: { ...layer.file, models: Object.fromEntries(models) },
    ...(placeOf && { placeOf: (key: string) => placeOf(written.get(key) ?? key) }),
  }
}

/** What the highest layer says that says something. */
function lastOf<T>(layers: readonly PriceLayer[], what: (layer: PriceLayer) => T | undefined): T | undefined {
  return layers.map(what).findLast((value) => value !== undefined)
}
