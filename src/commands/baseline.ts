import type { Command } from 'commander'
import { type AnalyzeOptions, analyze } from '../analyze.ts'
import { TokencostError } from '../errors.ts'
import { type Baseline, diffReports, type NamedReport, type ReportDiff } from '../report/diff.ts'
import type { GateOptions } from './gates.ts'
import { addIncreaseOptions, type IncreaseOptions, increaseGates } from './increase.ts'
import { unreadable } from './reading.ts'

/** Flags of a report that is compared with an earlier one. */
export interface BaselineOptions extends IncreaseOptions {
  readonly baseline?: string
}

type Reading = Omit<AnalyzeOptions, 'inputs' | 'groupBy' | 'everyEntry'>

export function addBaselineOptions(command: Command): void {
  command.option('--baseline <file>', 'say what changed since this saved report, dump or log')
  addIncreaseOptions(command)
}

/** Throws where a limit compares with a baseline that is not named. */
export function checkBaselineOptions({ baseline, maxIncrease = [], requireBaseline = false }: BaselineOptions): void {
  if (baseline !== undefined || (maxIncrease.length === 0 && !requireBaseline)) return
  const flag = requireBaseline ? '--require-baseline' : '--max-increase'
  throw new TokencostError('usage', `${flag} needs --baseline FILE, the saved report to compare with`)
}

/** The report beside its baseline, with what became of the limits; null when no baseline was named. */
export async function comparison(
  head: NamedReport,
  options: BaselineOptions & GateOptions,
  reading: Reading,
): Promise<ReportDiff | null> {
  const { baseline } = options
  if (baseline === undefined) return null
  const diff = diffReports(await readBaseline(baseline, reading), head)
  return { ...diff, gates: increaseGates(diff, options) }
}

/**
 * Reads a baseline: a saved report, a dump or logs. That there is none yet, as on the first run of a job, is no error;
 * that it is there and may not be read is one.
 */
export async function readBaseline(name: string, reading: Reading): Promise<Baseline> {
  if (name === '') return { name, report: null, missing: 'its path is empty' }
  const { report, problems, nothingRead } = await analyze({
    ...reading,
    ...{ inputs: [name], groupBy: null, everyEntry: false },
  })
  if (!nothingRead) return { name, report, missing: null }
  const absent = problems.every(({ code }) => code === 'missing' || code === 'no_logs')
  if (!absent) throw unreadable(problems)
  return { name, report: null, missing: problems.map(({ message }) => message).join('; ') }
}
