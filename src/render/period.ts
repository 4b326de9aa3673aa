import type { TokenUsageReport } from '../report/report.ts'
import { isoText } from '../usage/time.ts'
import { Zone } from '../usage/zone.ts'
import { visible } from './escape.ts'

/** '2026-09-01 08:12 to 2026-09-23 17:40 (UTC)' in the report's own zone; null when no call has a time. */
export function periodText(report: TokenUsageReport, to = 'to'): string | null {
  const { start, end } = report.period
  if (start === null || end === null) return null
  const zone = zoneOf(report.timezone)
  const [from, until] = [start, end].map((time) => minuteText(time, zone))
  return `${from === until ? from : `${from} ${to} ${until}`} (${zone.name})`
}

/** '2026-09-23 17:40' in the report's zone. */
export function localMinuteText(time: string, { timezone }: Pick<TokenUsageReport, 'timezone'>): string {
  return minuteText(time, zoneOf(timezone))
}

function minuteText(time: string, zone: Zone): string {
  const utc = Date.parse(time)
  if (Number.isNaN(utc)) return visible(time)
  return isoText(utc + zone.offsetAt(utc))
    .slice(0, -':00.000Z'.length)
    .replace('T', ' ')
}

/** '2026-09-01 08:12:30.25', to the last digit that is not zero; midnights as '2026-09-01 00:00'. */
export function momentText(time: string, zone: Zone): string {
  const utc = Date.parse(time)
  if (Number.isNaN(utc)) return visible(time)
  const local = isoText(utc + zone.offsetAt(utc))
    .replace('T', ' ')
    .replace('Z', '')
  return local.replace(/(:00)?\.000$/, '')
}

/** UTC for a zone that this machine does not know: a saved report may come from another one. */
export function zoneOf(name: string): Zone {
  try {
    return new Zone(name)
  } catch {
    return new Zone('UTC')
  }
}
