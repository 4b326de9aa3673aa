import type { Json, JsonObject } from './json.ts'

/**
 * Amounts (money, hours, pieces) as plain decimal text, moved about without ever being a float: what a log states is what
 * is kept. Arithmetic with prices is pricing's business.
 */

/** A finite number or decimal text, not below zero, as decimal text without exponent ("0.00006"); null for anything else. */
export function amountOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? plain(String(value)) : null
  return typeof value === 'string' ? plain(value.trim()) : null
}

/** amountOf the first of `keys` that states one, or null. */
export function amountAt(parent: JsonObject | null, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const amount = amountOf(parent?.[key])
    if (amount !== null) return amount
  }
  return null
}

/** `amount` × 10^−places: ticks or cents as dollars. */
export function scaledDown(amount: string, places: number): string {
  const { digits, scale } = split(amount)
  return joined(digits, scale + places)
}

/** The exact sum. */
export function addedAmounts(a: string, b: string): string {
  const [left, right] = [split(a), split(b)]
  const scale = Math.max(left.scale, right.scale)
  return joined(units(left, scale) + units(right, scale), scale)
}

interface Split {
  readonly digits: bigint
  readonly scale: number
}

function plain(text: string): string | null {
  const match = /^\+?(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text)
  const [, whole = '', fraction = '', exponent = '0'] = match ?? []
  if (match === null || whole + fraction === '') return null
  return joined(BigInt(whole + fraction), fraction.length - Number(exponent))
}

function split(amount: string): Split {
  const [whole = '', fraction = ''] = amount.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

function units({ digits, scale }: Split, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale)
}

function joined(digits: bigint, scale: number): string {
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale))
  const text = String(digits).padStart(scale + 1, '0')
  const fraction = text.slice(-scale).replace(/0+$/, '')
  return fraction === '' ? text.slice(0, -scale) : `${text.slice(0, -scale)}.${fraction}`
}

/** xAI states costs in ticks of 10^−10 USD. */
export const TICKS_PER_DOLLAR_PLACES = 10
