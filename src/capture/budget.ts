import { TokencostError } from '../errors.ts'
import { Decimal } from '../pricing/decimal.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import type { Ledger } from '../report/ledger.ts'
import { isUnstated } from '../usage/counts.ts'
import type { UsageRecord } from '../usage/record.ts'
import { callOf } from './call-of.ts'
import { SeenIds } from './seen-ids.ts'
import { ledgerOf } from './usage-book.ts'

/** Limits of one run, runs inside it included. */
export interface BudgetOptions {
  /** USD; as text where every digit counts. */
  readonly maxCost?: number | string
  /** Input and output tokens together. */
  readonly maxTokens?: number
  /** Fractions of a limit at which `onBudget` is told, each once. [0.8, 1]. */
  readonly warnAt?: readonly number[]
  /** What it throws goes to `onProblem` of the recorder, and no further. */
  readonly onBudget?: (event: BudgetEvent) => void
  /**
   * Lets calls go on when the cost of an earlier one is not known: a model without a price, an answer without counts.
   * Otherwise such a call counts as over a money limit, because nobody knows that it is not.
   */
  readonly allowUnknownCost?: boolean
}

export interface BudgetEvent {
  readonly task: string
  /** Which limit. */
  readonly limit: 'cost' | 'tokens'
  /** The fraction that was reached: 0.8. */
  readonly fraction: number
  readonly spent: Spent
  readonly remaining: Remaining
}

export interface Spent {
  /** USD; a lower bound where `costKnown` is false. */
  readonly cost: Decimal
  readonly tokens: number
  readonly costKnown: boolean
}

/** What is left of each limit, never below zero; null = there is no such limit. */
export interface Remaining {
  /** USD; an upper bound where `costKnown` is false. */
  readonly cost: Decimal | null
  readonly tokens: number | null
  readonly costKnown: boolean
}

/** Thrown before a call that a budget does not allow any more. */
export class BudgetExceededError extends TokencostError {
  readonly task: string
  readonly spent: Spent

  constructor(task: string, reason: string, spent: Spent, hint?: string) {
    super('failed', `budget of "${task}": ${reason}`, hint === undefined ? {} : { hint })
    this.name = 'BudgetExceededError'
    this.task = task
    this.spent = spent
  }
}

/** Keeps the account of one run against its limits while it goes on. */
export class Budget {
  private readonly task: string
  private readonly maxCost: Decimal | null
  private readonly maxTokens: number | null
  private readonly options: BudgetOptions
  private readonly seen = new SeenIds()
  private readonly recount: () => Ledger
  private readonly hookFailed: (error: unknown) => void
  private readonly told = new Set<string>()
  private ledger: Ledger
  /** Models with a whole answer that states no usage; what a cut one would have stated is bounded by one call. */
  private readonly unknown = new Set<string>()
  /** A call came again; its copies may state different counts, so the sums must be taken anew. */
  private stale = false

  /** `recount`: the exact sums of the run so far. Throws a usage error for a limit or fraction that is none. */
  constructor(
    task: string,
    options: BudgetOptions,
    pricing: ModelPricing,
    recount: () => Ledger,
    hookFailed: (error: unknown) => void,
  ) {
    for (const fraction of options.warnAt ?? []) checkFraction(fraction)
    this.task = task
    this.options = options
    this.maxCost = options.maxCost === undefined ? null : amount(options.maxCost)
    this.maxTokens = options.maxTokens === undefined ? null : tokenLimit(options.maxTokens)
    this.ledger = ledgerOf(pricing)
    this.recount = recount
    this.hookFailed = hookFailed
  }

  add(record: UsageRecord): void {
    if (record.identity !== null && this.seen.addOrKnow(record.identity)) this.stale = true
    else {
      this.ledger.add(callOf(record))
      if (isUnstated(record.counts) && record.fees === undefined && record.partial !== true)
        this.unknown.add(record.model ?? 'a call')
    }
    this.tell()
  }

