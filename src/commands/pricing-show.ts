import { nearestOf } from '../config/nearest.ts'
import { EXIT, TokencostError } from '../errors.ts'
import { writeAll } from '../io.ts'
import type { MergedModel } from '../pricing/merge.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { instantOf, periodAt } from '../pricing/period.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { escaped } from '../render/escape.ts'
import { providerKey } from '../usage/provider.ts'
import type { CommandModule } from './command.ts'
import { priceLines } from './price-lines.ts'
import { addPriceOptions, dateText, loadPricing, type PriceOptions } from './prices.ts'

interface ShowOptions extends PriceOptions {
  readonly at?: string
  readonly provider?: string
}

export const pricingShow: CommandModule = {
  define(command) {
    command
      .argument('<model>', 'a model as a log names it, or a key of the price file')
      .option('--at <date>', 'only the price in force then', dateText)
      .option('--provider <name>', 'who bills; otherwise who makes the model')
    addPriceOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run([model], opts, io) {
    const options = opts as unknown as ShowOptions
    const pricing = await loadPricing(options, io)
    const found = foundBy(pricing, model!, providerKey(options.provider ?? null))
    const lines = [...found.lines, '', ...periodsOf(pricing.book.model(found.key)!, options.at ?? null, pricing.asOf)]
    await writeAll(io.stdout, lines.map((line) => `${escaped(line)}\n`).join(''))
    return EXIT.done
  },
}

const HOW = {
  exact: 'the id as it stands in the price file',
  normalized: 'the id in another spelling',
  dated: 'the id without its date: a guess, since no entry lists the date',
  pattern: 'a pattern of the entry',
} as const

/** The entry that the name leads to, and what is to be said about it. */
function foundBy(pricing: ModelPricing, model: string, provider: string | null) {
  const { book } = pricing
  const match = pricing.match(model, provider)
  if (match.found) {
    const { listing, matched, assumed, insteadOf } = match
    const notes = [
      ...(assumed ? ['no provider was named: the price of the maker, or the one that all resellers share'] : []),
      ...(insteadOf === null ? [] : [`${insteadOf} lists no price of its own`]),
    ]
    return { key: listing.key, lines: headOf(book, listing.key, [`${matched}: ${HOW[matched]}`, ...notes]) }
  }
  if (provider === null && book.model(model) !== null)
    return { key: model, lines: headOf(book, model, ['none: this is a key, which no log with that name would find']) }
  const reason = match.free ? 'not listed; a free variant costs nothing' : match.reason
  const near = nearestOf(model, book.modelKeys(), 5)
  throw new TokencostError('failed', `${model}: ${reason}`, {
    ...(near.length > 0 && { hint: `Near it are: ${near.map(escaped).join(', ')}` }),
  })
}

function headOf(book: PriceBook, key: string, how: readonly string[]): readonly string[] {
  const { match, except } = book.model(key)!
  const layers = book.layers.filter(({ file }) => Object.hasOwn(file.models, key))
  const places = layers.map((layer) =>
    layer.name === 'built-in' || layer.placeOf === undefined ? layer.name : `${layer.name} (${layer.placeOf(key)})`,
  )
  return [
    key,
    `  matched  ${how.join('; ')}`,
    `  ids      ${match?.join(', ') ?? 'that of the key'}`,
    ...(except.length === 0 ? [] : [`  except   ${except.join(', ')}`]),
    `  from     ${places.join(', then ')}`,
  ]
}

/** Every period, or the one in force `at`; prices are what they are on `asOf` where no date was asked for. */
function periodsOf({ periods }: MergedModel, at: string | null, asOf: string | null): readonly string[] {
  const starts = periods.map(({ from }) => ({ start: from === undefined ? -Infinity : instantOf(from)! }))
  const date = at ?? asOf
  const current = date === null ? periods.length - 1 : periodAt(starts, instantOf(date)!)
  const shown = [...periods.entries()].filter(([index]) => at === null || index === current)
  if (shown.length === 0) return [`No price on ${at}: the first begins on ${periods[0]?.from ?? 'no date'}`]
  return shown.flatMap(([index, period]) => {
    const since = period.from === undefined ? 'Since ever' : `From ${period.from}`
    const inForce = index === current && date !== null ? `, in force on ${date}` : ''
    return [`${since}${inForce}; USD per million tokens`, ...priceLines(period)]
  })
}

const EXAMPLES = `
Examples:
  tokencost pricing show gpt-5.4
  tokencost pricing show claude-opus-4-6 --provider bedrock
  tokencost pricing show o3 --at 2025-05-01
`
