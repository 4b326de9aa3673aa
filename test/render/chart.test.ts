import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { CHARTS, chartText, sparklineTexts } from '../../src/render/chart.ts'
import { sparkline } from '../../src/render/sparkline.ts'
import { topText } from '../../src/render/top-text.ts'
import { timelineOf } from '../../src/report/timeline.ts'
import { amounts, call, day, insightsOf, session, spent } from './insights-builder.ts'
import { reportOf, row, usd } from './report-builder.ts'
import { BY_DAY } from './sample-reports.ts'

const OPUS = 'claude-opus-4-6'
const LONG = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'

/** Three days, of which the second has no call; $8 = 6 + 2, then $4 = 1 + 3. */
const report = reportOf(
  [
    [
      OPUS,
      row({
        input_tokens: 8_000,
        output_tokens: 2_000,
        cache_read_tokens: 5_000,
        cache_write_tokens: 1_000,
        reasoning_tokens: 500,
        cost_usd: usd('7'),
      }),
    ],
    [LONG, row({ input_tokens: 1_000, output_tokens: 1_000, cost_usd: usd('5') })],
  ],
  {
    insights: insightsOf({
      by_day: [
        day('2026-09-21', OPUS, '6'),
        day('2026-09-21', LONG, '2'),
        day('2026-09-23', LONG, '3'),
        day('2026-09-23', OPUS, '1'),
      ],
      by_weekday_hour: [
        { weekday: 1, hour: 8, ...amounts({ cost_usd: usd('8') }) },
        { weekday: 3, hour: 17, ...amounts({ cost_usd: usd('4') }) },
        { weekday: 7, hour: 23, ...amounts({ cost_usd: null, unpriced_tokens: 10 }) },
      ],
      session_count: 1,
      dearest_sessions: [
        session('0b5c', spent({ output: '6', input: '1' })),
        session(null, spent({ cache_write: '5' })),
      ],
      dearest_calls: [
        call(
          { session: '0b5c', long_context_cost_usd: usd('6') },
          spent(
            { output: '4', input: '2' },
            { input_tokens: 300_000, cache_read_tokens: 90_000, output_tokens: 5_000 },
          ),
        ),
        call({ model: LONG, time: null, offset: null }, spent({ fees: '0.5' })),
      ],
    }),
  },
)

const chart = (width: number | null, color = false) => chartText(report, CHARTS, { width, color })
const topOf = (width: number | null) => topText(report, report.insights!, () => 'run.jsonl:12', { width, color: false })

describe('charts', () => {
  test.each([60, 80, 120, 200])('fit %i columns and look as in the golden file', async (width) => {
    const text = chart(width)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
    await expect(text).toMatchFileSnapshot(`golden/chart-${width}.txt`)
  })

  test('say the same without colour', () => {
    expect(chart(80, true)).not.toBe(chart(80))
    expect(stripVTControlCharacters(chart(80, true))).toBe(chart(80))
  })

  test('bars are as long as their part of the dearest day, and a day without calls is there', () => {
    const bars = chart(80)
      .split('\n')
      .filter((line) => line.startsWith('2026-09-'))
    const cells = bars.map((line) => (line.match(/[█░]/g) ?? []).length)
    expect(cells[1]).toBe(0)
    expect(cells[2]).toBe(Math.round(cells[0]! / 2))
    // 6 of 8 dollars are those of the dearer model, drawn full.
    expect((bars[0]!.match(/█/g) ?? []).length).toBe(Math.round(cells[0]! * 0.75))
  })

  test('say so where the times are not known', () => {
    const text = chartText({ ...report, insights: null }, ['time', 'hours'], { width: 80, color: false })
    expect(text.match(/The calls have no times, or only their sums are known\./g)).toHaveLength(2)
  })
})

