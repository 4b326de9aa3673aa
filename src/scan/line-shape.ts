import { endOfPlainText, endOfText, endOfValue, isDigit, SLACK } from './json-ends.ts'
import { behindStretch, type Stretch, stretchOf } from './stretch.ts'
import { ROLE_OF } from './wanted-tree.ts'

/** Of the longest number that is read here. */
const MOST_DIGITS = 15

/** What may differ between lines of a shape: a value that nobody wants, or one with a role in what the line becomes. */
export interface Hole {
  /** A text begins behind its quote. */
  readonly kind: 'value' | 'text' | 'number'
  /** One of ROLE_OF, or of the numbers from its `firstNumber` on; 0 = none. */
  readonly role: number
  readonly path: string
}

/** What a line has of its own: where two texts stand in the view, and its numbers. */
export class LineValues {
  identityFrom = 0
  identityTo = 0
  timeFrom = 0
  timeTo = 0
  readonly numbers = new Float64Array(16)
}

/**
 * A line that was met, as stretches of bytes and holes for values between them: lines that a program writes mostly differ in
 * nothing else. What has the shape is valid JSON, as the line was.
 */
export class LineShape {
  /** By path: texts that follow from those of the line before in most lines. */
  readonly shared = new Map<string, string>()
  /** True until those who look at `shared` say that they did. */
  sharedChanged = true
  readonly holes: readonly Hole[]
  /** One before each hole, and one behind the last. */
  private readonly stretches: readonly Stretch[]
  /** By number of a hole: the bytes of a shared text, with its last quote. */
  private readonly known: (Stretch | undefined)[] = []

  constructor(holes: readonly Hole[], stretches: readonly Stretch[]) {
    this.holes = holes
    this.stretches = stretches
  }

  /** True when view[from, to) has the shape, and is usual in what it has of its own, which is written to `values`. */
  match(view: DataView, from: number, to: number, values: LineValues): boolean {
    const last = view.byteLength - SLACK
    const { holes, stretches } = this
    let at = from
    for (let i = 0; i < holes.length; i++) {
      at = behindStretch(view, at, stretches[i]!, last)
      if (at >= 0) at = this.behindHole(view, at, last, i, values)
      if (at < 0) return false
    }
    return behindStretch(view, at, stretches[holes.length]!, last) === to
  }

  private behindHole(view: DataView, at: number, last: number, number: number, values: LineValues): number {
    const { kind, role } = this.holes[number]!
    if (kind === 'value') return endOfValue(view, at, last)
    if (kind === 'number') return behindNumber(view, at, role - ROLE_OF.firstNumber, values.numbers)
    if (role === ROLE_OF.shared) return this.behindShared(view, at, last, number)
    if (role === ROLE_OF.ignored) return endOfText(view, at, last)
    const end = endOfPlainText(view, at, last)
    if (end <= at + 1) return -1
    if (role === ROLE_OF.identity) {
      values.identityFrom = at
      values.identityTo = end - 1
    } else {
      values.timeFrom = at
      values.timeTo = end - 1
    }
    return end
  }

  private behindShared(view: DataView, at: number, last: number, number: number): number {
    const known = this.known[number]
    const same = known === undefined ? -1 : behindStretch(view, at, known, last)
    if (same >= 0) return same
    const end = endOfText(view, at, last)
    if (end < 0) return -1
    this.known[number] = stretchOf(view, at, end)
    const text = Buffer.from(view.buffer, at - 1, end - at + 1).toString()
    this.shared.set(this.holes[number]!.path, JSON.parse(text) as string)
    this.sharedChanged = true
    return end
  }
}

/** Behind a whole number that is not too long. */
function behindNumber(view: DataView, from: number, place: number, numbers: Float64Array): number {
  let at = from
  let value = 0
  for (let byte = view.getUint8(at); isDigit(byte); byte = view.getUint8(at)) {
    if (at - from === MOST_DIGITS) return -1
    value = value * 10 + byte - ZERO
    at++
  }
  if (at === from || (view.getUint8(from) === ZERO && at > from + 1)) return -1
  numbers[place] = value
  return at
}

const ZERO = 48
