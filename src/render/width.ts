import { drawnWidth } from './drawn-table.ts'

/** Printable ASCII, and what our own tables draw with: a column per character. */
export function isPlain(text: string): boolean {
  return /^[ -~─█▉▊▋▌▍▎▏≥…]*$/.test(text)
}

/** Columns that `text` takes in a terminal: wide characters take two. */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : drawnWidth(text)
}

/** `text` on lines of at most `width` columns, cut behind a space, `-`, `/`, `.`, `:` or `_` where there is one. */
export function wrapped(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text]
  return packed(text.split(/(?<=[-/.:_@ ])/), width).map((line) => line.trimEnd())
}

/** Sentences on lines of at most `width` columns, cut between words; further lines are indented by `indent`. */
export function wrappedWords(text: string, width: number | null, indent = ''): readonly string[] {
  if (width === null || widthOf(text) <= width) return [text]
  const lines = packed(text.split(/(?<= )/), width - indent.length)
  return lines.map((line, index) => (index === 0 ? '' : indent) + line.trimEnd())
}

function packed(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces.flatMap((piece) => (widthOf(piece.trimEnd()) > width ? graphemes(piece) : [piece]))) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > width) {
      lines.push(line)
      line = ''
    }
    line += piece
  }
  return [...lines, line]
}

function graphemes(text: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment)
}