describe('the timeline', () => {
  test('leave out models without a price, and say so', () => {
    const [day] = BY_DAY.groups
    const unpriced = {
      ...day!,
      cost_usd: null,
      priced_as: [{ ...day!.priced_as[0]!, reason: 'no price', cost_usd: null }],
    }
    const groups = [
      { ...day!, keys: { day: '2026-09-21', model: 'known' } },
      { ...unpriced, keys: { day: '2026-09-21', model: 'unknown' } },
      { ...unpriced, keys: { day: '2026-09-22', model: 'unknown' } },
    ]
    const text = chartText({ ...BY_DAY, insights: null, group_by: ['day', 'model'], groups }, ['time'], {
      width: 80,
      color: false,
    })
    expect(text).toMatch(/^2026-09-21 +█+ +≥ \$/m)
    expect(text).toMatch(/^2026-09-22 +n\/a$/m)
    expect(text).toContain('\n1 model without a price not drawn\n')
    expect(text).not.toContain('$0.0000')
  })

  test('of a report that is grouped by day needs no insights', () => {
    expect(timelineOf(BY_DAY, 6, 62)?.times[0]).toBe('2026-08-31')
  })

  test('goes by Mondays, then months, where there are more days than asked for', () => {
    const long = reportOf([[OPUS, row()]], {
      insights: insightsOf({ by_day: [day('2026-01-01', OPUS, '1'), day('2026-03-01', OPUS, '2')] }),
    })
    // Thursday 2026-01-01 lies in the week of Monday 2025-12-29; nine weeks up to the one of 2026-02-23.
    expect(timelineOf(long, 6, 30)).toMatchObject({ unit: 'week' })
    expect(timelineOf(long, 6, 30)!.times).toHaveLength(9)
    expect(timelineOf(long, 6, 30)!.times[0]).toBe('2025-12-29')
    expect(timelineOf(long, 6, 5)!.times).toEqual(['2026-01', '2026-02', '2026-03'])
  })

  test('is drawn by the year where a time is far off, with the years between told by their number', () => {
    const far = reportOf([[OPUS, row({ cost_usd: usd('3') })]], {
      insights: insightsOf({ by_day: [day('1970-01-01', OPUS, '1'), day('2026-09-23', OPUS, '2')] }),
    })
    expect(timelineOf(far, 6, 62)).toMatchObject({ unit: 'year' })
    const lines = chartText(far, ['time'], { width: 60, color: false }).split('\n')
    // 1971 to 2025
    expect(lines.slice(2, 6)).toEqual([
      expect.stringMatching(/^1970 {2}█+ +\$1\.00$/),
      '⋮     55 years without a cost',
      expect.stringMatching(/^2026 {2}█+ +\$2\.00$/),
      '',
    ])
  })

  test('as a sparkline is not cut in its gaps', () => {
    const far = reportOf([[OPUS, row({ cost_usd: usd('3') })]], {
      insights: insightsOf({ by_day: [day('2026-09-01', OPUS, '1'), day('2026-09-23', OPUS, '2')] }),
    })
    expect(sparklineTexts(far)).toEqual([`Cost per day: ▅${'\u00a0'.repeat(21)}█ from 2026-09-01 to 2026-09-23`])
  })

  test('as a sparkline tells a day without a price from one without a call', () => {
    const report = reportOf([[OPUS, row({ cost_usd: usd('4') })]], {
      insights: insightsOf({
        by_day: [
          day('2026-09-01', OPUS, '2'),
          day('2026-09-02', LONG, null),
          day('2026-09-04', OPUS, '2'),
          day('2026-09-04', LONG, null),
        ],
      }),
    })
    expect(sparklineTexts(report)).toEqual(['Cost per day: █?\u00a0█ from 2026-09-01 to 2026-09-04'])
  })

  test.each([
    [120, 'day', 31],
    [60, 'day', 31],
    // 44 columns are left for 31 days, 14 for the six weeks that they lie in.
    [30, 'week', 6],
  ])('as a sparkline in %i columns goes by the %s', (width, unit, length) => {
    const august = reportOf([[OPUS, row({ cost_usd: usd('4') })]], {
      insights: insightsOf({ by_day: [day('2026-08-01', OPUS, '2'), day('2026-08-31', OPUS, '2')] }),
    })
    const [text] = sparklineTexts(august, width)
    expect(text).toMatch(new RegExp(`^Cost per ${unit}: █\u00a0{${length - 2}}█ from `))
  })

  test('goes by the hour only where these are few, also when the days of the calls are', () => {
    const hours = (...times: readonly string[]) =>
      reportOf([[OPUS, row({ cost_usd: usd('2') })]], {
        insights: insightsOf({
          by_day: times.map((time) => day(time.slice(0, 10), OPUS, '1')),
          by_hour: times.map((time) => day(time, OPUS, '1')),
        }),
      })
    expect(timelineOf(hours('2026-09-21T00', '2026-09-23T23'), 6, 72)).toMatchObject({ unit: 'hour' })
    expect(timelineOf(hours('2026-09-21T00', '2026-09-23T23'), 6, 71)).toMatchObject({ unit: 'day' })
    const far = hours('1970-01-01T00', '2026-09-23T00')
    expect(timelineOf(far, 6, 72)).toMatchObject({ unit: 'year' })
    expect(chartText(far, ['time'], { width: 60, color: false })).toContain('55 years without a cost')
    expect(sparklineTexts(hours('2026-09-21T08', '2026-09-21T09'))).toEqual([
      'Cost per hour: ██ from 2026-09-21 08:00 to 2026-09-21 09:00',
    ])
  })

  test('joins the cheapest models, and nothing is lost', () => {
    const models = ['a', 'b', 'c', 'd'].map((name, i) => day('2026-09-21', name, String(10 - i)))
    const timeline = timelineOf(reportOf([[OPUS, row()]], { insights: insightsOf({ by_day: models }) }), 3, 62)!
    expect(timeline.series.map(({ model, costs }) => [model, costs[0]?.toString()])).toEqual([
      ['a', '10'],
      ['b', '9'],
      [null, '15'],
    ])
  })
})

test('a sparkline has eight heights, and nothing for nothing', () => {
  expect(sparkline([0, 1, 4, 8])).toBe(' ▂▅█')
})

describe('top', () => {
  test.each([60, 80, 120])('fits %i columns and looks as in the golden file', async (width) => {
    const text = topOf(width)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
    await expect(text).toMatchFileSnapshot(`golden/top-${width}.txt`)
  })

  test('leaves no blank line where there is no reason to tell', () => {
    const unpriced = session('0b5c', spent({}, { cost_usd: null, unpriced_tokens: 10 }))
    const insights = insightsOf({ session_count: 1, dearest_sessions: [unpriced] })
    const text = topText(report, insights, () => '', { width: null, color: false })
    expect(text).toContain('n/a  0b5c\n     1 call, 0 in, 0 out\n\n')
    expect(text).not.toContain('\n\n\n')
  })

  test('says why: output, input that no cache had, a long context', () => {
    // 4 of 6 dollars; 210,000 of 300,000 tokens neither read from a cache nor written to one.
    expect(topOf(null)).toContain('output 67%, uncached input 33%; long context; cache misses')
  })
})
