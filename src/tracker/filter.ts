import { didYouMean } from '../config/nearest.ts'
import { type Call, type CallTotal, NO_CALLS, named } from './call.ts'
import { type Circumstances, dimensionNamed } from './dimensions.ts'
import { globMatches } from './glob.ts'

/** Which calls are counted. All conditions hold at once. */
export interface Filter {
  /** ms since 1970 UTC, both inclusive; null = from the beginning, to the end. */
  readonly since: number | null
  readonly until: number | null
  readonly conditions: readonly Condition[]
}

/** Of `patterns`, those with a leading `!` must not match; of the others, where there are any, one must. */
export interface Condition {
  /** Name of a dimension. */
  readonly by: string
  readonly patterns: readonly string[]
}

/** Applies a filter and keeps count of what it leaves out. */
export class CallFilter {
  readonly filter: Filter
  /** Left out for another reason than that they have no time. */
  leftOut: CallTotal = NO_CALLS
  /** Left out because they have no time, by file number. */
  readonly withoutTime = new Map<number, CallTotal>()
  private readonly conditions: readonly AppliedCondition[]

  constructor(filter: Filter, circumstances: Circumstances) {
    this.filter = filter
    this.conditions = filter.conditions.map((condition) => new AppliedCondition(condition, circumstances))
  }

  admits(call: Call): boolean {
    return this.verdictOn(call) === 'admitted'
  }

  /** Whether a call counts, or why it does not: it is another one, or its time is not known. */
  verdictOn(call: Call): 'admitted' | 'left out' | 'timeless' {
    const { since, until } = this.filter
    const { time } = call
    // Every condition looks at every call, so that one that matches nothing is known.
    const meets = this.conditions.reduce((all, condition) => condition.meets(call) && all, true)
    const during = time === null || ((since === null || time >= since) && (until === null || time <= until))
    const timeless = time === null && (since !== null || until !== null)
    if (meets && during && !timeless) return 'admitted'
    if (meets && timeless) this.withoutTime.set(call.file, added(this.withoutTime.get(call.file) ?? NO_CALLS, call))
    else this.leftOut = added(this.leftOut, call)
    return meets && timeless ? 'timeless' : 'left out'
  }

  /** Patterns that no call has matched, most likely misspelled. */
  misses(): readonly string[] {
    return this.conditions.flatMap((condition) => condition.misses())
  }
}

/** The calls that count; what is left out, the filter counts. */
export function* admitted(
  calls: Iterable<Call>,
  filter: CallFilter | null,
  defaultModel: string | null = null,
): Generator<Call> {
  for (const call of calls) if (filter === null || filter.admits(named(call, defaultModel))) yield call
}

class AppliedCondition {
  private readonly condition: Condition
  private readonly valueOf: (call: Call) => string
  private readonly known = new Map<string, boolean>()

  constructor(condition: Condition, circumstances: Circumstances) {
    this.condition = condition
    this.valueOf = dimensionNamed(condition.by).valuesIn(circumstances)
  }

  meets(call: Call): boolean {
    const value = this.valueOf(call)
    let meets = this.known.get(value)
    if (meets === undefined) {
      const { patterns } = this.condition
      const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
      const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
      const matches = (pattern: string) => globMatches(pattern, value)
      meets = (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches)
      this.known.set(value, meets)
    }
    return meets
  }

  misses(): readonly string[] {
    const { by, patterns } = this.condition
    const values = [...this.known.keys()]
    if (values.length === 0) return []
    return patterns
      .map((pattern) => pattern.replace(/^!/, ''))
      .filter((pattern) => !values.some((value) => globMatches(pattern, value)))
      .map((pattern) => `no call has a ${by} that matches ${JSON.stringify(pattern)}${didYouMean(pattern, values)}`)
  }
}

/** A total with one call more. */
export function added(sum: CallTotal, { calls, counts }: Pick<Call, 'calls' | 'counts'>): CallTotal {
  return {
    call_count: sum.call_count + (calls ?? 0),
    calls_known: sum.calls_known && calls !== null,
    total_tokens: sum.total_tokens + (counts.inputTokens ?? 0) + (counts.outputTokens ?? 0),
  }
}
