import { describe, expect, test } from 'vitest'
import { carriedWarnings } from '../../src/report/carried-warnings.ts'
import type { TokenUsageReport, Warning } from '../../src/report/report.ts'
import { call, reportOfCalls } from './calls.ts'

const saying = (warnings: readonly Warning[], calls = 1): TokenUsageReport =>
  reportOfCalls(
    Array.from({ length: calls }, () => call({ inputTokens: 1 })),
    {},
    { warnings },
  )

describe('warnings of saved reports, as one run would say them', () => {
  test('numbers of calls are added', () => {
    const given = (count: number) => ({
      code: 'default_model',
      message: `o3: given by --default-model to ${count} of the records, whose logs name no model`,
    })
    const other = { code: 'default_model', message: given(4).message.replace('o3', 'gpt-4o') }
    const label = (calls: string) => ({
      code: 'other_label',
      message: `${calls} another 9 calls carry another than --label 9 calls carry another=x; to keep only x: --where label:9 calls carry another=x`,
    })
    expect(
      carriedWarnings([saying([given(2), label('1 call carries')]), saying([given(3), other, label('2 calls carry')])]),
    ).toEqual([given(5), label('3 calls carry'), other])
    expect(carriedWarnings([saying([label('1 call carries')])])).toEqual([label('1 call carries')])
  })

  test('a pattern matches nothing only where it matches nothing in any of them', () => {
    const missed = (hint: string) => ({
      code: 'filter_matched_nothing',
      message: `no call has a model that matches "gtp \\"x\\""${hint}`,
    })
    expect(carriedWarnings([saying([missed('')]), saying([])])).toEqual([])
    expect(carriedWarnings([saying([missed('')]), saying([], 0)])).toEqual([missed('')])
    const both = [saying([missed('')]), saying([missed('; did you mean gpt?')])]
    expect(carriedWarnings(both)).toEqual([missed(''), missed('; did you mean gpt?')])
  })
})
