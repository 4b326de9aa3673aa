import type { Command } from 'commander'
import type { Analysis } from '../analyze.ts'
import type { Budget, BudgetKey } from '../config/budgets.ts'
import { EXIT, type ExitCode, TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { currencyCode } from '../pricing/currencies.ts'
import { gateText } from '../render/gate-text.ts'
import { type Gate, type GateScope, passes } from '../report/gate.ts'
import { checkGates } from '../report/gate-check.ts'
import { moneyLimit, scopeOf, shareLimit, tokenLimit } from '../report/gate-limits.ts'
import { dimensionsMissing } from '../report/gate-rows.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { dimensionsNamed } from '../tracker/dimensions.ts'
import { InvalidArgument, sentences } from './invalid-argument.ts'

/** Flags that set limits, shared by commands that hold a report against them. */
export interface GateOptions {
  readonly maxCost?: readonly string[]
  readonly maxTokens?: readonly string[]
  readonly maxCostPer?: readonly string[]
  readonly warnAt?: string
  readonly allowUnpriced?: boolean
  readonly allowIncomplete?: boolean
  readonly allowEmpty?: boolean
  readonly exitZero?: boolean
}

export function addGateOptions(command: Command): void {
  command
    .option('--max-cost <amount>', 'exit 3 when it cost more: 5, in US dollars, or 5eur (repeatable)', each(costLimit))
    .option('--max-tokens <count>', 'exit 3 when it took more tokens: 250000, 250k, 2m (repeatable)', each(tokensLimit))
    .option(
      '--max-cost-per <group=amount>',
      'the same per group: session=0.50, model:claude-opus-4=2 (repeatable)',
      each(limitPer),
    )
    .option('--warn-at <percent>', 'warn from this part of a limit on: 80%', checked(warnShare))
  addAllowanceOptions(command)
}

/** What limits may be kept in spite of. */
export function addAllowanceOptions(command: Command): void {
  command
    .option('--allow-unpriced', 'limits may be kept though models have no price')
    .option('--allow-incomplete', 'limits may be kept though some usage was lost or could not be read')
    .option('--allow-empty', 'limits may be kept though no model call was found')
    .option('--exit-zero', 'exit 0 when a limit is exceeded or something is missing; only say so')
}

/** Throws where a flag says when limits warn and there is none; limits of an increase have no share to warn from. */
export function checkWarnAt({ warnAt }: GateOptions, gates: readonly Gate[]): void {
  if (warnAt === undefined || gates.length > 0) return
  throw new TokencostError(
    'usage',
    '--warn-at needs a limit, such as --max-cost 5, or one of budgets: in tokencost.yaml',
  )
}

/** The limits of the flags, then those of `budgets:`. */
export function gatesOf(options: GateOptions, budgets: readonly Budget[]): readonly Gate[] {
  const warnAt = options.warnAt === undefined ? null : warnShare(options.warnAt)
  const { maxCost = [], maxTokens = [], maxCostPer = [] } = options
  const flag = (name: string) => ({ name, per: null, warnAt, source: `--${name}` })
  const named = (name: string, text: string, all: readonly string[]) =>
    all.length === 1 ? flag(name) : { ...flag(name), name: `${name} ${text}` }
  return [
    ...maxCost.map((text) => ({ ...named('max-cost', text, maxCost), measure: 'cost' as const, ...costLimit(text) })),
    ...maxTokens.map((text) => ({
      ...{ ...named('max-tokens', text, maxTokens), measure: 'tokens' as const },
      ...tokensLimit(text),
    })),
    ...maxCostPer.map((text) => {
      const { scope, ...limit } = limitPer(text)
      const name = `max-cost-per ${text.slice(0, text.lastIndexOf('=')).trim()}`
      return { ...flag('max-cost-per'), name, measure: 'cost' as const, per: scope, ...limit }
    }),
    ...budgets.flatMap((budget) => gatesOfBudget(budget, warnAt)),
  ]
}

/** The report with what became of its gates; those per group may need sums that it does not show. */
export function gated({ report, groupsBy }: Analysis, gates: readonly Gate[], options: GateOptions): TokenUsageReport {
  const rows = dimensionsMissing(gates, report.group_by).map((name) => {
    const groups = groupsBy([name, 'model']) ?? (report.group_by.includes(name) ? report.groups : null)
    if (groups !== null) return [name, groups] as const
    throw new TokencostError('usage', `a limit per ${name} needs saved reports that are grouped by ${name}`, {
      hint: `Make them with --group-by ${name},model, or give the logs that they were made from.`,
    })
  })
  const { allowUnpriced = false, allowIncomplete = false, allowEmpty = false } = options
  const allowed = { unpriced: allowUnpriced, incomplete: allowIncomplete, empty: allowEmpty }
  return { ...report, gates: checkGates(report, gates, allowed, Object.fromEntries(rows)) }
}

/** Says what became of each gate, one line each; quiet says only what did not pass. */
export function gateVerdict({ gates }: Pick<TokenUsageReport, 'gates'>, quiet: boolean, io: Io): ExitCode {
  for (const gate of gates) if (!quiet || !passes(gate)) io.stderr.write(`${gateText(gate)}\n`)
  // Without gates `passes` is not looked at, so that nothing is loaded for them: see build/used-modules.js.
  return gates.every((gate) => passes(gate)) ? EXIT.done : EXIT.gate
}

function gatesOfBudget(budget: Budget, warnAt: Gate['warnAt']): readonly Gate[] {
  const { name, place } = budget
  const read = <T>(key: BudgetKey, of: (text: string) => T): T | null => {
    const text = budget[key]
    try {
      return text === null ? null : of(text)
    } catch (error) {
      if (!(error instanceof InvalidArgument)) throw error
      throw new TokencostError('usage', `${budget.valuePlace(key)}: ${key} of ${name}: ${error.message}`)
    }
  }
  const per = read('per', knownScope)
  const share = read('warnAt', warnShare) ?? warnAt
  const [cost, tokens] = [read('maxCost', costLimit), read('maxTokens', tokensLimit)]
  const both = cost !== null && tokens !== null
  const gate = { per, warnAt: share, source: place }
  return [
    ...(cost === null ? [] : [{ ...gate, name: both ? `${name} (cost)` : name, measure: 'cost' as const, ...cost }]),
    ...(tokens === null
      ? []
      : [{ ...gate, name: both ? `${name} (tokens)` : name, measure: 'tokens' as const, ...tokens }]),
  ]
}

function costLimit(text: string): Pick<Gate, 'limit' | 'unit'> {
  const money = moneyLimit(text)
  if (money !== null) return { ...money, unit: knownCurrency(money.unit) }
  throw new InvalidArgument('Write an amount of US dollars, such as 5 or 0.50, or of another currency: 5eur.')
}

function knownCurrency(unit: string): string {
  try {
    return currencyCode(unit, 'limit')
  } catch (error) {
    throw error instanceof TokencostError ? new InvalidArgument(sentences(error)) : error
  }
}

function tokensLimit(text: string): Pick<Gate, 'limit' | 'unit'> {
  const limit = tokenLimit(text)
  if (limit === null) throw new InvalidArgument('Write a number of tokens, such as 250000, 250k or 2m.')
  return { limit, unit: 'tokens' }
}

function limitPer(text: string): Pick<Gate, 'limit' | 'unit'> & { readonly scope: GateScope } {
  const equals = text.lastIndexOf('=')
  if (equals === -1) throw new InvalidArgument('Write a group and its limit, such as session=0.50.')
  return { scope: knownScope(text.slice(0, equals)), ...costLimit(text.slice(equals + 1)) }
}

function knownScope(text: string): GateScope {
  const scope = scopeOf(text)
  if (scope.key === '') throw new InvalidArgument(`"${text}" names no ${scope.dimension}.`)
  try {
    dimensionsNamed([scope.dimension])
    return scope
  } catch (error) {
    if (error instanceof TokencostError) throw new InvalidArgument(sentences(error))
    throw error
  }
}

function warnShare(text: string): NonNullable<Gate['warnAt']> {
  const share = shareLimit(text)
  if (share === null) throw new InvalidArgument('Write a part of the limit, such as 80%.')
  return share
}

/** The same for a flag that may be repeated: each limit holds, and one that is given twice is one. */
function each(read: (text: string) => unknown): (text: string, previous?: readonly string[]) => readonly string[] {
  return (text, previous = []) => [...new Set([...previous, checked(read)(text.trim())])]
}

/** Checked with the other arguments, before the work begins; read when the configuration is known. */
function checked(read: (text: string) => unknown): (text: string) => string {
  return (text) => {
    read(text)
    return text
  }
}
