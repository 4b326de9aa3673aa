import type { TokenUsageReport } from '../report/report.ts'

/** '2026-09-01 08:12 to 2026-09-23 17:40 (UTC)' in the report's own zone; null when no call has a time. */
export function periodText(report: TokenUsageReport): string | null {
  const { start, end } = report.period
  if (start === null || end === null) return null
  const clock = clockOf(report.timezone)
  const [from, to] = [clock.minute(start), clock.minute(end)]
  return `${from === to ? from : `${from} to ${to}`} (${clock.zone})`
}

function clockOf(timezone: string): { zone: string; minute: (time: string) => string } {
  const format = formatFor(timezone) ?? formatFor('UTC')!
  return { zone: format.resolvedOptions().timeZone, minute: (time) => minuteText(format, time) }
}

function minuteText(format: Intl.DateTimeFormat, time: string): string {
  const parts = Object.fromEntries(format.formatToParts(new Date(time)).map(({ type, value }) => [type, value]))
  return `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`
}

/** null for a zone that this machine does not know: a saved report may come from another one. */
function formatFor(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'iso8601',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  } catch {
    return null
  }
}
