import { nearestOf } from '../config/nearest.ts'
import { EXIT } from '../errors.ts'
import { writeAll } from '../io.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { patternOf } from '../pricing/pattern.ts'
import { instantOf, periodAt } from '../pricing/period.ts'
import type { Prices } from '../pricing/rates.ts'
import { escaped, visible } from '../render/escape.ts'
import { gridLines } from '../render/grid.ts'
import { jsonText } from '../render/json-writer.ts'
import { widthOf } from '../render/width.ts'
import type { CommandModule } from './command.ts'
import { addPriceOptions, dateText, loadPricing, type PriceOptions } from './prices.ts'

interface ListOptions extends PriceOptions {
  readonly at?: string
  readonly json?: boolean
}

interface ListedPrice {
  readonly key: string
  /** Of the highest file that names the model. */
  readonly layer: string
  /** Start of the period in force, as written. */
  readonly from: string | null
  readonly prices: Prices
}

const COLUMNS = ['input', 'output', 'cache_read', 'cache_write'] as const

export const pricingList: CommandModule = {
  define(command) {
    command
      .argument('[pattern]', 'a part of the key, or a glob for the key or the id: "openai/*"')
      .option('--at <date>', 'the prices in force then; otherwise on the date of the catalog', dateText)
      .option('-j, --json', 'as JSON')
    addPriceOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run([pattern], opts, io) {
    const options = opts as unknown as ListOptions
    const pricing = await loadPricing(options, io)
    const at = options.at ?? pricing.asOf
    const listed = listedPrices(pricing, pattern ?? '', at)
    if (options.json === true) await writeAll(io.stdout, jsonOf(listed, at))
    else if (listed.length > 0) await writeAll(io.stdout, tableOf(listed, at))
    else io.stderr.write(noneText(pricing, pattern ?? ''))
    return EXIT.done
  },
}

function listedPrices({ book }: ModelPricing, pattern: string, at: string | null): readonly ListedPrice[] {
  const wanted = patternOf(/[*#]/.test(pattern) ? pattern : `*${pattern}*`)
  return book
    .modelKeys()
    .filter((key) => [key, key.slice(key.indexOf('/') + 1)].some((name) => wanted.matches(name.toLowerCase())))
    .flatMap((key) => {
      const blocks = book.blocksOf(key)
      const block = at === null ? blocks.at(-1) : blocks[periodAt(blocks, instantOf(at)!)]
      if (block === undefined) return []
      return [{ key, layer: book.layerOf(key)!.name, from: block.from, prices: block.prices }]
    })
}

function tableOf(listed: readonly ListedPrice[], at: string | null): string {
  const rows = [
    ['Model', 'Input', 'Output', 'Cache read', 'Cache write', 'From'],
    ...listed.map(({ key, prices, layer }) => [
      visible(key),
      ...COLUMNS.map((name) => prices[name]?.toString() ?? ''),
      visible(layer),
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))))
  const lines = gridLines(rows, widths, ['left', 'right', 'right', 'right', 'right', 'left'])
  const note = `USD per million tokens${at === null ? '' : `, in force on ${at}`}; tokencost pricing show MODEL says more`
  return `${[...lines, '', note].join('\n')}\n`
}

function jsonOf(listed: readonly ListedPrice[], at: string | null): string {
  const models = listed.map(({ key, layer, from, prices }) => ({ key, layer, from, rates_per_mtok: { ...prices } }))
  return `${jsonText({ currency: 'USD', at, models }, 2)}\n`
}

function noneText({ book }: ModelPricing, pattern: string): string {
  const near = nearestOf(pattern, book.modelKeys(), 5)
  return `no model matches ${escaped(pattern)}${near.length === 0 ? '' : `; near it are ${near.map(visible).join(', ')}`}\n`
}

const EXAMPLES = `
Examples:
  tokencost pricing list gpt-5               every model whose key holds gpt-5
  tokencost pricing list "anthropic/*"       a provider's models
  tokencost pricing list o3 --at 2025-05-01  as prices were then
`
