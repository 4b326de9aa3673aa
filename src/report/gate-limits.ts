import { Decimal } from '../pricing/decimal.ts'
import type { GateScope } from './gate.ts'

/** An amount of money and its currency in capitals: `5`, `$0.50`, `5eur`. Null for any other text. */
export function moneyLimit(text: string): { readonly limit: Decimal; readonly unit: string } | null {
  const match = /^(\$)?\s*([\d._]+)\s*([a-z]{3})?$/i.exec(text.trim())
  const limit = match === null ? null : Decimal.parse(match[2]!)
  const unit = match?.[3]?.toUpperCase() ?? 'USD'
  return limit === null || (match![1] === '$' && unit !== 'USD') ? null : { limit, unit }
}

const MULTIPLES: Readonly<Record<string, number>> = { '': 0, k: 3, m: 6, b: 9 }

/** A number of tokens: `250000`, `250_000`, `250k`, `2m`, `1.5m`. Null for any other text and for parts of a token. */
export function tokenLimit(text: string): Decimal | null {
  const match = /^([\d._]+)\s*([kmb]?)$/i.exec(text.trim())
  const number = match === null ? null : Decimal.parse(match[1]!)
  if (number === null) return null
  const limit = number.times(Decimal.of(10n ** BigInt(MULTIPLES[match![2]!.toLowerCase()]!)))
  return limit.scale === 0 ? limit : null
}

/** A part of a limit as 0 to 1: `80%`. Null for any other text. */
export function shareLimit(text: string): Decimal | null {
  const match = /^([\d.]+)\s*%$/.exec(text.trim())
  const percent = match === null ? null : Decimal.parse(match[1]!)
  if (percent === null || percent.compare(Decimal.of(100n)) > 0) return null
  return Decimal.of(percent.units, percent.scale + 2)
}

/** `session`, or `model:claude-opus-4` for one group; a label keeps its name: `label:team`, `label:team:search`. */
export function scopeOf(text: string): GateScope {
  const colon = text.indexOf(':', /^label:/.test(text) ? 'label:'.length : 0)
  if (colon === -1) return { dimension: text.trim(), key: null }
  return { dimension: text.slice(0, colon).trim(), key: text.slice(colon + 1).trim() }
}
