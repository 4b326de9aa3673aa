import { TokencostError } from '../errors.ts'
import { type JsonPath, parseJsonPath } from './json-path.ts'
import { didYouMean, unknownKey } from './nearest.ts'
import type { Path, TextTree, Tree } from './text-tree.ts'

/** One entry of `formats:` in tokencost.yaml: where the calls of a log stand that no built-in format knows. */
export interface FormatMapping {
  readonly name: string
  /** The place of the name, for errors: `tokencost.yaml:4:11`. */
  readonly place: string
  /** An entry has this format when something stands here. */
  readonly match: JsonPath
  readonly model: JsonPath | null
  readonly counts: { readonly [key in CountKey]: JsonPath | null }
  /** Whether cache counts are a part of `input` or stand beside it; null where none is mapped. */
  readonly cache: 'inside' | 'outside' | null
  readonly id: JsonPath | null
  readonly time: JsonPath | null
  readonly session: JsonPath | null
  readonly labels: Readonly<Record<string, JsonPath>>
  /** True when the counts run on over a session, or over a file that names none. */
  readonly cumulative: boolean
}

const COUNT_KEYS = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'] as const
const KEYS = ['name', 'match', 'model', ...COUNT_KEYS, 'cache', 'id', 'time', 'session', 'labels', 'cumulative']

export type CountKey = (typeof COUNT_KEYS)[number]

type TreeMap = { readonly [key: string]: Tree }

/** Reads `formats:`. Every error names file, line and column. */
export function formatMappings(value: Tree | undefined, place: TextTree['place']): readonly FormatMapping[] {
  if (value === undefined || value === null) return []
  if (!isList(value)) throw wrong(place(['formats'], 'value'), 'formats: expected a list of mappings')
  const mappings = value.map((item, index) => new MappingReader(item, ['formats', index], place).mapping())
  for (const [index, { name, place: at }] of mappings.entries()) {
    if (mappings.findIndex((other) => other.name === name) < index) throw wrong(at, `two formats are named ${name}`)
  }
  return mappings
}

/** One mapping of the list, with the places of its keys. */
class MappingReader {
  private readonly map: TreeMap
  private readonly path: Path
  private readonly place: TextTree['place']

  constructor(item: Tree, path: Path, place: TextTree['place']) {
    this.path = path
    this.place = place
    if (!isMap(item)) throw wrong(place(path, 'value'), 'formats: expected a mapping with name:, match: and counts')
    this.map = item
    for (const key of Object.keys(item)) {
      if (!KEYS.includes(key)) throw unknownKey(place([...path, key], 'key'), key, ' of a format', KEYS)
    }
  }

  mapping(): FormatMapping {
    const counts = {
      input: this.jsonPath('input'),
      output: this.jsonPath('output'),
      cache_read: this.jsonPath('cache_read'),
      cache_write: this.jsonPath('cache_write'),
      reasoning: this.jsonPath('reasoning'),
    }
    if (counts.input === null && counts.output === null)
      throw this.wrong(null, 'a format needs input: or output:, the path of a count')
    const cache = this.choice('cache', ['inside', 'outside'])
    const cached = (['cache_read', 'cache_write'] as const).find((key) => counts[key] !== null)
    if (cached !== undefined && cache === null)
      throw this.wrong(cached, `${cached} needs cache: inside or cache: outside, for whether input includes it`)
    return {
      name: this.name(),
      place: this.place([...this.path, 'name'], 'value'),
      match: this.jsonPath('match') ?? this.missing('match', 'a path that only such entries have'),
      model: this.jsonPath('model'),
      counts,
      cache,
      id: this.jsonPath('id'),
      time: this.jsonPath('time'),
      session: this.jsonPath('session'),
      labels: this.labels(),
      cumulative: this.choice('cumulative', ['true', 'false']) === 'true',
    }
  }

  private name(): string {
    const name = this.map['name'] ?? this.missing('name', 'a name such as my-agent')
    if (typeof name === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name
    throw this.wrong('name', 'name: expected lower-case words joined by -, such as my-agent')
  }

  private jsonPath(key: string): JsonPath | null {
    const value = this.map[key]
    return value === undefined || value === null ? null : this.pathOf(value, key, [key])
  }

  private labels(): Readonly<Record<string, JsonPath>> {
    const value = this.map['labels'] ?? {}
    if (!isMap(value)) throw this.wrong('labels', 'labels: expected names with a path each')
    return Object.fromEntries(
      Object.entries(value).map(([name, path]) => [name, this.pathOf(path, `labels: ${name}`, ['labels', name])]),
    )
  }

  private pathOf(value: Tree, what: string, below: Path): JsonPath {
    const path = typeof value === 'string' ? parseJsonPath(value) : null
    if (path !== null) return path
    const at = this.place([...this.path, ...below], 'value')
    throw wrong(at, `${what}: expected a path such as usage.tokens_in, calls[0].model or attributes["a.b"]`)
  }

  private choice<Choice extends string>(key: string, choices: readonly Choice[]): Choice | null {
    const value = this.map[key]
    if (value === undefined || value === null) return null
    const chosen = choices.find((choice) => choice === value)
    if (chosen !== undefined) return chosen
    const near = typeof value === 'string' ? didYouMean(value, choices) : ''
    throw this.wrong(key, `${key}: expected ${choices.join(' or ')}${near}`)
  }

  private missing(key: string, what: string): never {
    throw this.wrong(null, `a format needs ${key}: ${what}`)
  }

  private wrong(key: string | null, message: string): TokencostError {
    return wrong(this.place(key === null ? this.path : [...this.path, key], 'value'), message)
  }
}

function isList(value: Tree): value is readonly Tree[] {
  return Array.isArray(value)
}

function isMap(value: Tree | undefined): value is TreeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(at: string, message: string): TokencostError {
  return new TokencostError('usage', `${at}: ${message}`)
}