  spent(): Spent {
    if (this.stale) this.ledger = this.recount()
    this.stale = false
    return spentOf(this.ledger)
  }

  remaining(): Remaining {
    const { cost, tokens, costKnown } = this.spent()
    return {
      cost: this.maxCost === null ? null : notNegative(this.maxCost.minus(cost)),
      tokens: this.maxTokens === null ? null : Math.max(0, this.maxTokens - tokens),
      costKnown,
    }
  }

  /** Throws BudgetExceededError when a limit is reached. */
  check(): void {
    const spent = this.spent()
    if (this.maxTokens !== null && spent.tokens >= this.maxTokens)
      throw new BudgetExceededError(this.task, `${spent.tokens} of ${this.maxTokens} tokens are used`, spent)
    if (this.maxCost === null) return
    if (spent.cost.compare(this.maxCost) >= 0)
      throw new BudgetExceededError(this.task, `$${spent.cost} of $${this.maxCost} is spent`, spent)
    const unpriced = this.unpriced()
    if (unpriced.length === 0 || this.options.allowUnknownCost === true) return
    const reason = `the cost of ${unpriced.join(', ')} is not known, so the limit of $${this.maxCost} cannot be kept`
    throw new BudgetExceededError(this.task, reason, spent, 'Give the model a price, or set allowUnknownCost.')
  }

  private tell(): void {
    const { onBudget, warnAt = [0.8, 1] } = this.options
    if (onBudget === undefined) return
    const spent = this.spent()
    for (const fraction of [...warnAt].sort((a, b) => a - b)) {
      const share = Decimal.fromNumber(fraction)
      const reached = {
        cost: this.maxCost !== null && spent.cost.compare(this.maxCost.times(share)) >= 0,
        tokens: this.maxTokens !== null && Decimal.of(BigInt(spent.tokens)).compare(share.times(this.maxTokens)) >= 0,
      }
      for (const limit of ['cost', 'tokens'] as const) {
        if (!reached[limit] || this.told.has(`${limit} ${fraction}`)) continue
        this.told.add(`${limit} ${fraction}`)
        const event = { task: this.task, limit, fraction, spent, remaining: this.remaining() }
        try {
          onBudget(event)
        } catch (error) {
          this.hookFailed(error)
        }
      }
    }
  }

  /** Models whose cost nobody knows. */
  private unpriced(): readonly string[] {
    return [...new Set([...this.unknown, ...unpricedModels(this.ledger)])].sort()
  }
}

/** What the calls of a ledger have used. */
export function spentOf(ledger: Ledger): Spent {
  const { withoutCounts, partial } = ledger.uncertainIn(0)
  let tokens = 0
  for (const row of ledger.models.values()) tokens += row.input + row.output
  const costKnown = withoutCounts === 0 && partial === 0 && unpricedModels(ledger).length === 0
  return { cost: ledger.totalCost(), tokens, costKnown }
}

function unpricedModels(ledger: Ledger): readonly string[] {
  return [...ledger.models].flatMap(([name, row]) =>
    [...row.buckets.values()].some(({ bucket }) => bucket.unpriced !== null) ? [name] : [],
  )
}

function amount(limit: number | string): Decimal {
  const parsed = Decimal.parse(String(limit))
  if (parsed !== null && parsed.compare(Decimal.ZERO) >= 0) return parsed
  throw new TokencostError('usage', `maxCost: ${limit} is not an amount in USD`)
}

function checkFraction(fraction: number): void {
  if (Number.isFinite(fraction) && fraction >= 0) return
  throw new TokencostError('usage', `warnAt: ${fraction} is not a fraction of a limit`)
}

function tokenLimit(limit: number): number {
  if (Number.isSafeInteger(limit) && limit >= 0) return limit
  throw new TokencostError('usage', `maxTokens: ${limit} is not a number of tokens`)
}

function notNegative(left: Decimal): Decimal {
  return left.compare(Decimal.ZERO) < 0 ? Decimal.ZERO : left
}
