import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'
import { type Budget, budgetsOf } from './budgets.ts'
import { type DefaultsConfig, defaultsConfig } from './defaults.ts'
import { type FormatMapping, formatMappings } from './format-mapping.ts'
import { unknownKey } from './nearest.ts'
import { type CurrencyConfig, currencyConfig, type PlacedText } from './rates.ts'
import { parseTextTree, type TextTree, type Tree } from './text-tree.ts'
import { homeless, userFile } from './user-folder.ts'

/** What tokencost.yaml says. Paths in it are relative to it; here they are absolute. */
export interface Config extends CurrencyConfig, DefaultsConfig {
  /** What to read when the command names no path, and the file that says so, as reported. */
  readonly logs: readonly string[]
  readonly logsOf: string | null
  /** Price files, laid over the built-in catalog in this order. */
  readonly pricing: readonly PlacedText[]
  /** The same of the user's own configuration, which lie under everything of the project. */
  readonly userPricing: readonly PlacedText[]
  /** Log formats of the user's own, asked before the built-in ones. */
  readonly formats: readonly FormatMapping[]
  /** The folder that keeps what was found in logs; null = nothing is kept. */
  readonly cache: string | null
  /** Limits that every report is held against. */
  readonly budgets: readonly Budget[]
}

export const CONFIG_NAME = 'tokencost.yaml'

/** What YAML takes for a boolean or a number: meant as a switch, and not as the name of a file. */
const NO_PATH = /^(?:true|false|yes|no|on|off|[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i

const EMPTY: Config = {
  ...{
    logs: [],
    logsOf: null,
    pricing: [],
    userPricing: [],
    formats: [],
    cache: null,
    budgets: [],
    currency: null,
    rates: [],
  },
  ...{ groupBy: null, timezone: null, outputs: [] },
}

/** schema/config.schema.json describes them for editors. */
export const CONFIG_KEYS = [
  ...['logs', 'pricing', 'formats', 'budgets', 'currency', 'rates'],
  ...['groupBy', 'timezone', 'outputs', 'cache'],
] as const

/**
 * The configuration: `chosen` a path, false = none, true = the file that TOKENCOST_CONFIG names, else the nearest
 * tokencost.yaml up to the repository root. Under it, key by key, lies the user's own.
 */
export async function loadConfig(
  chosen: string | boolean,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Config> {
  if (chosen === false) return EMPTY
  const given = chosen === true ? (env['TOKENCOST_CONFIG'] ?? '') : chosen
  const path = given === '' ? nearestConfig(cwd) : resolve(cwd, given)
  const own = userFile('config', CONFIG_NAME, env)
  const user = own === null || own === path || !existsSync(own) ? EMPTY : await configIn(own, homeless(own, env))
  return laidOver(user, path === null ? EMPTY : await configIn(path, relative(cwd, path) || path))
}

async function configIn(path: string, name: string): Promise<Config> {
  return configOf(await parseTextTree(textOf(path, name), name), name, dirname(path))
}

/** What `upper` says, and what `lower` says beside it. Limits of both hold. */
function laidOver(lower: Config, upper: Config): Config {
  return {
    ...(upper.logs.length > 0
      ? { logs: upper.logs, logsOf: upper.logsOf }
      : { logs: lower.logs, logsOf: lower.logsOf }),
    pricing: upper.pricing,
    userPricing: lower.pricing,
    formats: [
      ...upper.formats,
      ...lower.formats.filter(({ name }) => !upper.formats.some((format) => format.name === name)),
    ],
    cache: upper.cache ?? lower.cache,
    budgets: [...upper.budgets, ...lower.budgets],
    currency: upper.currency ?? lower.currency,
    rates: [...upper.rates, ...lower.rates],
    groupBy: upper.groupBy ?? lower.groupBy,
    timezone: upper.timezone ?? lower.timezone,
    outputs: upper.outputs.length > 0 ? upper.outputs : lower.outputs,
  }
}

function nearestConfig(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_NAME)
    if (existsSync(path)) return path
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null
  }
}

function textOf(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TokencostError('usage', `configuration ${name}: ${systemReason(error)}`, { cause: error })
  }
}

function configOf({ root, place }: TextTree, name: string, folder: string): Config {
  if (root === null) return EMPTY
  if (typeof root !== 'object' || Array.isArray(root)) throw wrong(place([], 'value'), 'expected keys such as logs:')
  for (const key of Object.keys(root)) {
    if (!CONFIG_KEYS.some((known) => known === key)) throw unknownKey(place([key], 'key'), key, '', CONFIG_KEYS)
  }
  const paths = (key: 'logs' | 'pricing' | 'cache') => {
    const value = (root as Readonly<Record<string, unknown>>)[key] ?? []
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    return list.map((path, index) => {
      const at = place([key, index], 'value')
      if (typeof path !== 'string') throw wrong(at, `${key}: expected a path or a list of paths`)
      if (NO_PATH.test(path)) throw wrong(at, `${key}: ${path} is no path; if a file is called that, write ./${path}`)
      return { text: resolve(folder, path), at }
    })
  }
  const [cache = null, second] = paths('cache')
  if (second !== undefined || cache?.text === folder)
    throw wrong(place(['cache'], 'value'), 'cache: expected one folder')
  return {
    logsOf: name,
    cache: cache?.text ?? null,
    logs: paths('logs').map(({ text }) => text),
    pricing: paths('pricing'),
    userPricing: [],
    formats: formatMappings((root as { readonly [key: string]: Tree })['formats'], place),
    ...defaultsConfig(root as { readonly [key: string]: Tree }, place, folder),
    ...currencyConfig(root as { readonly [key: string]: Tree }, place),
    budgets: budgetsOf((root as { readonly [key: string]: Tree })['budgets'], place),
  }
}

function wrong(at: string, message: string): TokencostError {
  return new TokencostError('usage', `${at}: ${message}`)
}
