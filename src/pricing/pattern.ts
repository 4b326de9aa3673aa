import { isDigit } from './digit.ts'

/** A glob of `match:` or `except:`: `*` stands for any text, `#` for one digit; or a `/regex/`. Compared without case. */
export interface Pattern {
  /** As the price file writes it. */
  readonly text: string
  /** Characters of literal text: of two globs that match, the one with more is the more specific. */
  readonly literal: number
  /** True for globs of nothing but `*`, which never apply without their provider. */
  readonly any: boolean
  /** `id` in lower case. */
  matches(id: string): boolean
}

/** True for a `match:` item that is an id, not a pattern. */
export function isExact(text: string): boolean {
  return !text.includes('*') && !text.includes('#') && !isRegex(text)
}

/** Throws SyntaxError for a `/regex/` that is none. */
export function patternOf(text: string): Pattern {
  if (isRegex(text)) {
    const regex = new RegExp(text.slice(1, -1), 'i')
    return { text, literal: 0, any: false, matches: (id) => regex.test(id) }
  }
  const glob = text.toLowerCase()
  const literal = glob.replaceAll('*', '').replaceAll('#', '').length
  const any = literal === 0 && glob.length > 0 && !glob.includes('#')
  return { text, literal, any, matches: (id) => globMatches(glob, id) }
}

function isRegex(text: string): boolean {
  return text[0] === '/' && text.length > 2 && text.endsWith('/')
}

/** Linear but for one step back per `*`: no id can make it slow. */
function globMatches(glob: string, id: string): boolean {
  let g = 0
  let i = 0
  let star = -1
  let resume = 0
  while (i < id.length) {
    const wanted = glob[g]
    if (wanted === '*') {
      star = g++
      resume = i
    } else if (wanted !== undefined && (wanted === id[i] || (wanted === '#' && isDigit(id[i]!)))) {
      g++
      i++
    } else if (star >= 0) {
      g = star + 1
      i = ++resume
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}
