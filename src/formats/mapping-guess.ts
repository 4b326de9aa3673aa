import type { CountKey } from '../config/format-mapping.ts'
import { jsonPathText } from '../config/json-path.ts'
import { timeOf } from '../usage/time.ts'
import { classOf, type Field, tokenFields, wordsOf } from './token-fields.ts'

type Guess = ReadonlyMap<CountKey, Field>

/**
 * A mapping for `formats:` of tokencost.yaml, as YAML, guessed from the names of an entry's fields; null when they leave
 * open which number is the input or the output, or when one entry holds a list of them.
 */
export function guessedMapping(fields: readonly Field[]): string | null {
  const counts = countsAmong(fields)
  const first = counts?.get('input') ?? counts?.get('output')
  if (counts === null || first === undefined) return null
  const cached = counts.has('cache_read') || counts.has('cache_write')
  const lines = [
    '  - name: my-log',
    `    match: ${quoted(first)}`,
    ...line(
      'model',
      shortest(fields.filter((field) => isText(field) && speaksOf(field, 'model', 'engine', 'deployment'))),
    ),
    ...[...counts].flatMap(([key, field]) => line(key, field)),
    ...(cached ? [`    cache: ${placeOfCache(counts, fields)}   # check: is it a part of input, or beside it?`] : []),
    ...line('time', shortest(fields.filter(isTime))),
    ...line(
      'session',
      shortest(fields.filter((field) => isText(field) && speaksOf(field, 'session', 'conversation', 'thread'))),
    ),
  ]
  return `formats:\n${lines.join('\n')}\n`
}

function countsAmong(fields: readonly Field[]): Guess | null {
  const counts = new Map<CountKey, Field>()
  const tokens = tokenFields(fields)
  const beside = fields.filter((field) => tokens.some((other) => parentOf(other) === parentOf(field)))
  for (const field of beside) {
    const kind = Number.isSafeInteger(field.value) ? classOf(field) : null
    if (kind === null || (!tokens.includes(field) && (kind === 'input' || kind === 'output'))) continue
    if (counts.has(kind) || field.path.some((step) => typeof step === 'number')) return null
    counts.set(kind, field)
  }
  return counts
}

/** Where cached tokens lie, by the numbers of the one entry; inside where they do not tell. */
function placeOfCache(counts: Guess, fields: readonly Field[]): 'inside' | 'outside' {
  const count = (key: CountKey) => Number(counts.get(key)?.value ?? 0)
  const cached = count('cache_read') + count('cache_write')
  const [input, output] = [count('input'), count('output')]
  const total = tokenFields(fields).find((field) => classOf(field) === null && speaksOf(field, 'total'))
  return cached > input || (cached > 0 && total?.value === input + output + cached) ? 'outside' : 'inside'
}

function line(key: string, field: Field | undefined): readonly string[] {
  return field === undefined ? [] : [`    ${key}: ${quoted(field)}`]
}

function quoted({ path }: Field): string {
  const text = jsonPathText(path)
  return /^[A-Za-z_][\w.]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`
}

function shortest(fields: readonly Field[]): Field | undefined {
  return [...fields].sort((a, b) => a.path.length - b.path.length)[0]
}

function parentOf({ path }: Field): string {
  return JSON.stringify(path.slice(0, -1))
}

function isText({ value }: Field): boolean {
  return typeof value === 'string' && value !== ''
}

function isTime(field: Field): boolean {
  return speaksOf(field, 'time', 'timestamp', 'ts', 'date', 'datetime', 'created', 'at') && timeOf(field.value) !== null
}

function speaksOf({ path }: Field, ...words: readonly string[]): boolean {
  return wordsOf(path.at(-1)!).some((word) => words.includes(word))
}
