import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/pricing/decimal.ts'
import { SORTS } from '../../src/render/row-order.ts'
import { flatRows, orderedLeaves, type ShownRow, shownRows, type View, WHOLE } from '../../src/render/row-tree.ts'
import { renderTable } from '../../src/render/table.ts'
import type { GroupRow, TokenUsageReport } from '../../src/report/report.ts'
import { bucket, reportOf, row, usd } from './report-builder.ts'

/** Rows by these names, each with its cost in dollars (null = no price), tokens and calls. */
function grouped(
  groupBy: readonly string[],
  rows: readonly (readonly [keys: readonly string[], cost: string | null, tokens?: number, calls?: number])[],
): TokenUsageReport {
  const groups = rows.map(([keys, cost, tokens = 0, calls = 1]): GroupRow => {
    const fields = { input_tokens: tokens, call_count: calls, cost_usd: cost === null ? null : usd(cost) }
    const priced_as = cost === null ? [bucket({ reason: 'no price' })] : []
    return { keys: Object.fromEntries(groupBy.map((by, i) => [by, keys[i]!])), ...row({ ...fields, priced_as }) }
  })
  return reportOf(
    groups.map((group, index) => [`m${index}`, group]),
    { group_by: groupBy, groups },
  )
}

const printed = (rows: readonly ShownRow[]) =>
  rows.map(({ cells, row }) => [...cells, row.cost_usd?.toString() ?? null])
const shown = (report: TokenUsageReport, view: Partial<View> = {}) =>
  printed(shownRows(report, { ...WHOLE, ...view }).rows)

const DAYS = grouped(
  ['day', 'model'],
  [
    [['2026-03-02', 'a'], '5', 10, 1],
    [['(none)', 'a'], '4.5', 20, 7],
    [['2026-03-01', 'b'], '3', 30, 2],
    [['2026-03-01', 'a'], '1', 50, 3],
    [['2026-03-03', 'x'], null, 5, 9],
  ],
)

describe('rows of several names', () => {
  test('have a sum above those of one name; days go as they pass, and models by cost', () => {
    expect(shown(DAYS)).toEqual([
      ['2026-03-01', '', '4'],
      ['', 'b', '3'],
      ['', 'a', '1'],
      ['2026-03-02', 'a', '5'],
      ['2026-03-03', 'x', null],
      ['(none)', 'a', '4.5'],
    ])
  })

  test('of three names: one line as long as there is one row below', () => {
    const report = grouped(
      ['project', 'session', 'model'],
      [
        [['p', 's', 'a'], '2'],
        [['p', 's', 'b'], '1'],
        [['q', 't', 'a'], '1'],
        [['r', 't', 'a'], '0.5'],
        [['r', 'u', 'a'], '0.25'],
      ],
    )
    expect(shown(report)).toEqual([
      ['p', 's', '', '3'],
      ['', '', 'a', '2'],
      ['', '', 'b', '1'],
      ['q', 't', 'a', '1'],
      ['r', '', '', '0.75'],
      ['', 't', 'a', '0.5'],
      ['', 'u', 'a', '0.25'],
    ])
  })

  test.each([
    [{ sort: 'cost' }, ['2026-03-02', '(none)', '2026-03-01', '2026-03-03']],
    [{ sort: 'cost', order: 'asc' }, ['2026-03-01', '(none)', '2026-03-02', '2026-03-03']],
    [{ sort: 'tokens' }, ['2026-03-01', '(none)', '2026-03-02', '2026-03-03']],
    [{ sort: 'calls' }, ['2026-03-03', '(none)', '2026-03-01', '2026-03-02']],
    [{ sort: 'name', order: 'desc' }, ['(none)', '2026-03-03', '2026-03-02', '2026-03-01']],
    [{ order: 'desc' }, ['(none)', '2026-03-03', '2026-03-02', '2026-03-01']],
  ] as const)('sorted by %j', (view, expected) => {
    const { rows } = shownRows(DAYS, { ...WHOLE, ...view })
    const days = rows.map(({ cells }) => cells[0]!).filter((day) => day !== '')
    expect(days).toEqual(expected)
  })
})

