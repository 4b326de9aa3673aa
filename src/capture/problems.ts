import host from 'node:process'

/** What can go wrong while recording. None of it ever reaches the call that was recorded. */
export type ProblemCode =
  /** The log cannot be written; its lines wait in memory. */
  | 'log_unwritable'
  /** The log was removed while it was written; a new one was begun. */
  | 'log_removed'
  /** Lines were given up, because the log could not be written for too long. */
  | 'lines_lost'
  /** A usage object that is none we know, or whose counts are none: the call is recorded without counts. */
  | 'unknown_usage'
  /** An answer that states no usage: the call is recorded without counts. */
  | 'no_usage'
  /** A call ended after the report of its run was made. */
  | 'late_call'
  /** A hook of the caller, such as `onBudget`, threw. */
  | 'hook_failed'
  /** The report of a run could not be made or written. */
  | 'report_failed'
  /** Prices could not be loaded. */
  | 'no_prices'
  /** Recording failed in a way that we did not foresee. */
  | 'recording_failed'

export interface CaptureProblem {
  readonly code: ProblemCode
  /** What happened and what becomes of the numbers. Never prompt text. */
  readonly message: string
  readonly cause?: unknown
}

export type OnProblem = (problem: CaptureProblem) => void

/** Hands each kind of problem to the hook once, and counts all of them. */
export class Problems {
  private readonly counts = new Map<ProblemCode, number>()
  private readonly hook: OnProblem

  /** Without a hook problems become warnings of the process, so that nothing is lost silently. */
  constructor(hook: OnProblem = warn) {
    this.hook = hook
  }

  report(code: ProblemCode, message: string, cause?: unknown): void {
    const known = this.counts.get(code) ?? 0
    this.counts.set(code, known + 1)
    if (known > 0) return
    try {
      this.hook(cause === undefined ? { code, message } : { code, message, cause })
    } catch {
      // A failing hook must not fail the call that is recorded; there is nobody left to tell.
    }
  }

  /** How often each kind happened. */
  all(): ReadonlyMap<ProblemCode, number> {
    return new Map(this.counts)
  }
}

function warn({ code, message }: CaptureProblem): void {
  host.emitWarning(message, { type: 'TokencostWarning', code })
}
