import { join, resolve } from 'node:path'
import { TokencostError } from '../errors.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import { rendererByName } from '../render/index.ts'
import type { Ledger } from '../report/ledger.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { writeWhole } from '../sources/whole-file.ts'
import type { Attributes, UsageRecord } from '../usage/record.ts'
import { Budget, type BudgetOptions, type Remaining, type Spent, spentOf } from './budget.ts'
import { UsageRecorder } from './recorder.ts'
import { currentRun, type Run, within } from './run-context.ts'
import { UsageBook } from './usage-book.ts'

export interface RunOptions {
  /** What the run is called: in the log (`attributes.task`), in the report's file name, in errors. */
  readonly task: string
  /** Where `<task>_token_usage.json` is written when the run ends; absent = nowhere. */
  readonly reportDir?: string
  readonly budget?: BudgetOptions
  /** Of every call inside, beside the task. */
  readonly attributes?: Attributes
  /** Gets the text report when the run ends: `console.log`, `(text) => log.info(text)`. */
  readonly logger?: (text: string) => void
  readonly lang?: 'en' | 'zh'
  /** Decides the prices, and hears of problems; absent = that of the run around this one, or one of its own. */
  readonly recorder?: UsageRecorder
}

/** A run as the code inside it sees it. */
export interface RunHandle {
  readonly task: string
  /** What the run has used so far, runs inside it included. Without a budget it takes time that grows with the calls. */
  spent(): Spent
  /** What its budget leaves; null = no such limit. The narrowest of this run and those around it. */
  remaining(): Remaining
  /** Throws BudgetExceededError when no further call may be made; tracked clients do it by themselves. */
  check(): void
}

/**
 * Runs `fn` as one task: every call that is recorded inside, however deep and however concurrent, belongs to it. A run
 * inside a run belongs to both. When `fn` ends, well or not, the report is made; what `fn` returns or throws is kept.
 */
export async function run<T>(options: RunOptions, fn: (run: RunHandle) => T | Promise<T>): Promise<T> {
  const parent = currentRun()
  const recorder = options.recorder ?? (parent instanceof TaskRun ? parent.recorder : new UsageRecorder())
  const task = new TaskRun(options, recorder, parent instanceof TaskRun ? parent : null)
  await task.start()
  try {
    return await within(task, async () => await fn(task))
  } finally {
    await task.end()
  }
}

/** The innermost run around the code at hand, or null: for code far from where the run was begun. */
export function runAtHand(): RunHandle | null {
  const run = currentRun()
  return run instanceof TaskRun ? run : null
}

class TaskRun implements Run, RunHandle {
  readonly task: string
  readonly attributes: Attributes
  readonly recorder: UsageRecorder
  private readonly options: RunOptions
  private readonly parent: TaskRun | null
  private readonly books = new Map<UsageRecorder, UsageBook>()
  private readonly inside = new Set<TaskRun>()
  private pricing: ModelPricing | null = null
  private budget: Budget | null = null
  private ended = false

  constructor(options: RunOptions, recorder: UsageRecorder, parent: TaskRun | null) {
    const { reportDir } = options
    // Meant from the folder of now, wherever the run goes.
    this.options = reportDir === undefined ? options : { ...options, reportDir: resolve(reportDir) }
    this.task = options.task
    this.attributes = { ...parent?.attributes, ...options.attributes, task: options.task }
    this.recorder = recorder
    this.parent = parent
  }

  /** Throws when a budget is to be kept and is none, or prices cannot be loaded. */
  async start(): Promise<void> {
    const { budget } = this.options
    try {
      this.pricing = await this.recorder.prices()
    } catch (error) {
      if (budget !== undefined) throw error
      this.recorder.problem('no_prices', 'the shipped prices cannot be loaded', error)
    }
    if (budget !== undefined && this.pricing !== null)
      this.budget = new Budget(
        this.task,
        budget,
        this.pricing,
        () => this.ledger(),
        (error) => this.recorder.problem('hook_failed', `onBudget of "${this.task}" failed`, error),
      )
    this.parent?.inside.add(this)
  }

  bookOf(recorder: UsageRecorder): UsageBook | null {
    if (this.ended) {
      recorder.problem('late_call', `a call of "${this.task}" ended after its report was made`)
      return this.parent?.bookOf(recorder) ?? null
    }
    const book = this.books.get(recorder) ?? recorder.openBook()
    this.books.set(recorder, book)
    return book
  }

  spend(call: UsageRecord): void {
    if (!this.ended) this.budget?.add(call)
    this.parent?.spend(call)
  }

  check(): void {
    if (!this.ended) this.budget?.check()
    this.parent?.check()
  }

  spent(): Spent {
    return this.budget?.spent() ?? spentOf(this.ledger())
  }

  remaining(): Remaining {
    const [own, outer] = [this.budget?.remaining() ?? null, this.parent?.remaining() ?? null]
    if (own === null || outer === null) return own ?? outer ?? { cost: null, tokens: null, costKnown: true }
    return {
      cost: smaller(own.cost, outer.cost, (a, b) => a.compare(b) <= 0),
      tokens: smaller(own.tokens, outer.tokens, (a, b) => a <= b),
      costKnown: own.costKnown && outer.costKnown,
    }
  }

  /** Closes the run at once, so that no call falls between its report and its parent; then hands the report out. */
  async end(): Promise<void> {
    const { reportDir, logger } = this.options
    try {
      const report = reportDir === undefined && logger === undefined ? null : this.report()
      this.close()
      if (report !== null) await this.publish(report)
    } catch (error) {
      this.recorder.problem('report_failed', `the report of "${this.task}" could not be made`, error)
    } finally {
      this.close()
    }
  }

  private close(): void {
    this.ended = true
    this.parent?.inside.delete(this)
    for (const [recorder, book] of this.books) {
      recorder.closeBook(book, this.parent?.bookOf(recorder) ?? null)
      recorder.flush()
    }
    this.books.clear()
  }

  private report(): TokenUsageReport {
    if (this.pricing === null) throw new TokencostError('failed', 'there are no prices')
    return this.whole().report(this.pricing)
  }

  private ledger(): Ledger {
    if (this.pricing === null) throw new TokencostError('failed', 'there are no prices')
    return this.whole().priced(this.pricing)
  }

  /** Everything of this run and of those inside it. */
  private whole(): UsageBook {
    return UsageBook.joined(this.allBooks(), () => null)
  }

  private *allBooks(): Generator<UsageBook> {
    yield* this.books.values()
    for (const run of this.inside) yield* run.allBooks()
  }

  private async publish(report: TokenUsageReport): Promise<void> {
    const { reportDir, logger, lang = 'en' } = this.options
    const look = { width: null, color: false, lang }
    if (reportDir !== undefined) {
      const name = `${fileName(this.task)}_token_usage.json`
      const renderJson = await rendererByName('json')!.load()
      writeWhole(join(reportDir, name), [renderJson(report, look)], name)
    }
    if (logger === undefined) return
    const renderText = await rendererByName('text')!.load()
    logger(renderText(report, look))
  }
}

function smaller<T>(a: T | null, b: T | null, inOrder: (a: T, b: T) => boolean): T | null {
  if (a === null || b === null) return a ?? b
  return inOrder(a, b) ? a : b
}

/** A task's name as a part of a file name on every system. */
function fileName(task: string): string {
  const name = task.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_')
  return name === '' ? '_' : name.slice(0, 200)
}
