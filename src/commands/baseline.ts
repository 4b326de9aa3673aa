import { type AnalyzeOptions, analyze } from '../analyze.ts'
import type { Baseline } from '../report/diff.ts'
import { unreadable } from './reading.ts'

/**
 * Reads a baseline: a saved report, a dump or logs. That there is none yet, as on the first run of a job, is no error;
 * that it is there and may not be read is one.
 */
export async function readBaseline(name: string, options: Omit<AnalyzeOptions, 'inputs'>): Promise<Baseline> {
  if (name === '') return { name, report: null, missing: 'its path is empty' }
  const { report, problems, nothingRead } = await analyze({ ...options, inputs: [name] })
  if (!nothingRead) return { name, report, missing: null }
  const absent = problems.every(({ code }) => code === 'missing' || code === 'no_logs')
  if (!absent) throw unreadable(problems)
  return { name, report: null, missing: problems.map(({ message }) => message).join('; ') }
}
