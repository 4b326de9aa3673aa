import type { Mode, PriceBlock, PricePeriod, Rates, Schedule, Tier } from '../pricing/price-file.ts'
import { PRICE_NAMES } from '../pricing/price-file.ts'

/** A name and what stands beside it; `depth` says below what. */
interface Line {
  readonly depth: number
  readonly label: string
  readonly value: string
}

const INDENT = '  '

/** Everything that a price period says, one line each, values below each other. */
export function priceLines(period: PricePeriod): readonly string[] {
  const lines = blockLines(period)
  const width = Math.max(...lines.map(({ depth, label }) => depth * INDENT.length + label.length))
  return lines.map(({ depth, label, value }) =>
    `${INDENT}${(INDENT.repeat(depth) + label).padEnd(width)}${INDENT}${value}`.trimEnd(),
  )
}

function blockLines(block: PriceBlock): readonly Line[] {
  return [
    ...rateLines(block, 0),
    ...tierLines(block.long_context, 0),
    ...stated(block.modes).flatMap(([name, mode]) => modeLines(name, mode)),
    ...stated(block.regions).map(([name, factor]) => ({ depth: 0, label: `region ${name}`, value: `× ${factor}` })),
    ...(block.schedule ?? []).flatMap(scheduleLines),
    ...stated(block.fees).map(([name, price]) => ({ depth: 0, label: `fee ${name}`, value: `${price} each` })),
  ]
}

function rateLines(rates: Rates, depth: number): readonly Line[] {
  return PRICE_NAMES.flatMap((name) => {
    const price = rates[name]
    return price === undefined || price === null ? [] : [{ depth, label: name, value: price }]
  })
}

function tierLines(tiers: readonly Tier[] | null | undefined, depth: number): readonly Line[] {
  return (tiers ?? []).flatMap((tier) => {
    const { over, from } = tier
    const label = over === undefined ? `prompts of ${from} tokens or more` : `prompts over ${over} tokens`
    return [{ depth, label, value: '' }, ...rateLines(tier, depth + 1)]
  })
}

function modeLines(name: string, mode: Mode): readonly Line[] {
  const label = `mode ${name}`
  if (typeof mode === 'string') return [{ depth: 0, label, value: `× ${mode}` }]
  if ('multiply' in mode) {
    const kept = mode.keep.length === 0 ? '' : `, but not ${mode.keep.join(', ')}`
    return [{ depth: 0, label, value: `× ${mode.multiply}${kept}` }]
  }
  return [{ depth: 0, label, value: '' }, ...rateLines(mode, 1), ...tierLines(mode.long_context, 1)]
}

function scheduleLines(schedule: Schedule): readonly Line[] {
  const { utc, days, calendar, multiply } = schedule
  const when = [
    `${utc.join(', ')} UTC`,
    ...(days === undefined ? [] : [days.join(' ')]),
    ...(calendar ? [calendar] : []),
  ]
  const value = multiply === undefined ? '' : `× ${multiply}`
  return [{ depth: 0, label: `at ${when.join('; ')}`, value }, ...rateLines(schedule, 1)]
}

function stated<T>(map: Readonly<Record<string, T | null>> | null | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).filter((entry): entry is [string, T] => entry[1] !== null)
}
