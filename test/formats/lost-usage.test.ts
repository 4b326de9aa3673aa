import { expect, test } from 'vitest'
import { isCutRecord, namesUsage } from '../../src/formats/lost-usage.ts'
import type { Json } from '../../src/usage/json.ts'

test('usage is named by the keys of any payload, however deep', () => {
  let deep: Json = { usageMetadata: { promptTokenCount: 1 } }
  for (let level = 0; level < 100_000; level++) deep = level % 2 === 0 ? [deep] : { a: deep }
  expect(namesUsage(deep)).toBe(true)
  expect(namesUsage([{ messages: [{ text: 'input_tokens' }] }])).toBe(false)
})

test.each([
  ['{"model":"gpt-4o","usage":{"prompt_tokens":12,"compl', true],
  ['{"usageMetadata":{"promptTokenCount" : 12, "cand', true],
  ['{"usage":{"input_tokens":"12","out', true],
  ['{"prompt":"what does input_tokens mean? {', false],
  ['set "max_output_tokens": 12', false],
  ['{"a":1} and more', false],
])('%s is a record that was cut: %s', (text, is) => {
  expect(isCutRecord(text)).toBe(is)
})
