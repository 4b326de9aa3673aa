import type { Command } from 'commander'
import type { AnalyzeOptions } from '../analyze.ts'
import { TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { DIMENSION_NAMES, dimensionNamed, dimensionsNamed } from '../tracker/dimensions.ts'
import type { Condition, Filter } from '../tracker/filter.ts'
import { pathPattern } from '../tracker/labels.ts'
import { type TimeRange, timeRangeOf } from '../usage/time-range.ts'
import { Zone } from '../usage/zone.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { type LabelFlag, labelFlag, NO_LABEL_FLAG } from './label-flag.ts'

/** Dimensions with a flag of their own; `--where` filters by any. */
const FILTERED = ['model', 'provider', 'session', 'project', 'user'] as const

type Named = { readonly [name in (typeof FILTERED)[number]]?: readonly string[] }

/** Flags that say which calls count, and which are added up together. */
export interface SliceOptions extends Named {
  readonly groupBy?: readonly string[]
  readonly timezone?: string
  readonly since?: string
  readonly until?: string
  readonly where?: readonly Condition[]
  readonly label?: LabelFlag
  readonly labelFrom?: readonly string[]
}

/** Apart from the others: commands that print no rows have nothing to group. */
export function addGroupOption(command: Command): void {
  command.option('--group-by <names>', `one row per combination of ${DIMENSION_NAMES.join(', ')}`, dimensionList)
}

export function addSliceOptions(command: Command): void {
  command
    .option('-z, --timezone <zone>', 'IANA zone whose days and hours count, or local (default: UTC)', zoneName)
    .option('--since <time>', 'only calls from then on: 2026-09-01, RFC 3339, today, 7d, 12h, this-month …')
    .option('--until <time>', 'only calls up to then, all of that day included')
  for (const name of FILTERED)
    command.option(`--${name} <pattern>`, `only calls of this ${name}: a name, gl*b or !not (repeatable)`, appended)
  command
    .option('--where <name=pattern>', 'the same for anything that calls can be grouped by (repeatable)', condition)
    .option(
      '--label <name=value>',
      'a label for calls that lack it; with a gl*b or !not, a filter (repeatable)',
      labelFlag,
    )
    .option('--label-from <path>', "labels from each file's path: 'logs/{team}/{run}.jsonl' (repeatable)", labelPath)
}

/** What the flags mean to analyze; the clock is read here, and only for times such as `today`. */
export function slicesOf(
  options: SliceOptions,
  io: Io,
): Pick<AnalyzeOptions, 'groupBy' | 'timezone' | 'filter' | 'labels'> {
  const { groupBy = null, timezone = null, label = NO_LABEL_FLAG, labelFrom: paths = [] } = options
  const labels = { fixed: label.given, paths }
  return { groupBy, timezone, filter: filterOf(options, new Zone(timezone ?? 'UTC'), io), labels }
}

function filterOf(options: SliceOptions, zone: Zone, io: Io): Filter | null {
  const since = rangeOf('since', options, zone, io)?.from ?? null
  const until = rangeOf('until', options, zone, io)?.to ?? null
  // A day that a zone left out, as Samoa did in 2011, is a range of no moment.
  if (since !== null && until !== null && since > until && options.since !== options.until)
    throw new TokencostError('usage', `--since ${options.since} is later than --until ${options.until}`)
  const named = FILTERED.flatMap((by) => options[by]?.map((pattern) => ({ by, patterns: [pattern] })) ?? [])
  const conditions = joined([...named, ...(options.where ?? []), ...(options.label?.conditions ?? [])])
  return since === null && until === null && conditions.length === 0 ? null : { since, until, conditions }
}

/** The time of a flag, null where it is not given; an error names the flag. */
function rangeOf(flag: 'since' | 'until', options: SliceOptions, zone: Zone, { now = Date.now }: Io): TimeRange | null {
  const text = options[flag]
  if (text === undefined) return null
  try {
    return timeRangeOf(text, zone, now)
  } catch (error) {
    if (!(error instanceof TokencostError)) throw error
    throw new TokencostError('usage', `--${flag}: ${error.message}`, error.hint === null ? {} : { hint: error.hint })
  }
}

/** Patterns for the same name are one condition. */
function joined(conditions: readonly Condition[]): readonly Condition[] {
  const names = [...new Set(conditions.map(({ by }) => by))].sort()
  return names.map((name) => ({
    by: name,
    patterns: [...new Set(conditions.filter(({ by }) => by === name).flatMap(({ patterns }) => patterns))].sort(),
  }))
}

function dimensionList(value: string): readonly string[] {
  return dimensionsNamed(value.split(',').map((name) => name.trim())).map(({ name }) => name)
}

/** An IANA zone, or `local` for the one of this machine. In any case of letters: `utc` is UTC, and the same zone as that. */
export function zoneName(value: string): string {
  const { name } = new Zone(value === 'local' ? localZone() : value)
  if (name === 'UTC') return name
  const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  // What is but another name of it, such as Asia/Calcutta for Asia/Kolkata, was not asked for.
  return resolved.toLowerCase() === name.toLowerCase() ? resolved : name
}

/** What TZ says may be an offset, or no zone at all: these have no name. */
function localZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions() as { readonly timeZone?: string }
  if (timeZone !== undefined && timeZone !== 'Etc/Unknown') return timeZone
  throw new TokencostError('usage', 'local: the time zone of this machine has no name; is TZ set to one?', {
    hint: 'Name a zone, such as -z Europe/Berlin or -z UTC.',
  })
}

function appended(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

function condition(text: string, previous: readonly Condition[] = []): readonly Condition[] {
  const [, name, not, pattern] = /^([^=!]+)(!?)=(.*)$/s.exec(text) ?? []
  if (name === undefined || pattern === undefined)
    throw new InvalidArgument('Write NAME=PATTERN, such as branch=main or label:team=sea*.')
  return [...previous, { by: dimensionNamed(name).name, patterns: [`${not}${pattern}`] }]
}

function labelPath(pattern: string, previous: readonly string[] = []): readonly string[] {
  pathPattern(pattern)
  return [...previous, pattern]
}
