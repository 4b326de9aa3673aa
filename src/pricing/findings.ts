import { Decimal } from './decimal.ts'
import { instantOf } from './period.ts'
import type { Mode, ModelChange, PriceBlock, Rates } from './price-file.ts'

/**
 * What is legal in a price file but probably a mistake, or good to know, one line each: a cache read dearer than input,
 * output without input, a price for one token, a period that begins after `today`. [] when all is well.
 */
export function findingsOf(models: Readonly<Record<string, ModelChange | null>>, today: string): readonly string[] {
  return Object.entries(models).flatMap(([key, model]) =>
    model === null ? [] : modelFindings(model, today).map((finding) => `${key}: ${finding}`),
  )
}

function modelFindings(model: ModelChange, today: string): readonly string[] {
  const { history, from } = model
  const periods = history ?? (from === undefined ? [] : [{ from }])
  const announced = periods.flatMap((period) =>
    period.from !== undefined && instantOf(period.from)! > instantOf(today)!
      ? [`from ${period.from}: announced, not in force`]
      : [],
  )
  return [...new Set([...(history ?? [model]).flatMap(blockFindings), ...announced])]
}

function blockFindings(block: PriceBlock): readonly string[] {
  const modes = Object.values(block.modes ?? {}).filter(
    (mode): mode is Mode & Rates => typeof mode === 'object' && mode !== null,
  )
  return [block, ...(block.long_context ?? []), ...modes].flatMap(rateFindings)
}

function rateFindings(rates: Rates): readonly string[] {
  const found: string[] = []
  if (above(rates.cache_read, rates.input)) found.push(`cache_read ${rates.cache_read} is above input ${rates.input}`)
  if (above(rates.cache_write, rates.cache_write_1h))
    found.push(`cache_write ${rates.cache_write} is above cache_write_1h ${rates.cache_write_1h}`)
  if (rates.output && !rates.input) found.push('output without input: prompts are unpriced')
  for (const name of ['input', 'output'] as const)
    if (isOfOneToken(rates[name]))
      found.push(`${name} ${rates[name]} is very low: prices are for a million tokens, not for one`)
  return found
}

/** Below a third of the lowest price of a million that is known, and above nothing. */
function isOfOneToken(price: string | null | undefined): boolean {
  return above('0.001', price) && above(price, '0')
}

function above(a: string | null | undefined, b: string | null | undefined): boolean {
  return !!a && !!b && Decimal.parse(a)!.compare(Decimal.parse(b)!) > 0
}
