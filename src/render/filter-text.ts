import type { TokenUsageReport } from '../report/report.ts'
import { callsText, countText } from './count.ts'
import { visible } from './escape.ts'
import { momentText, zoneOf } from './period.ts'

/** What the report is limited to, and how much that leaves out. */
export function filterTexts({ filter, timezone }: TokenUsageReport): readonly string[] {
  const zone = zoneOf(timezone)
  const texts = filter.given.map(({ since, until, conditions }) => {
    const parts = [
      ...(since === null ? [] : [`since ${momentText(since, zone)}`]),
      ...(until === null ? [] : [`until ${momentText(until, zone)}`]),
      ...Object.entries(conditions).map(
        ([name, patterns]) => `with ${visible(name)} ${patterns.map(visible).join(' ')}`,
      ),
    ]
    return `Only calls ${parts.join(', ')}${since === null && until === null ? '' : ` (${zone.name})`}`
  })
  const { left_out, without_time } = filter
  const counts = [
    ...(isNothing(left_out)
      ? []
      : [`${callsText(left_out)} left out, with ${countText(left_out.total_tokens)} tokens`]),
    ...(isNothing(without_time)
      ? []
      : [`${callsText(without_time)} without a time, with ${countText(without_time.total_tokens)} tokens`]),
  ]
  return texts.length === 0 ? [] : [...texts, `Calls beside these: ${counts.length === 0 ? 'none' : counts.join('; ')}`]
}

function isNothing({ call_count, total_tokens, calls_known }: TokenUsageReport['filter']['left_out']): boolean {
  return call_count === 0 && total_tokens === 0 && calls_known
}

/** What stands in place of rows where there is none. */
export function nothingText({ filter }: TokenUsageReport): string {
  if (filter.given.length > 0) return 'No call fits the filter, so there is nothing to count.'
  return 'No model call was found, so there is nothing to count.'
}
