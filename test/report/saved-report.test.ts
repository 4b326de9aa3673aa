import { describe, expect, test } from 'vitest'
import { TokencostError } from '../../src/errors.ts'
import { renderJson } from '../../src/render/json.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'
import { HOSTILE, UNPRICED } from '../render/sample-reports.ts'

const SAVED = renderJson(UNPRICED, { width: null, color: false, lang: 'en' })

function failure(text: string): string {
  try {
    parseSavedReport(text, 'cost.json')
  } catch (error) {
    if (error instanceof TokencostError && error.kind === 'usage') return error.message
    throw error
  }
  throw new Error('it was read')
}

test('a report comes back from its JSON as it was, hostile names included', () => {
  expect(parseSavedReport(SAVED)).toEqual(UNPRICED)
  const hostile = renderJson(HOSTILE, { width: null, color: false, lang: 'en' })
  const back = parseSavedReport(hostile)
  expect(back).toEqual(HOSTILE)
  expect(Object.hasOwn(back.models_breakdown, '__proto__')).toBe(true)
})

test('a byte order mark, other spacing and keys of later versions do no harm', () => {
  const spaced = SAVED.replace('{', '\uFEFF{ "of_tomorrow": [1.5],\r\n')
  expect(parseSavedReport(spaced)).toEqual(UNPRICED)
})

test('a count may be written with a point or an exponent', () => {
  expect(parseSavedReport(SAVED.replace('"call_count": 3654', '"call_count": 3.654e3')).call_count).toBe(3654)
  expect(parseSavedReport(SAVED.replace('"call_count": 3654', '"call_count": 3654.0')).call_count).toBe(3654)
})

describe('what is wrong is named', () => {
  const row = 'models_breakdown["my-company/fine-tune:v3"]'
  test.each([
    ['{', 'cost.json is not a report of tokencost: it is not valid JSON at position 1'],
    ['', 'cost.json is not a report of tokencost: it is not valid JSON at position 0'],
    [`${SAVED}x`, `cost.json is not a report of tokencost: it is not valid JSON at position ${SAVED.length}`],
    ['[]', 'cost.json is not a report of tokencost: it must be an object'],
    ['7', 'cost.json is not a report of tokencost: it must be an object'],
    ['{"total_cost_usd": 1}', 'cost.json is not a report of tokencost: schema_version is missing'],
    [
      SAVED.replace('"schema_version": 1', '"schema_version": 2'),
      'cost.json is not a report of tokencost: schema_version must be 1, the only version that this tokencost knows',
    ],
    [
      SAVED.replace('"call_count": 3654', '"call_count": "3654"'),
      'cost.json is not a report of tokencost: call_count must be an integer from 0 to 2^53-1',
    ],
    [
      SAVED.replace('"call_count": 3654', '"call_count": 9007199254740992'),
      'cost.json is not a report of tokencost: call_count must be an integer from 0 to 2^53-1',
    ],
    [
      SAVED.replace('"call_count": 3654', '"call_count": -1'),
      'cost.json is not a report of tokencost: call_count must be an integer from 0 to 2^53-1',
    ],
    [
      SAVED.replace('"input_tokens": 130000,', '"input_tokens": 0.5,'),
      `cost.json is not a report of tokencost: ${row}.input_tokens must be an integer from 0 to 2^53-1`,
    ],
    [
      SAVED.replace('"total_cost_usd": 53.8080852', '"total_cost_usd": "53.8080852"'),
      'cost.json is not a report of tokencost: total_cost_usd must be a number',
    ],
    [
      SAVED.replace('"cost_complete": false', '"cost_complete": 0'),
      'cost.json is not a report of tokencost: cost_complete must be true or false',
    ],
    [
      SAVED.replace('"code": "malformed"', '"code": null'),
      'cost.json is not a report of tokencost: warnings[0].code must be a text',
    ],
    [
      SAVED.replace('"estimated_models": []', '"estimated_models": {}'),
      'cost.json is not a report of tokencost: estimated_models must be a list',
    ],
  ])('case %#', (text, message) => {
    expect(failure(text)).toBe(message)
  })

  test('nesting without end', () => {
    expect(failure('['.repeat(1_000_000))).toContain('cost.json is not a report of tokencost: it is not valid JSON')
  })
})
