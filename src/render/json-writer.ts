import { Decimal } from '../pricing/decimal.ts'
import { jsonString } from './escape.ts'

/** What JSON output is made of: plain data, with money as Decimal. */
export type Writable =
  | string
  | number
  | boolean
  | null
  | Decimal
  | OneLine
  | Each
  | readonly Writable[]
  | { readonly [key: string]: Writable }

/** A value that stands on one line whatever the indentation. */
export class OneLine {
  readonly value: Writable

  constructor(value: Writable) {
    this.value = value
  }
}

/** A list whose items are made into plain data only when they are written: there may be many. */
export class Each {
  readonly length: number
  readonly item: (index: number) => Writable

  constructor(length: number, item: (index: number) => Writable) {
    this.length = length
    this.item = item
  }

  *[Symbol.iterator](): Generator<Writable> {
    for (let index = 0; index < this.length; index++) yield this.item(index)
  }
}

/**
 * JSON with every digit of every Decimal, which JSON.stringify of Node 20 cannot write. `indent` is the number of spaces
 * per level; 0 puts everything on one line.
 */
export function jsonText(value: Writable, indent: number, depth = 0): string {
  if (value instanceof Decimal) return value.toString()
  if (value instanceof OneLine) return jsonText(value.value, 0)
  if (typeof value === 'string') return jsonString(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = (item: Writable) => jsonText(item, indent, depth + 1)
  if (value instanceof Each) return enclosed('[', [...value].map(inner), ']', indent, depth)
  if (isList(value)) return enclosed('[', value.map(inner), ']', indent, depth)
  const colon = indent === 0 ? ':' : ': '
  const entries = Object.entries(value).map(([key, item]) => `${jsonString(key)}${colon}${inner(item)}`)
  return enclosed('{', entries, '}', indent, depth)
}

/** Enough to be worth a write. */
const PIECE = 1 << 16

/** jsonText of an object, in pieces: with millions of rows it is longer than any string may be. */
export function* jsonPieces(value: { readonly [key: string]: Writable }, indent: number): Generator<string> {
  const [outer, inner] = [`\n${' '.repeat(indent)}`, `\n${' '.repeat(2 * indent)}`]
  let text = ''
  let before = '{'
  for (const [key, item] of Object.entries(value)) {
    text += `${before}${outer}${jsonString(key)}: `
    before = ','
    if (!(item instanceof Each) || item.length === 0) {
      text += jsonText(item, indent, 1)
      continue
    }
    let beforeItem = '['
    for (const each of item) {
      text += `${beforeItem}${inner}${jsonText(each, indent, 2)}`
      beforeItem = ','
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    text += `${outer}]`
  }
  yield `${text}\n}`
}

function enclosed(open: string, items: readonly string[], close: string, indent: number, depth: number): string {
  if (items.length === 0) return open + close
  if (indent === 0) return open + items.join(',') + close
  const margin = `\n${' '.repeat(indent * (depth + 1))}`
  return `${open}${margin}${items.join(`,${margin}`)}\n${' '.repeat(indent * depth)}${close}`
}

function isList(value: object): value is readonly Writable[] {
  return Array.isArray(value)
}
