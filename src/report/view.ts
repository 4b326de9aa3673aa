import { TokencostError } from '../errors.ts'
import type { Circumstances } from '../tracker/dimensions.ts'
import { CallFilter, type Filter } from '../tracker/filter.ts'
import { type GivenLabels, labelNames, labelsByFile } from '../tracker/labels.ts'
import { ATTRIBUTE_NAMES } from '../usage/record.ts'
import { Zone } from '../usage/zone.ts'
import type { CostSource } from './ledger.ts'
import type { GivenFilter } from './report.ts'

/** How calls were looked at when a report was made: what counts them again, once copies in other reports are known. */
export interface View {
  /** null = every call counts. */
  readonly filter: GivenFilter | null
  /** Of the days and hours that the filter names. */
  readonly timezone: string
  readonly default_model: string | null
  readonly cost: CostSource
  /** True when the prices are not those of the report's layers alone: `--reprice`, or another model's. */
  readonly reprice: boolean
  readonly labels: GivenLabels
}

/** The names by which calls are grouped, filtered and labelled: of these alone a report says values. */
export interface ShownNames {
  /** Of ATTRIBUTE_NAMES. */
  readonly attributes: ReadonlySet<string>
  readonly labels: ReadonlySet<string>
}

export function shownNames(groupBy: readonly string[], views: Iterable<View>): ShownNames {
  const all = new Set(groupBy)
  const labels = new Set<string>()
  for (const view of views) {
    for (const by of Object.keys(view.filter?.conditions ?? {})) all.add(by)
    for (const name of labelNames(view.labels)) labels.add(name)
  }
  for (const by of all) if (by.startsWith(LABEL)) labels.add(by.slice(LABEL.length))
  return { attributes: new Set(ATTRIBUTE_NAMES.filter((name) => all.has(name))), labels }
}

/** What decides the values of calls in files of these names, and the filter to be applied again. */
export function viewing({ filter, timezone, labels }: View, files: readonly string[]) {
  const circumstances: Circumstances = { files, zone: new Zone(timezone), labels: labelsByFile(labels, files) }
  return { circumstances, filter: filter === null ? null : new CallFilter(filterOf(filter), circumstances) }
}

function filterOf({ since, until, conditions }: GivenFilter): Filter {
  return {
    since: since === null ? null : timeOf(since),
    until: until === null ? null : timeOf(until),
    conditions: Object.entries(conditions).map(([by, patterns]) => ({ by, patterns })),
  }
}

function timeOf(text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new TokencostError('usage', `${text} is no time`)
  return time
}

const LABEL = 'label:'
