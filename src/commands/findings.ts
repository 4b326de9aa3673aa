import { jsonPathText } from '../config/json-path.ts'
import { guessedMapping } from '../formats/mapping-guess.ts'
import { type Field, fieldsOf, statesTokens } from '../formats/token-fields.ts'
import type { Outcome, ScanObserver } from '../scan/observer.ts'
import type { JsonObject } from '../usage/json.ts'

/** What `tokencost inspect` learns of one file. Keys and places, never values. */
export interface Findings {
  /** Entries by the format that took them; `generic` only where it found something. */
  readonly formats: Map<string, number>
  /** The first malformed entries. */
  readonly rejects: { readonly line: number; readonly reason: string }[]
  /** The first kinds of entries that state tokens and gave no call. */
  readonly shapes: Shape[]
  /** Entries of further such kinds. */
  unlisted: number
}

/** Entries that have the same keys. */
export interface Shape {
  entries: number
  /** The first few. */
  readonly lines: number[]
  readonly paths: readonly string[]
  /** Paths that are left out of `paths`. */
  readonly more: number
  /** For `formats:` of tokencost.yaml, guessed from the first entry. */
  readonly mapping: string | null
  /** All its keys: entries of one shape have the same. */
  readonly key: string
}

const REJECTS_LISTED = 5
const SHAPES_LISTED = 3
const LINES_LISTED = 3
const PATHS_LISTED = 30

export class FindingsByFile implements ScanObserver {
  private readonly files = new Map<string, Findings>()

  of(source: string): Findings {
    const known = this.files.get(source) ?? { formats: new Map(), rejects: [], shapes: [], unlisted: 0 }
    this.files.set(source, known)
    return known
  }

  rejected(source: string, line: number, reason: string): void {
    const { rejects } = this.of(source)
    if (rejects.length < REJECTS_LISTED) rejects.push({ line, reason })
  }

  read(source: string, line: number, entry: JsonObject, format: string, outcome: Outcome | null): void {
    const findings = this.of(source)
    if (outcome !== null || format !== 'generic') {
      findings.formats.set(format, (findings.formats.get(format) ?? 0) + 1)
      return
    }
    const fields = fieldsOf(entry)
    if (statesTokens(fields)) addShape(findings, fields, line)
  }
}

function addShape(findings: Findings, fields: readonly Field[], line: number): void {
  const all = [...new Set(fields.map(({ path }) => jsonPathText(path).replace(/\[\d+\]/g, '[]')))]
  const key = all.join('\n')
  const known = findings.shapes.find((shape) => shape.key === key)
  if (known !== undefined) {
    known.entries++
    if (known.lines.length < LINES_LISTED) known.lines.push(line)
  } else if (findings.shapes.length === SHAPES_LISTED) findings.unlisted++
  else {
    const paths = all.slice(0, PATHS_LISTED)
    const mapping = guessedMapping(fields)
    findings.shapes.push({ entries: 1, lines: [line], paths, more: all.length - paths.length, mapping, key })
  }
}
