import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { naiveCalls } from '../naive/calls.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const pricing = await ModelPricing.load()
/** Hostile bytes and YAML are beyond the naive reader; test/analyze/hostile and test/sources/cassette have their expectations. */
const files = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/(hostile|cassettes)$/.test(entry.parentPath))
  .map((entry) => join(entry.parentPath, entry.name).slice(FIXTURES.length + 1))
  .sort()

it.each(files)('the product counts in %s what the naive reader counts', async (file) => {
  const options = {
    cwd: FIXTURES,
    stdin: Readable.from([]),
    pricing,
    groupBy: null,
    cost: 'computed',
    format: null,
  } as const
  const { report } = await analyze({ ...options, inputs: [file], everyEntry: false })
  const { calls } = naiveCalls(join(FIXTURES, file))
  const sum = (count: (call: (typeof calls)[number]) => number) => calls.reduce((total, call) => total + count(call), 0)
  expect(report).toMatchObject({
    total_input_tokens: sum(({ counts }) => counts.inputTokens ?? 0),
    total_output_tokens: sum(({ counts }) => counts.outputTokens ?? 0),
    call_count: sum((call) => (call.calls === undefined ? 1 : (call.calls ?? 0))),
  })
})
