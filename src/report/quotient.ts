import { Decimal } from '../pricing/decimal.ts'

/** `dividend` / `divisor`, rounded half-even to `digits` decimals; null when the divisor is zero. */
export function quotient(dividend: Decimal, divisor: Decimal, digits: number): Decimal | null {
  if (divisor.isZero) return null
  const sign = dividend.units < 0n === divisor.units < 0n ? 1n : -1n
  const above = magnitude(dividend.units) * 10n ** BigInt(divisor.scale + digits)
  const below = magnitude(divisor.units) * 10n ** BigInt(dividend.scale)
  const twice = (above % below) * 2n
  const whole = above / below
  const rounded = twice > below || (twice === below && whole % 2n === 1n) ? whole + 1n : whole
  return Decimal.of(sign * rounded, digits)
}

/** A part of a whole, from 0 to 1, with six decimals; null of nothing. */
export function shareOf(part: number, whole: number): Decimal | null {
  return quotient(Decimal.of(BigInt(part)), Decimal.of(BigInt(whole)), 6)
}

function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units
}
