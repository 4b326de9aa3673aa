import type { Cursor } from './cursor.ts'
import { Decimal } from './decimal.ts'
import { FEE_NAMES, PRICE_NAMES, type Rates } from './price-file.ts'
import { FEE_DIGITS, isEndless } from './rates.ts'

/** Decimals that a price per token may have; real ones have 12 at most, float residue has more. */
const MOST_DECIMALS = 12
const HIGHEST = Decimal.parse('1e12')!

/** A token price, `per` so many tokens, as decimal text per million tokens. null deletes. */
function priceOf(cursor: Cursor, per: number): string | null {
  if (cursor.isNull) return null
  const price = amountOf(cursor, 'a price')
  const perToken = Decimal.of(price.units, price.scale + Math.log10(per))
  if (perToken.scale > MOST_DECIMALS)
    cursor.fail(`more than ${MOST_DECIMALS} decimals per token: a price this fine is the residue of a float`)
  return perToken.times(1_000_000).toString()
}

/** A factor, as decimal text. */
export function numberOf(cursor: Cursor, what: string): string {
  return amountOf(cursor, what).toString()
}

/** A fee per unit, as decimal text. */
export function feeOf(cursor: Cursor): string {
  const fee = amountOf(cursor, 'a fee')
  if (isEndless(fee)) cursor.fail(`more than ${FEE_DIGITS} decimals: a fee this fine is the residue of a float`)
  return fee.toString()
}

/** The token prices among `entries`; other keys are left to the caller. */
export function ratesOf(entries: readonly (readonly [string, Cursor])[], per: number): Rates {
  return Object.fromEntries(entries.filter(([name]) => isPriceName(name)).map(([name, c]) => [name, priceOf(c, per)]))
}

export function isPriceName(name: string): boolean {
  return (PRICE_NAMES as readonly string[]).includes(name)
}

/** Fee names are open, but one that is nearly a known name is a misspelling. */
export function checkFeeName(name: string, cursor: Cursor): void {
  if ((FEE_NAMES as readonly string[]).includes(name)) return
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    cursor.fail(`"${name}" is not a fee name: lower-case letters, digits and _`, 'key')
  const known = FEE_NAMES.find((fee) => fee.replaceAll('_', '') === name.replace(/_|s$/g, ''))
  if (known !== undefined) cursor.fail(`unknown fee "${name}"; did you mean ${known}?`, 'key')
}

function amountOf(cursor: Cursor, what: string): Decimal {
  const text = cursor.text(`${what} such as 2.50`)
  const amount = Decimal.parse(text)
  if (amount === null) cursor.fail(`"${text}" is not ${what}: write a plain number such as 2.50${reasonFor(text)}`)
  if (amount.units < 0n) cursor.fail(`${what} cannot be negative`)
  if (amount.compare(HIGHEST) > 0) cursor.fail(`${what} this large is a mistake`)
  return amount
}

function reasonFor(text: string): string {
  if (/[$€£¥]/.test(text)) return ', without a currency sign'
  return text.includes(',') ? ', with a point, not a comma' : ''
}
