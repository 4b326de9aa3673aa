import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'
import type { Chance } from './chance.ts'

/** Values that are put under a key of their own, or in the place of another. */
const STRAY: readonly Json[] = [
  ...[null, true, '', 'NaN', [], {}, -1, 0.5, 1e3, 1e308, 2 ** 53, 2 ** 32, 4294967295, '12', '-0'],
  ...['{"usage":{"input_tokens":7,"output_tokens":9}}', 'say "usage":{"input_tokens":5} and \\" \\\\'],
  ...[
    '"usage" "input_tokens" '.repeat(20),
    '\\'.repeat(63),
    '\\'.repeat(64),
    '\\"'.repeat(33),
    '成本 é 😀 \ud800 \u0000',
  ],
  { usage: { input_tokens: 7 }, message: { usage: { output_tokens: 9 } } },
  [[{ type: 'message', usage: { output_tokens: 1 } }], 1e300, [[]]],
  ...[{ stringValue: 'chat' }, { stringValue: 'chat', intValue: '7' }, { doubleValue: 7 }, { other: 7 }],
  { kvlistValue: { values: [{ key: 'input_tokens', value: { intValue: '7' } }] } },
  { key: 'gen_ai.usage.input_tokens', value: { intValue: '7' } },
  { key: 'gen_ai.usage.input_tokens', value: 7 },
  { key: 'gen_ai', value: { usage: { output_tokens: 9 } } },
  { key: 'gen_ai.prompt.0.content', value: { stringValue: 'x'.repeat(70) }, more: 1 },
]

const SPACES = [' ', '\t', '\r', '  ', '\n', ' \n\t ', ' '.repeat(40)]
const KEYS = [
  'usage',
  'message',
  'type',
  'id',
  'payload',
  'info',
  'model',
  'timestamp',
  'input_tokens',
  'attributes',
  'key',
  'value',
  'intValue',
]

/** How far a text is from what a printer would write. */
export interface Oddity {
  /** One in so many places has white space. */
  readonly space: number
  readonly escape: number
  readonly order: number
  readonly twice: number
  /** One in so many values is another one. */
  readonly value: number
}

export const TAME: Oddity = { space: 1e9, escape: 1e9, order: 1e9, twice: 1e9, value: 1e9 }

/** JSON of an entry as no printer would write it. It parses, unless a key or value is spelled in a way that JSON forbids. */
export function oddText(entry: JsonObject, odd: Oddity, chance: Chance): string {
  return new OddPrinter(odd, chance).text(entry)
}

class OddPrinter {
  private readonly odd: Oddity
  private readonly chance: Chance

  constructor(odd: Oddity, chance: Chance) {
    this.odd = odd
    this.chance = chance
  }

  text(value: Json | undefined): string {
    const { chance, odd } = this
    if (chance.oneIn(odd.value)) return this.stray()
    if (isArray(value)) return this.list(value)
    return isObject(value) ? this.object(value) : this.plain(value)
  }

  private list(value: readonly Json[]): string {
    const { chance, odd } = this
    let elements = value.map((each) => this.text(each))
    if (chance.oneIn(odd.order)) elements = [...chance.shuffled(elements)]
    if (chance.oneIn(odd.twice) && elements.length > 0)
      elements.splice(chance.below(elements.length + 1), 0, chance.oneIn(2) ? chance.pick(elements) : this.stray())
    return `[${this.joined(elements)}]`
  }

  private stray(): string {
    return this.plain(this.chance.pick(STRAY))
  }

  private object(value: JsonObject): string {
    const { chance, odd } = this
    let members = Object.entries(value).map(([key, each]) => this.member(key, this.text(each)))
    if (chance.oneIn(odd.order)) members = [...chance.shuffled(members)]
    if (chance.oneIn(odd.twice) && members.length > 0) {
      const [key, other] = [chance.pick([...Object.keys(value), ...KEYS]), chance.pick([...members, ...KEYS])]
      const more = KEYS.includes(other) ? this.member(key, this.stray()) : other
      members.splice(chance.below(members.length + 1), 0, more)
    }
    return `{${this.joined(members)}}`
  }

  private member(key: string, value: string): string {
    return `${this.string(key)}${this.space()}:${this.space()}${value}`
  }

  private joined(parts: readonly string[]): string {
    return this.space() + parts.join(`${this.space()},${this.space()}`) + this.space()
  }

  private plain(value: Json | undefined): string {
    if (typeof value === 'string') return this.string(value)
    if (typeof value === 'number' && this.chance.oneIn(this.odd.escape)) return this.number(value)
    return JSON.stringify(value) ?? 'null'
  }

  /** The same number, or nearly the same, spelled in another way. */
  private number(value: number): string {
    return this.chance.pick([
      `${value}.0`,
      `${value}e0`,
      `${value}E+0`,
      value.toExponential(),
      `-${value}`,
      `0${value}`,
    ])
  }

  private string(text: string): string {
    const { chance, odd } = this
    const written = JSON.stringify(text)
    if (text === '' || !chance.oneIn(odd.escape)) return written
    const at = chance.below(text.length)
    const hex = text.charCodeAt(at).toString(16).padStart(4, '0')
    const escaped = `\\u${chance.oneIn(2) ? hex : hex.toUpperCase()}`
    const inner = (part: string) => JSON.stringify(part).slice(1, -1)
    return `"${inner(text.slice(0, at))}${text[at] === '/' ? '\\/' : escaped}${inner(text.slice(at + 1))}"`
  }

  private space(): string {
    return this.chance.oneIn(this.odd.space) ? this.chance.pick(SPACES) : ''
  }
}
