import type { Amounts, DearCall, Insights, SessionRow } from '../report/insights.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { callsCounted, countText } from './count.ts'
import { type Money, moneyOf, moneyText } from './money.ts'
import { timeText, warningTexts } from './notes.ts'
import { paletteFor } from './palette.ts'
import { localMinuteText } from './period.ts'
import { nameText, percentText, shareOf } from './rows.ts'
import { whyText } from './why-text.ts'
import { widthOf, wrappedWords } from './width.ts'

/** The dearest calls and sessions, where they stand, and what their cost was spent on. `placeOf` is 'run.jsonl:12'. */
export function topText(
  report: TokenUsageReport,
  insights: Insights,
  placeOf: (call: DearCall) => string,
  look: { readonly width: number | null; readonly color: boolean },
): string {
  const { width } = look
  const palette = paletteFor(look.color)
  const money = moneyOf(report)
  const { dearest_calls: calls, dearest_sessions: sessions } = insights
  const { left_out } = insights.cost_per_call
  const others = [
    ...(left_out === 0
      ? []
      : [
          `Not among the calls: ${countText(left_out)} without a price, or ${left_out === 1 ? 'a sum' : 'sums'} of several calls`,
        ]),
    timeText(report),
    ...warningTexts(report).map((text) => `Warning: ${text}`),
  ]
  return `${[
    palette.strong('Dearest calls'),
    '',
    ...blocks(calls.map((call) => [call, callLines(call)])),
    palette.strong('Dearest sessions'),
    '',
    ...blocks(sessions.map((session) => [session, sessionLines(session)])),
    ...others.flatMap((text) => wrappedWords(text, width, '  ')),
  ].join('\n')}\n`

  function blocks(rows: readonly (readonly [Amounts, readonly string[]])[]): readonly string[] {
    if (rows.length === 0) return ['None that has a price.', '']
    const costs = rows.map(([row]) => costText(row, money))
    const margin = Math.max(...costs.map(widthOf)) + '  '.length
    return rows.flatMap(([, [first = '', ...more]], i) => {
      const cost = costs[i]!.padStart(margin - '  '.length)
      const space = width === null ? null : Math.max(20, width - margin)
      const [head = '', ...tail] = wrappedWords(first, space)
      const told = more.filter((text) => text !== '')
      const lines = [...tail, ...told.flatMap((text) => wrappedWords(text, space, '  '))]
      return [`${palette.strong(cost)}  ${head}`, ...lines.map((line) => ' '.repeat(margin) + palette.quiet(line)), '']
    })
  }

  function callLines(call: DearCall): readonly string[] {
    const session = call.session === null ? '' : `, session ${nameText(call.session)}`
    const time = call.time === null ? '' : `, ${localMinuteText(call.time, report)}`
    return [
      `${nameText(call.model)}  ${nameText(placeOf(call))}`,
      `${tokensText(call)}${time}${session}`,
      whyText(call),
    ]
  }

  function sessionLines(row: SessionRow): readonly string[] {
    const share = shareOf(row.cost_usd, report.total_cost_usd)
    const part = share === null ? '' : `, ${percentText(share)} of the cost`
    const name = row.session === null ? '(calls without a session)' : nameText(row.session)
    return [name, `${callsCounted(row)}${part}, ${tokensText(row)}`, whyText(row)]
  }
}

function costText({ cost_usd, unpriced_tokens }: Amounts, money: Money): string {
  if (cost_usd === null) return 'n/a'
  return `${unpriced_tokens > 0 ? '≥ ' : ''}${moneyText(cost_usd, money)}`
}

function tokensText({ input_tokens, output_tokens, cache_read_tokens }: Amounts): string {
  const cached =
    cache_read_tokens === 0 || input_tokens === 0
      ? ''
      : ` (${percentText(cache_read_tokens / input_tokens)} from a cache)`
  return `${countText(input_tokens)} in${cached}, ${countText(output_tokens)} out`
}