describe('the top', () => {
  test('of days are the dearest ones, still in their order; the others are one row', () => {
    expect(shown(DAYS, { top: 2 }).filter(([day]) => day !== '')).toEqual([
      ['2026-03-02', 'a', '5'],
      ['(none)', 'a', '4.5'],
      ['2 others', '', '4'],
    ])
  })

  test('follow the order that was asked for', () => {
    expect(shown(DAYS, { top: 1, sort: 'calls' }).map(([day]) => day)).toEqual(['2026-03-03', '3 others'])
  })

  test('has no others when all are shown', () => {
    expect(shown(DAYS, { top: 4 })).toEqual(shown(DAYS))
  })
})

test('an hour that clocks show twice stands twice, the first one first', () => {
  const hours = ['2026-10-25 03:00+01:00', '2026-10-25 02:00+01:00', '2026-10-25 02:00+02:00', '2026-10-25 01:00+02:00']
  const report = grouped(
    ['hour'],
    hours.map((hour) => [[hour], '1']),
  )
  expect(shown(report).map(([hour]) => hour)).toEqual(hours.toReversed())
})

test('whatever the view, the rows that are no sums add up to the total, and data keeps every row', () => {
  const names = fc.constantFrom('a', 'b', 'c', '(none)', '2026-03-01')
  const rows = fc.uniqueArray(fc.tuple(fc.tuple(names, names), fc.option(fc.nat(50)), fc.nat(9), fc.nat(9)), {
    selector: ([keys]) => keys.join(),
    maxLength: 12,
  })
  const views = fc.record({
    sort: fc.option(fc.constantFrom(...SORTS)),
    order: fc.option(fc.constantFrom('asc' as const, 'desc' as const)),
    top: fc.option(fc.integer({ min: 1, max: 6 })),
    columns: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.constantFrom('day', 'model'), rows, views, (by, made, view) => {
      const report = grouped(
        [by, 'user'],
        made.map(([keys, cost, tokens, calls]) => [keys, cost === null ? null : `${cost}`, tokens, calls]),
      )
      const total = flatRows(report, view).rows.reduce(
        (sum, { row }) => [
          sum[0]! + row.total_tokens,
          sum[1]! + row.call_count,
          sum[2]! + (row.cost_usd ?? Decimal.ZERO).toNumber(),
        ],
        [0, 0, 0],
      )
      expect(total).toEqual([report.total_tokens, report.call_count, report.total_cost_usd.toNumber()])
      const leaves = orderedLeaves(report, view).rows.map(({ keys }) => keys.join())
      expect(leaves.toSorted()).toEqual(made.map(([keys]) => keys.join()).sort())
    }),
  )
})

const WEEK = grouped(
  ['week', 'project', 'model'],
  [
    [['2026-W38', '/code/search', 'claude-sonnet-4-5-20250929'], '12.5', 4_000_000, 120],
    [['2026-W39', '/code/search', 'claude-sonnet-4-5-20250929'], '8.25', 2_500_000, 80],
    [['2026-W39', '/code/search', 'gpt-4o-mini'], '0.75', 1_500_000, 300],
    [['2026-W39', '/code/a-project-with-quite-a-long-path/backend', 'gpt-4o-mini'], '0.5', 900_000, 90],
    [['2026-W40', '(none)', 'gpt-4o-mini'], '0.3', 500_000, 60],
    [['2026-W41', '(none)', 'house-model'], null, 100_000, 5],
  ],
)

test.each([60, 80, 120, 200])(
  'three names, the two dearest weeks, at %i columns look as in the golden file',
  async (width) => {
    const table = renderTable(WEEK, { width, color: false, lang: 'en', view: { ...WHOLE, top: 2 } })
    await expect(table).toMatchFileSnapshot(`golden/table-nested-${width}.txt`)
  },
)

test.each([60, 120])('chosen columns are shown in their order and never hidden, at %i columns', async (width) => {
  const columns = ['cost', 'share', 'cache_write_1h', 'reasoning', 'calls']
  const table = renderTable(WEEK, { width, color: false, lang: 'en', view: { ...WHOLE, columns } })
  await expect(table).toMatchFileSnapshot(`golden/table-columns-${width}.txt`)
})
