import { isLosslessNumber, parse } from 'lossless-json'
import { TokencostError } from '../errors.ts'
import { Decimal } from '../pricing/decimal.ts'

/** A value inside saved JSON and where it stands; reading it as something that it is not is a usage error that says so. */
export class SavedValue {
  private readonly value: unknown
  /** As in JavaScript, below the name of the file: `cost.json: models_breakdown["gpt-4o"].cost_usd`. */
  private readonly path: string
  private readonly file: string

  private constructor(value: unknown, file: string, path: string) {
    this.value = value
    this.file = file
    this.path = path
  }

  /** `text` as JSON without loss of digits. `file` is what errors call it. */
  static parse(text: string, file: string): SavedValue {
    try {
      return new SavedValue(parse(text.replace(/^\uFEFF/, '')), file, '')
    } catch (cause) {
      const position = /position \d+/.exec(String(cause))?.[0]
      throw new TokencostError(
        'usage',
        `${file} is not a report of tokencost: it is not valid JSON${position === undefined ? '' : ` at ${position}`}`,
        {
          cause,
        },
      )
    }
  }

  at(key: string): SavedValue {
    const members = this.members()
    if (!Object.hasOwn(members, key)) throw this.inside(key, undefined).error('is missing')
    return this.inside(key, members[key])
  }

  /** False for what later versions added. */
  has(key: string): boolean {
    return Object.hasOwn(this.members(), key)
  }

  entries(): readonly (readonly [string, SavedValue])[] {
    return Object.entries(this.members()).map(([key, value]) => [key, this.inside(key, value)])
  }

  /** Each member read by `read`, under its own name. */
  map<T>(read: (value: SavedValue) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(this.entries().map(([key, value]) => [key, read(value)]))
  }

  list<T>(read: (value: SavedValue) => T): readonly T[] {
    if (!Array.isArray(this.value)) throw this.error('must be a list')
    return this.value.map((item, index) => read(new SavedValue(item, this.file, `${this.path}[${index}]`)))
  }

  orNull<T>(read: (value: SavedValue) => T): T | null {
    return this.isNull() ? null : read(this)
  }

  isNull(): boolean {
    return this.value === null
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.error('must be a text')
    return this.value
  }

  oneOf<T extends string>(texts: readonly T[]): T {
    const known = texts.find((each) => each === this.value)
    if (known === undefined) throw this.error(`must be one of ${texts.join(', ')}`)
    return known
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.error('must be true or false')
    return this.value
  }

  /** An integer from 0 to 2^53−1, however it is written: 100, 100.0, 1e2. */
  count(): number {
    // Nearly all of them; a Decimal for each would take most of the time.
    if (isLosslessNumber(this.value) && /^\d{1,15}$/.test(this.value.value)) return Number(this.value.value)
    const decimal = this.number()
    const count = decimal === null || decimal.scale > 0 ? Number.NaN : Number(decimal.units)
    if (!Number.isSafeInteger(count) || count < 0) throw this.error('must be an integer from 0 to 2^53-1')
    return count
  }

  money(): Decimal {
    const decimal = this.number()
    if (decimal === null) throw this.error('must be a number')
    return decimal
  }

  error(problem: string): TokencostError {
    return new TokencostError('usage', `${this.file} is not a report of tokencost: ${this.path || 'it'} ${problem}`, {
      hint: 'Make it anew with: tokencost report --json',
    })
  }

  private number(): Decimal | null {
    return isLosslessNumber(this.value) ? Decimal.parse(this.value.value) : null
  }

  private members(): Readonly<Record<string, unknown>> {
    if (
      typeof this.value !== 'object' ||
      this.value === null ||
      Array.isArray(this.value) ||
      isLosslessNumber(this.value)
    )
      throw this.error('must be an object')
    return this.value as Record<string, unknown>
  }

  private inside(key: string, value: unknown): SavedValue {
    const step = /^[a-z_][a-z0-9_]*$/i.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
    return new SavedValue(value, this.file, this.path === '' ? step.replace(/^\./, '') : this.path + step)
  }
}

export function text(value: SavedValue): string {
  return value.text()
}

export function money(value: SavedValue): Decimal {
  return value.money()
}

/** 16 digits: both halves of a hash. */
export function hexadecimal(value: SavedValue): string {
  const digits = value.text()
  if (!/^[0-9a-f]{16}$/.test(digits)) throw value.error('must have 16 hexadecimal digits')
  return digits
}
