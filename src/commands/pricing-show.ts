import { EXIT, TokencostError } from '../errors.ts'
import { writeAll } from '../io.ts'
import type { MergedModel } from '../pricing/merge.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { nearModels } from '../pricing/near-models.ts'
import { instantOf, periodAt } from '../pricing/period.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { escaped } from '../render/escape.ts'
import { providerKey } from '../usage/provider.ts'
import type { CommandModule } from './command.ts'
import { shownPriceJson } from './price-json.ts'
import { priceLines } from './price-lines.ts'
import { addPriceOptions, dateText, loadPricing, type PriceOptions } from './prices.ts'

interface ShowOptions extends PriceOptions {
  readonly at?: string
  readonly provider?: string
  readonly json?: boolean
}

export const pricingShow: CommandModule = {
  define(command) {
    command
      .argument('<model>', 'a model as a log names it, or a key of the price file')
      .option('--at <date>', 'only the price in force then', dateText)
      .option('--provider <name>', 'who bills; otherwise who makes the model')
      .option('-j, --json', 'as JSON')
    addPriceOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run([model], opts, io) {
    const options = opts as unknown as ShowOptions
    const pricing = await loadPricing(options, io)
    const found = foundBy(pricing, model!, providerKey(options.provider ?? null))
    const { book, asOf } = pricing
    const [entry, at] = [book.model(found.key)!, options.at ?? null]
    if (options.json === true) {
      const periods = shownPeriods(entry, at, asOf)
      const ids = entry.match ?? [found.key.slice(found.key.indexOf('/') + 1)]
      const shown = { ...found, ids, except: entry.except, layers: layersOf(book, found.key), at: at ?? asOf, periods }
      await writeAll(io.stdout, shownPriceJson({ model: model!, ...shown }))
      return EXIT.done
    }
    const lines = [...headOf(book, found), '', ...periodsOf(entry, at, asOf)]
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

interface Found {
  readonly key: string
  readonly matched: string
  /** How the name leads there, then what else is to be said. */
  readonly notes: readonly string[]
}

/** The entry that the name leads to, and what is to be said about it. */
function foundBy(pricing: ModelPricing, model: string, provider: string | null): Found {
  const { book } = pricing
  const match = pricing.match(model, provider)
  if (match.found) {
    const { listing, matched, assumed, insteadOf } = match
    const notes = [
      ...(assumed ? ['no provider was named: the price of the maker, or the one that all resellers share'] : []),
      ...(insteadOf === null ? [] : [`${insteadOf} lists no price of its own`]),
    ]
    return { key: listing.key, matched, notes: [HOW[matched], ...notes] }
  }
  if (provider === null && book.model(model) !== null)
    return { key: model, matched: 'none', notes: ['this is a key, which no log with that name would find'] }
  const reason = match.free ? 'not listed; a free variant costs nothing' : match.reason
  throw new TokencostError('failed', `${model}: ${reason}`, { hint: nearModels(book, model) })
}

function headOf(book: PriceBook, { key, matched, notes }: Found): readonly string[] {
  const { match, except } = book.model(key)!
  const places = layersOf(book, key).map(({ name, place }) => (place === null ? name : `${name} (${place})`))
  return [
    key,
    `  matched  ${matched}: ${notes.join('; ')}`,
    `  ids      ${match?.join(', ') ?? 'that of the key'}`,
    ...(except.length === 0 ? [] : [`  except   ${except.join(', ')}`]),
    `  from     ${places.join(', then ')}`,
  ]
}

function layersOf(book: PriceBook, key: string) {
  const layers = book.layers.filter(({ file }) => Object.hasOwn(file.models, key))
  return layers.map(({ name, placeOf }) => ({ name, place: name === 'built-in' ? null : (placeOf?.(key) ?? null) }))
}

/** Every period, or the one in force `at`; prices are what they are on `asOf` where no date was asked for. */
function shownPeriods({ periods }: MergedModel, at: string | null, asOf: string | null) {
  const starts = periods.map(({ from }) => ({ start: from === undefined ? -Infinity : instantOf(from)! }))
  const date = at ?? asOf
  const current = date === null ? periods.length - 1 : periodAt(starts, instantOf(date)!)
  return [...periods.entries()]
    .filter(([index]) => at === null || index === current)
    .map(([index, period]) => ({ period, inForce: index === current }))
}

function periodsOf(entry: MergedModel, at: string | null, asOf: string | null): readonly string[] {
  const shown = shownPeriods(entry, at, asOf)
  const date = at ?? asOf
  if (shown.length === 0) return [`No price on ${at}: the first begins on ${entry.periods[0]?.from ?? 'no date'}`]
  return shown.flatMap(({ period, inForce }) => {
    const since = period.from === undefined ? 'Since ever' : `From ${period.from}`
    const when = inForce && date !== null ? `, in force on ${date}` : ''
    return [`${since}${when}; USD per million tokens`, ...priceLines(period)]
  })
}

const EXAMPLES = `
Examples:
  tokencost pricing show gpt-5.4                             all that is known of it
  tokencost pricing show claude-opus-4-6 --provider bedrock  as this provider sells it
  tokencost pricing show o3 --at 2025-05-01                  as prices were then
`
