import { addedAccount } from './account.ts'
import type { FileResult } from './scan.ts'
import type { Delivery } from './share.ts'
import type { Part, Task } from './task.ts'

/**
 * Puts parts of files together, in their order, whoever read them when. A part counts only when the one before it ended
 * where it begins, between two lines, and nothing in it has a say in what comes next; else what was read of the file from
 * there on is given up, to be read as one.
 */
export class FileParts {
  private readonly deliver: (delivery: Delivery) => void
  private readonly files = new Map<number, FileSoFar>()

  constructor(deliver: (delivery: Delivery) => void) {
    this.deliver = deliver
  }

  /** Hands on whole files at once, and of others what is sure. */
  take(delivery: Delivery): void {
    const { part, results } = delivery
    if (part === null) {
      this.deliver(delivery)
      return
    }
    const { file } = results[0]!
    const known = this.files.get(file) ?? { waiting: new Map(), next: 0, result: null, failed: null }
    this.files.set(file, known)
    if (known.failed !== null) return
    known.waiting.set(part.number, delivery)
    for (let next = known.waiting.get(known.next); next !== undefined; next = known.waiting.get(known.next)) {
      known.waiting.delete(known.next)
      this.append(known, next)
    }
  }

  /** What is to be read as one, when all parts were taken: the rest of files whose lines do not stand alone. */
  left(tasks: readonly Task[]): readonly Task[] {
    return [...this.files]
      .filter(([, { failed }]) => failed !== null)
      .sort(([a], [b]) => a - b)
      .map(([file, known]) => {
        const { size, identity, from } = known.failed!
        const { source } = tasks.find((task) => task.file === file)!
        known.failed = null
        const part = { number: known.next, from: known.result?.end?.offset ?? from, to: size, size, identity }
        return { source, file, known: null, part }
      })
  }

  private append(known: FileSoFar, { part, results, rows }: Delivery): void {
    const { file, result } = results[0]!
    const isLast = part!.to >= part!.size
    if (!isLast && (result.end?.offset ?? 0) < part!.to) {
      known.failed = part
      known.waiting.clear()
      return
    }
    known.result = known.result === null ? result : joined(known.result, result)
    known.next++
    const whole = isLast ? [{ file, result: known.result, from: 0, to: rows.length }] : []
    this.deliver({ part: null, results: whole, rows })
  }
}

interface FileSoFar {
  /** Parts that were read before one that comes before them. */
  readonly waiting: Map<number, Delivery>
  /** The number of the part that comes next. */
  next: number
  /** Of the parts so far, as one. */
  result: FileResult | null
  /** The part after which nothing can be read alone. */
  failed: Part | null
}

/** The result of the beginning of a file and of the rest, as one. */
function joined(begin: FileResult, rest: FileResult): FileResult {
  const lines = begin.end!.line - 1
  const warnings = new Map(begin.warnings)
  for (const [code, message] of rest.warnings) if (!warnings.has(code)) warnings.set(code, message)
  const known = new Set(begin.problems.map(({ message }) => message))
  return {
    source: begin.source,
    account: addedAccount(begin.account, rest.account, lines),
    reports: [...begin.reports, ...rest.reports],
    problems: [...begin.problems, ...rest.problems.filter(({ message }) => !known.has(message))],
    read: begin.read || rest.read,
    warnings,
    resumed: false,
    end: rest.end === null ? null : { offset: rest.end.offset, line: lines + rest.end.line },
    reuse: null,
  }
}
