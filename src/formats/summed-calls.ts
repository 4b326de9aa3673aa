import { type CountCells, cellsOf, countCells, countsIn, INPUT, OUTPUT, statedIn } from '../usage/count-cells.ts'
import type { TokenCounts } from '../usage/counts.ts'

interface Sum {
  calls: number
  readonly cells: CountCells
}

/** What is summed up of a call. */
interface Call {
  readonly id: string | null
  readonly model: string | null
  readonly counts: TokenCounts
}

/** What a total states beyond the calls of its run; null = how many calls that is, it does not say. */
export interface Rest {
  readonly counts: TokenCounts
  readonly calls: number | null
}

/** So many runs, those with the latest calls, are remembered. */
const MOST_RUNS = 10_000

/**
 * What the calls of a file add up to so far, by model, and so the calls of each run: a summary that they contain states
 * nothing new.
 */
export class SummedCalls {
  private readonly file = new CallsOfRun()
  /** Those since the last summary that was equal to some: runs follow one another, and not all are named. */
  private late = new CallsOfRun()
  private readonly runs = new Map<string, CallsOfRun>()

  /** `runs`: what the log says that the call belongs to, the narrowest first. `isEnd`: it comes where ends of runs do. */
  add(call: Call, runs: readonly string[], isEnd: boolean): void {
    this.file.add(call, isEnd)
    this.late.add(call, isEnd)
    for (const run of runs) {
      const calls = this.runs.get(run) ?? new CallsOfRun()
      calls.add(call, isEnd)
      this.runs.delete(run)
      this.runs.set(run, calls)
    }
    for (const run of this.runs.keys()) {
      if (this.runs.size <= MOST_RUNS) break
      this.runs.delete(run)
    }
  }

  /** True when the calls of that model, or of all models where the total names none, reach a total. */
  contain(model: string | null, counts: TokenCounts): boolean {
    return reaches(this.file.sumOf(model), counts)
  }

  /** True when there are several such calls, or several since the last such summary, and they are the total to the token. */
  equal(model: string | null, counts: TokenCounts): boolean {
    const isEqual = this.file.areTotal(model, counts, 2) || this.late.areTotal(model, counts, 2)
    if (isEqual) this.late = new CallsOfRun()
    return isEqual
  }

  /** True when the calls of one of these runs, or its only call, are the total to the token, and none came as an end of it. */
  equalInRun(runs: readonly string[], model: string | null, counts: TokenCounts): boolean {
    return runs.some((run) => {
      const calls = this.runs.get(run)
      return calls !== undefined && !calls.haveEnds && calls.areTotal(model, counts, 1)
    })
  }

  /**
   * What a total of such calls, of `calls` where it says how many, has beyond those of the narrowest run that has any; null
   * where they reach it. Where no run has any, that is all of it.
   */
  beyond(runs: readonly string[], model: string | null, whole: Rest): Rest | null {
    const own = runs.map((run) => this.runs.get(run)?.sumOf(model)).find((sum) => sum !== undefined && sum.calls > 0)
    if (own === undefined) return whole
    if (reaches(own, whole.counts)) return null
    const left = cellsOf(whole.counts).map((count, at) => Math.max(0, count - own.cells[at]!))
    const calls = whole.calls !== null && whole.calls > own.calls ? whole.calls - own.calls : null
    return { counts: countsIn(left, statedIn(whole.counts)), calls }
  }
}

/** The calls of a file or of one run. */
class CallsOfRun {
  /** True when one of them came where ends of runs do: there it is no summary. */
  haveEnds = false
  private readonly sums = new Map<string | null, Sum>()
  /** A call is often logged twice in a row. */
  private last: string | null = null

  add({ id, model, counts }: Call, isEnd: boolean): void {
    this.haveEnds ||= isEnd
    if (id !== null && id === this.last) return
    this.last = id
    const sum = this.sums.get(model) ?? { calls: 0, cells: countCells() }
    this.sums.set(model, sum)
    addTo(sum, 1, cellsOf(counts))
  }

  /** True when at least so many calls, of that model or of all, are the total to the token. */
  areTotal(model: string | null, { inputTokens, outputTokens }: TokenCounts, least: number): boolean {
    return [this.sumOf(model), this.sumOf(null)].some(
      ({ calls, cells }) => calls >= least && inputTokens === cells[INPUT] && outputTokens === cells[OUTPUT],
    )
  }

  sumOf(model: string | null): Sum {
    const whole = { calls: 0, cells: countCells() }
    for (const [name, { calls, cells }] of this.sums) if (isSameModel(name, model)) addTo(whole, calls, cells)
    return whole
  }
}

function addTo(sum: Sum, calls: number, cells: CountCells): void {
  sum.calls += calls
  for (let count = 0; count < cells.length; count++) sum.cells[count]! += cells[count]!
}

function reaches({ cells }: Sum, { inputTokens, outputTokens }: TokenCounts): boolean {
  const [input, output] = [cells[INPUT]!, cells[OUTPUT]!]
  return input + output > 0 && (inputTokens ?? 0) <= input && (outputTokens ?? 0) <= output
}

/** `gpt-4o` may be `gpt-4o-2024-08-06`; it is not `gpt-4o-mini`. */
function isSameModel(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return long.startsWith(short) && /^[-@:](?:\d{4}|v\d|latest|preview)/.test(long.slice(short.length))
}
