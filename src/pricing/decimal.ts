import { isDigit } from './digit.ts'

/** An exact decimal number: `units` × 10^−`scale`. Money and prices are these; floats appear only when one is printed. */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0)

  readonly units: bigint
  readonly scale: number

  private constructor(units: bigint, scale: number) {
    this.units = units
    this.scale = scale
  }

  /** `2.5`, `2.50`, `.5`, `2_000`, `-1`, `2.5e-6`; null for any other text. */
  static parse(text: string): Decimal | null {
    return plainDecimal(text) ?? Decimal.spelled(text)
  }

  private static spelled(text: string): Decimal | null {
    const match = /^([+-]?)(\d[\d_]*)?(?:\.(\d[\d_]*)?)?(?:e([+-]?\d{1,4}))?$/i.exec(text.trim())
    if (match === null || (match[2] === undefined && match[3] === undefined)) return null
    const whole = (match[2] ?? '').replaceAll('_', '')
    const fraction = (match[3] ?? '').replaceAll('_', '')
    const units = BigInt(`${match[1] === '-' ? '-' : ''}${whole}${fraction}`)
    return Decimal.of(units, fraction.length - Number(match[4] ?? 0))
  }

  /** units × 10^−scale, in lowest terms; a negative scale is allowed. */
  static of(units: bigint, scale = 0): Decimal {
    if (units === 0n) return Decimal.ZERO
    if (scale < 0) return new Decimal(units * 10n ** BigInt(-scale), 0)
    while (scale > 0 && units % 10n === 0n) {
      units /= 10n
      scale--
    }
    return new Decimal(units, scale)
  }

  /** The shortest decimal text that reads back as this float. Throws for NaN and infinities. */
  static fromNumber(value: number): Decimal {
    const decimal = Decimal.parse(String(value))
    if (decimal === null) throw new RangeError(`not a finite number: ${value}`)
    return decimal
  }

  plus(other: Decimal): Decimal {
    if (other.units === 0n) return this
    if (this.units === 0n) return other
    const scale = Math.max(this.scale, other.scale)
    return Decimal.of(this.unitsAt(scale) + other.unitsAt(scale), scale)
  }

  minus(other: Decimal): Decimal {
    return this.plus(new Decimal(-other.units, other.scale))
  }

  times(other: Decimal | number): Decimal {
    const factor = typeof other === 'number' ? Decimal.of(BigInt(other)) : other
    return Decimal.of(this.units * factor.units, this.scale + factor.scale)
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale)
    const difference = this.unitsAt(scale) - other.unitsAt(scale)
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  }

  get isZero(): boolean {
    return this.units === 0n
  }

  /** Rounded half-even to `digits` decimals, for display only. */
  round(digits: number): Decimal {
    if (this.scale <= digits) return this
    return Decimal.of(halfEven(this.units, 10n ** BigInt(this.scale - digits)), digits)
  }

  /** The quotient rounded half-even to `digits` decimals; the divisor is above zero. */
  over(divisor: Decimal, digits: number): Decimal {
    const scale = Math.max(this.scale, divisor.scale)
    return Decimal.of(halfEven(this.unitsAt(scale + digits), divisor.unitsAt(scale)), digits)
  }

  /** Plain digits, never an exponent, never −0. */
  toString(): string {
    if (this.scale === 0) return this.units.toString()
    const negative = this.units < 0n
    const digits = (negative ? -this.units : this.units).toString().padStart(this.scale + 1, '0')
    return `${negative ? '-' : ''}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`
  }

  /** Exactly `digits` decimals, rounded half-even. */
  toFixed(digits: number): string {
    const text = this.round(digits).toString()
    if (digits === 0) return text
    const [whole, fraction = ''] = text.split('.')
    return `${whole}.${fraction.padEnd(digits, '0')}`
  }

  /** The nearest float: for printing and charts, never to add up. */
  toNumber(): number {
    return Number(this.toString())
  }

  /** So that plain JSON.stringify of a report works, with a float's precision; render/json.ts writes all digits. */
  toJSON(): number {
    return this.toNumber()
  }

  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * 10n ** BigInt(scale - this.scale)
  }
}

/** Digits and at most one point after the first, which most numbers are: read without a pattern. null for any other text. */
function plainDecimal(text: string): Decimal | null {
  let point = -1
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '.' && point === -1 && i > 0) point = i
    else if (!isDigit(character)) return null
  }
  if (text === '') return null
  if (point === -1) return Decimal.of(BigInt(text))
  return Decimal.of(BigInt(text.slice(0, point) + text.slice(point + 1)), text.length - point - 1)
}

function halfEven(units: bigint, divisor: bigint): bigint {
  const negative = units < 0n
  const magnitude = negative ? -units : units
  const quotient = magnitude / divisor
  const twice = (magnitude % divisor) * 2n
  const rounded = twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient
  return negative ? -rounded : rounded
}
