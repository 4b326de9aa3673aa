import type { TextTree } from '../config/text-tree.ts'
import { providerKey } from '../usage/provider.ts'
import { Cursor } from './cursor.ts'
import { patternOf } from './pattern.ts'
import { instantOf } from './period.ts'
import {
  hasTokenPrice,
  type ModelChange,
  PRICE_NAMES,
  type PriceFile,
  type ProviderFacts,
  type Rates,
} from './price-file.ts'
import { BLOCK_KEYS, blockOf, isBlockKey, periodOf, startOf } from './read-block.ts'
import { isPriceName, ratesOf } from './read-price.ts'
import { CALENDARS } from './zones.ts'

const FILE_KEYS = [
  'version',
  'currency',
  'per',
  'as_of',
  'default',
  'providers',
  'holidays',
  'models',
  'custom_pricing',
]
const MODEL_KEYS = ['match', 'except', 'like', 'from', 'history', ...BLOCK_KEYS, ...PRICE_NAMES]
const UNITS = ['1', '1000', '1000000']

/** Checks a price file and brings it to PriceFile. The first mistake is thrown as `file:line:column: what is wrong`. */
export function readPriceFile(tree: TextTree): PriceFile {
  const root = Cursor.at(tree)
  if (root.isNull) return { providers: {}, holidays: {}, models: {} }
  const entries = root.entries('a price file')
  for (const [key, cursor] of entries) if (!FILE_KEYS.includes(key)) cursor.unknownKey(FILE_KEYS, 'a price file')
  const at: Record<string, Cursor | undefined> = Object.fromEntries(entries)
  expect(at['version'], 'version', '1')
  expect(at['currency'], 'currency', 'USD')
  const per = unitOf(at)
  return {
    ...(at['as_of'] !== undefined && { as_of: startOf(at['as_of']) }),
    ...(at['default'] !== undefined && { default: defaultOf(at['default'], per) }),
    providers: Object.fromEntries(
      entriesOf(at['providers'], 'providers').map(([id, c]) => [providerKey(id) ?? id, providerOf(c)]),
    ),
    holidays: Object.fromEntries(entriesOf(at['holidays'], 'holidays').map(([zone, c]) => [zone, holidaysOf(zone, c)])),
    models: { ...modelsOf(at['models'], 'models', per), ...modelsOf(at['custom_pricing'], 'custom_pricing', per) },
  }
}

/** A key as the layers compare it: the provider in its canonical spelling, `xai/grok-4` → `x-ai/grok-4`. */
export function canonicalKey(key: string): string {
  const slash = key.indexOf('/')
  if (slash <= 0) return key
  const prefix = key.slice(0, slash)
  return `${providerKey(prefix) ?? prefix}${key.slice(slash)}`
}

function expect(cursor: Cursor | undefined, name: string, only: string): void {
  if (cursor === undefined) return
  const text = cursor.text(`${name}: ${only}`)
  if (text !== only) cursor.fail(`${name} ${text} is not supported: ${only} is the only one`)
}

/** Tokens that a price is for. The original design's `custom_pricing` is in USD per 1,000 tokens unless the file says. */
function unitOf(at: Record<string, Cursor | undefined>): number {
  const { per, custom_pricing, models } = at
  if (per === undefined && custom_pricing !== undefined && models !== undefined)
    custom_pricing.fail(
      'with both "models" and "custom_pricing" say which unit is meant: per: 1000 or per: 1000000',
      'key',
    )
  if (per === undefined) return custom_pricing === undefined ? 1_000_000 : 1000
  const text = per.text('per: 1, 1000 or 1000000').replaceAll('_', '')
  return UNITS.includes(text) ? Number(text) : per.fail('prices can be per 1, 1000 or 1000000 tokens')
}

function defaultOf(cursor: Cursor, per: number): Rates | null {
  if (cursor.isNull || (cursor.isText && cursor.text('none') === 'none')) return null
  const entries = cursor.entries('default')
  for (const [key, child] of entries) if (!isPriceName(key)) child.unknownKey(PRICE_NAMES, 'default')
  return ratesOf(entries, per)
}

function providerOf(cursor: Cursor): ProviderFacts {
  const facts: Record<string, readonly string[]> = {}
  for (const [key, child] of cursor.entries('a provider')) {
    if (key !== 'makes' && key !== 'fallback') child.unknownKey(['makes', 'fallback'], 'a provider')
    facts[key] = child.items(key).map((item) => item.text('a name'))
  }
  return facts
}

function holidaysOf(zone: string, cursor: Cursor): readonly string[] {
  if (!Object.hasOwn(CALENDARS, zone)) cursor.fail(`expected one of ${Object.keys(CALENDARS).join(', ')}`, 'key')
  return cursor.items('holidays').map((item) => {
    const date = item.text('a date')
    return instantOf(date) !== null && date.length === 10 ? date : item.fail('expected a date such as 2026-10-01')
  })
}

function modelsOf(cursor: Cursor | undefined, what: string, per: number): Record<string, ModelChange | null> {
  const models = new Map<string, ModelChange | null>()
  for (const [key, child] of entriesOf(cursor, what)) {
    const canonical = canonicalKey(key)
    if (models.has(canonical)) child.fail(`"${key}" is the same model as another key of this file`, 'key')
    models.set(canonical, child.isNull ? null : modelOf(child, per))
  }
  return Object.fromEntries(models)
}

function modelOf(cursor: Cursor, per: number): ModelChange {
  const entries = cursor.entries('a model')
  for (const [key, child] of entries)
    if (!isBlockKey(key) && !MODEL_KEYS.includes(key)) child.unknownKey(MODEL_KEYS, 'a model')
  const at: Record<string, Cursor | undefined> = Object.fromEntries(entries)
  const { match, except, like, from, history } = at
  const block = blockOf(entries, per)
  if (from !== undefined && !hasTokenPrice(block)) from.fail('"from" needs the prices that hold from then on', 'key')
  if (history !== undefined && !history.isNull && hasTokenPrice(block))
    history.fail('give prices or "history", not both', 'key')
  return {
    ...(match !== undefined && { match: patternsOf(match) }),
    ...(except !== undefined && { except: patternsOf(except) }),
    ...(like !== undefined && { like: like.isNull ? null : canonicalKey(like.text('a model key')) }),
    ...(from !== undefined && { from: startOf(from) }),
    ...block,
    ...(history !== undefined && { history: history.isNull ? null : historyOf(history, per) }),
  }
}

function historyOf(cursor: Cursor, per: number): NonNullable<ModelChange['history']> {
  const periods = cursor.items('history').map((item, index) => {
    const period = periodOf(item, per)
    if (index > 0 && period.from === undefined) item.fail('only the first period may be without "from"')
    return { period, item, start: period.from === undefined ? -Infinity : instantOf(period.from)! }
  })
  for (const [index, { item, start }] of periods.entries())
    if (index > 0 && start <= periods[index - 1]!.start) item.fail('the periods of history must be in order of "from"')
  return periods.map(({ period }) => period)
}

/** A single id may stand without brackets. */
function patternsOf(cursor: Cursor): readonly string[] | null {
  if (cursor.isNull) return null
  const items = cursor.isText ? [cursor] : cursor.items('a list of ids')
  return items.map((item) => {
    const text = item.text('an id or a glob')
    try {
      patternOf(text)
    } catch (error) {
      item.fail(`"${text}" is not a regular expression: ${(error as Error).message}`)
    }
    return text
  })
}

function entriesOf(cursor: Cursor | undefined, what: string): readonly (readonly [string, Cursor])[] {
  return cursor === undefined || cursor.isNull ? [] : cursor.entries(what)
}
