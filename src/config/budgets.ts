import { TokencostError } from '../errors.ts'
import { unknownKey } from './nearest.ts'
import type { TextTree, Tree } from './text-tree.ts'

const KEYS = ['per', 'maxCost', 'maxTokens', 'warnAt'] as const

export type BudgetKey = (typeof KEYS)[number]

/** One limit of `budgets:` in tokencost.yaml, as written there. */
export interface Budget {
  readonly name: string
  /** The place of its name, for errors and to say where to change it: `tokencost.yaml:4:3`. */
  readonly place: string
  /** `session`, `model:claude-opus-4`; null = the whole report. */
  readonly per: string | null
  readonly maxCost: string | null
  readonly maxTokens: string | null
  readonly warnAt: string | null
  /** Where the value of a key stands, for errors about it. */
  readonly valuePlace: (key: BudgetKey) => string
}

/** Reads `budgets:`, limits by name. Every error names file, line and column. */
export function budgetsOf(value: Tree | undefined, place: TextTree['place']): readonly Budget[] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object' || Array.isArray(value))
    throw wrong(place(['budgets'], 'value'), 'budgets: expected names with limits, such as run: { maxCost: 5 }')
  return Object.entries(value).map(([name, limits]) => {
    const at = place(['budgets', name], 'key')
    if (typeof limits !== 'object' || limits === null || Array.isArray(limits))
      throw wrong(place(['budgets', name], 'value'), `${name}: expected limits, such as { maxCost: 5 }`)
    const text = (key: BudgetKey): string | null => {
      const limit = (limits as Readonly<Record<string, Tree>>)[key] ?? null
      if (limit === null || typeof limit === 'string') return limit
      throw wrong(place(['budgets', name, key], 'value'), `${key}: expected one value`)
    }
    for (const key of Object.keys(limits))
      if (!KEYS.some((known) => known === key))
        throw unknownKey(place(['budgets', name, key], 'key'), key, ' of a budget', KEYS)
    const budget = { per: text('per'), maxCost: text('maxCost'), maxTokens: text('maxTokens'), warnAt: text('warnAt') }
    if (budget.maxCost === null && budget.maxTokens === null) throw wrong(at, `${name}: needs maxCost: or maxTokens:`)
    return { name, place: at, ...budget, valuePlace: (key) => place(['budgets', name, key], 'value') }
  })
}

function wrong(at: string, message: string): TokencostError {
  return new TokencostError('usage', `${at}: ${message}`)
}
