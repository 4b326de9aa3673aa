import { readdirSync } from 'node:fs'
import { analyze } from '../analyze.ts'
import type { Io } from '../io.ts'
import type { ModelPricing } from '../pricing/model-pricing.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { isLogName } from '../sources/extensions.ts'
import { resolveSources } from '../sources/resolve.ts'
import { totalSize } from '../sources/size.ts'
import type { Source } from '../sources/source.ts'

/** Logs of a project, and a report of what was looked at in them. */
export interface FoundLogs {
  /** Files and folders directly in the current folder, or what was given. */
  readonly inputs: readonly string[]
  /** null when no call was found. */
  readonly report: TokenUsageReport | null
  /** True when there is more than was looked at. */
  readonly sampled: boolean
}

/** Folders that hold other people's work, or examples. */
const PASSED_OVER = ['node_modules', 'vendor', 'dist', 'build', 'target', 'venv', 'src', 'test', 'tests', 'fixtures']

/** A look must not take long: at most so much of each place. */
const MOST_FILES = 100
const MOST_BYTES = 64_000_000

/** Looks into `given`, or into what stands in the current folder, and keeps the places that calls were found in. */
export async function findLogs(given: readonly string[], pricing: ModelPricing, io: Io): Promise<FoundLogs> {
  const places = given.length > 0 ? given : candidates(io.cwd)
  const inputs: string[] = []
  const samples: string[] = []
  let sampled = false
  for (const place of places) {
    const { sources } = await resolveSources([place], io.cwd)
    const sample = sampleOf(sources)
    const found = await look(sample, pricing, io)
    if (found === null) continue
    inputs.push(place)
    samples.push(...sample)
    sampled ||= sample.length < sources.length
  }
  return { inputs, report: await look(samples, pricing, io), sampled }
}

function candidates(cwd: string): readonly string[] {
  return readdirSync(cwd, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !PASSED_OVER.includes(name))
    .filter((entry) => entry.isDirectory() || (entry.isFile() && isLogName(entry.name)))
    .map(({ name }) => name)
    .sort()
}

function sampleOf(sources: readonly Source[]): readonly string[] {
  const sample: string[] = []
  let bytes = 0
  for (const source of sources.slice(0, MOST_FILES)) {
    const size = totalSize([source])
    if (source.path === null || (sample.length > 0 && bytes + size > MOST_BYTES)) continue
    sample.push(source.path)
    bytes += size
  }
  return sample
}

/** null when no call is in it, or when it is not a log but a report that was saved. */
async function look(inputs: readonly string[], pricing: ModelPricing, io: Io): Promise<TokenUsageReport | null> {
  if (inputs.length === 0) return null
  const { report, groupsBy } = await analyze({
    ...{ inputs, cwd: io.cwd, stdin: io.stdin, pricing, groupBy: ['model'] },
    ...{ cost: 'computed', format: null, everyEntry: false },
  })
  const empty = Object.keys(report.models_breakdown).length === 0
  return empty || groupsBy([]) === null ? null : report
}
