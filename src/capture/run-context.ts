import { AsyncLocalStorage } from 'node:async_hooks'
import type { Attributes, UsageRecord } from '../usage/record.ts'
import type { UsageRecorder } from './recorder.ts'
import type { UsageBook } from './usage-book.ts'

/** What recording needs of a run; run.ts makes them. */
export interface Run {
  readonly attributes: Attributes
  /** Where the calls go that `recorder` records in this run. */
  bookOf(recorder: UsageRecorder): UsageBook | null
  /** Counts a call against the budgets of this run and of those around it. */
  spend(call: UsageRecord): void
  /** Throws BudgetExceededError when no further call may be made. */
  check(): void
}

const runs = new AsyncLocalStorage<Run>()

/** The innermost run that the code at hand runs in, or null. */
export function currentRun(): Run | null {
  return runs.getStore() ?? null
}

export function within<T>(run: Run, fn: () => T): T {
  return runs.run(run, fn)
}
