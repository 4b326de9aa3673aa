import type { Command } from 'commander'
import type { AnalyzeOptions } from '../analyze.ts'
import { DIMENSION_NAMES, dimensionsNamed } from '../tracker/dimensions.ts'
import { Zone } from '../usage/zone.ts'

/** Flags that say which calls are added up together. */
export interface SliceOptions {
  readonly groupBy?: readonly string[]
  readonly timezone?: string
}

export function addSliceOptions(command: Command): void {
  command
    .option('--group-by <names>', `one row per combination of ${DIMENSION_NAMES.join(', ')}`, dimensionList)
    .option('-z, --timezone <zone>', 'IANA zone whose days and hours count, or local (default: UTC)', zoneName)
}

/** What the flags mean to analyze. */
export function slicesOf({ groupBy, timezone }: SliceOptions): Pick<AnalyzeOptions, 'groupBy' | 'timezone'> {
  return { groupBy: groupBy ?? null, timezone: timezone ?? null }
}

function dimensionList(value: string): readonly string[] {
  return dimensionsNamed(value.split(',').map((name) => name.trim())).map(({ name }) => name)
}

function zoneName(value: string): string {
  return new Zone(value === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : value).name
}
