/** What a price catalog must never say. Each finding is one line for people. */
import { Decimal } from '../dist/pricing/decimal.js'
import { PRICE_NAMES } from '../dist/pricing/price-file.js'

/** Findings about the merged models, [] when all is well. */
export function findings(models) {
  return Object.entries(models).flatMap(([key, model]) =>
    periodsOf(model).flatMap((period) => blockFindings(period).map((finding) => `${key}: ${finding}`)),
  )
}

export function periodsOf(model) {
  return model.history ?? [model]
}

function blockFindings(block) {
  const blocks = [block, ...(block.long_context ?? []), ...Object.values(block.modes ?? {}).filter(isPrices)]
  const found = blocks.flatMap(rateFindings)
  const tiers = (block.long_context ?? []).map((tier) => Number(tier.over ?? tier.from))
  if (tiers.some((least, index) => index > 0 && least <= tiers[index - 1])) found.push('tiers are not in order')
  if (block.input === undefined && block.fees === undefined && block.output === undefined) found.push('has no price')
  return found
}

function rateFindings(rates) {
  const found = []
  for (const name of PRICE_NAMES) {
    const price = rates[name]
    if (price !== undefined && Decimal.parse(price).units < 0n) found.push(`${name} is negative`)
  }
  if (above(rates.cache_read, rates.input)) found.push(`cache_read ${rates.cache_read} is above input ${rates.input}`)
  if (above(rates.cache_write, rates.cache_write_1h)) found.push('cache_write is above cache_write_1h')
  return found
}

function above(a, b) {
  return a !== undefined && b !== undefined && Decimal.parse(a).compare(Decimal.parse(b)) > 0
}

function isPrices(mode) {
  return typeof mode === 'object' && mode.multiply === undefined
}
