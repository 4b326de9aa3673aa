import type { Wants } from '../usage/wants.ts'
import { behindSpace, byteAt, endOfText, endOfValue, isDigit, SLACK } from './json-ends.ts'
import { type Hole, LineShape } from './line-shape.ts'
import { type Stretch, stretchOf } from './stretch.ts'
import { ROLE_OF, type Wanted } from './wanted-tree.ts'

/** The shape of the object in view[from, to), which is valid JSON; null = it has none: keys that are escaped, or stand there twice. */
export function shapeOf(view: DataView, from: number, to: number, wanted: Wanted): LineShape | null {
  return new ShapeMaker(view, from, wanted).make(to)
}

class ShapeMaker {
  private readonly view: DataView
  private readonly from: number
  private readonly last: number
  private readonly wanted: Wanted
  private readonly holes: Hole[] = []
  private readonly stretches: Stretch[] = []
  /** Where the stretch begins that is not over yet. */
  private pending: number

  constructor(view: DataView, from: number, wanted: Wanted) {
    this.view = view
    this.last = view.byteLength - SLACK
    this.from = this.pending = from
    this.wanted = wanted
  }

  make(to: number): LineShape | null {
    if (to > this.last) return null
    if (this.object(this.from, this.wanted.keys, '') !== to) return null
    this.stretches.push(stretchOf(this.view, this.pending, to))
    return new LineShape(this.holes, this.stretches)
  }

  /** The end of the object at `from`; −1 = lines with it have no shape. */
  private object(from: number, wants: Wants, path: string): number {
    const { view, last } = this
    const keys = new Set<string>()
    let at = behindSpace(view, from + 1, last)
    while (byteAt(view, at, last) === QUOTE) {
      const end = endOfText(view, at + 1, last)
      const key = Buffer.from(view.buffer, at + 1, end - at - 2).toString('latin1')
      if (!PLAIN_KEY.test(key) || keys.has(key)) return -1
      keys.add(key)
      const value = behindSpace(view, behindSpace(view, end, last) + 1, last)
      const valueEnd = this.value(value, Object.hasOwn(wants, key) ? wants[key] : undefined, path + key)
      if (valueEnd < 0) return -1
      at = behindSpace(view, valueEnd, last)
      if (byteAt(view, at, last) === COMMA) at = behindSpace(view, at + 1, last)
    }
    return at + 1
  }

  private value(at: number, wanted: Wants[string] | undefined, path: string): number {
    const { view, last } = this
    const first = byteAt(view, at, last)
    const role = this.wanted.roles.get(path) ?? 0
    if (first === OPEN_OBJECT && wanted !== undefined && wanted !== true && !Array.isArray(wanted))
      return this.object(at, wanted as Wants, `${path}.`)
    const end = endOfValue(view, at, last)
    if (end < 0) return -1
    if (wanted === undefined) this.hole(at, end, { kind: 'value', role: 0, path })
    else if (role >= ROLE_OF.firstNumber && isDigit(first)) this.hole(at, end, { kind: 'number', role, path })
    else if (first === QUOTE && TEXT_ROLES.has(role)) this.hole(at + 1, end, { kind: 'text', role, path })
    return end
  }

  private hole(from: number, to: number, hole: Hole): void {
    this.stretches.push(stretchOf(this.view, this.pending, from))
    this.holes.push(hole)
    this.pending = to
  }
}

const PLAIN_KEY = /^[ !#-[\]-~]*$/
const TEXT_ROLES: ReadonlySet<number> = new Set([ROLE_OF.identity, ROLE_OF.time, ROLE_OF.shared, ROLE_OF.ignored])
const [QUOTE, COMMA, OPEN_OBJECT] = [34, 44, 123]
