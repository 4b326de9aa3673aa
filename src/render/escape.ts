/**
 * What a terminal must never get from a log: control characters, direction overrides, and characters without a width,
 * which hide or reorder text or make a table crooked. Emoji joiners are among them: no two terminals agree on their width.
 */
const unsafe = () => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** `text` on one line with every unsafe character written as `\u001b` or `\u{e0001}`. */
export function escaped(text: string): string {
  if (PLAIN.test(text)) return text // as most names are; the tables of Unicode take a while to load
  return text.replace(unsafe(), (char) => codeOf(char.codePointAt(0)!))
}

/** GitHub Actions runs a line of a log that begins with `::error::`, or has `##[` in it; a name must not be able to. */
const WORKFLOW_COMMAND = /^\s*::|##\[/g

/** The same for people: a text that is empty, or begins or ends with a space, is in quotes, or nobody would see it. */
export function visible(text: string): string {
  const safe = escaped(text).replace(WORKFLOW_COMMAND, (colons) =>
    colons.replace(/[:[]/, (char) => codeOf(char.charCodeAt(0))),
  )
  return safe === '' || safe.trim() !== safe ? `"${safe}"` : safe
}

/** `text`, or its beginning and end around `…` where it has more than `most` characters. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`
}

/**
 * `text` as a JSON string; unsafe characters are escaped as JSON escapes them, so that it reads back as it was. Only half
 * a surrogate pair, which is no character and which jq refuses, becomes U+FFFD.
 */
export function jsonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  const json = JSON.stringify(text.replace(/\p{Cs}/gu, '\uFFFD'))
  return json.replace(unsafe(), (char) =>
    char
      .split('')
      .map((unit) => codeOf(unit.charCodeAt(0)))
      .join(''),
  )
}

/** Most texts: nothing in them is escaped anywhere. */
const PLAIN = /^[ !#-[\]-~]*$/

function codeOf(point: number): string {
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`
}
