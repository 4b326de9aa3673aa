import fc from 'fast-check'
import { expect, it } from 'vitest'
import { codex } from '../../src/formats/codex.ts'
import type { Format } from '../../src/formats/format.ts'
import { generic } from '../../src/formats/generic.ts'
import { LatinEntries } from '../../src/scan/latin-entries.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import { ONLY, type Wants } from '../../src/usage/wants.ts'
import { mutated, objectText } from './json-text.ts'
import { pruned } from './pruned.ts'

const WANTS: Wants = {
  id: true,
  usage: { input_tokens: true, parts: [{ id: true }] },
  list: [{ id: true, list: true }],
  pairs: [{ id: true }, { name: 'key', value: 'value', kinds: ['text'], beginnings: ['tag.'] }],
  only: { [ONLY]: true, id: true },
}
const FORMAT: Format = { ...codex, wants: WANTS, recognizes: () => true }

function read(text: string, format = FORMAT, isSure = false): JsonObject | null {
  return new LatinEntries().read(Buffer.from(text), format, isSure)
}

it.each([
  ['nothing beyond ASCII is wanted', '{"id":"a","text":"é 成本"}', true],
  ['a key beyond ASCII is not wanted', '{"id":"a","é":1}', true],
  ['a wanted text is beyond ASCII', '{"id":"é"}', false],
  ['a text is in a value that is wanted whole', '{"id":{"a":["é"]}}', false],
  ['a key is in a value that is wanted whole', '{"id":{"é":1}}', false],
  ['a text is wanted of an element', '{"list":[{"id":"é"}]}', false],
  ['a text is not wanted of an element', '{"list":[{"text":"é"}]}', true],
  ['a text is in a wanted pair', '{"pairs":[{"key":"id","value":{"text":"é"}}]}', false],
  ['a text is in a pair that begins as wanted', '{"pairs":[{"key":"tag.a","value":{"text":"é"}}]}', false],
  ['a text is in a pair that is not wanted', '{"pairs":[{"key":"text","value":{"text":"é"}}]}', true],
  ['a text is in a pair without a name', '{"pairs":[{"value":{"text":"é"}}]}', false],
  ['a key stands where no other is to be', '{"only":{"id":1,"text":"é"}}', false],
  ['a value is of another kind than is wanted', '{"usage":["é"]}', false],
  ['an escape in a wanted text is beyond ASCII', '{"id":"\\u00e9","text":"é"}', false],
  ['all is ASCII, which needs no decoding', '{"id":"a"}', false],
  ['it is broken', '{"id":"a","text":"é}', false],
  ['it is no object', '["é"]', false],
])('where %s: %s', (_, text, will) => {
  expect(read(text) !== null).toBe(will)
})

it('says of what is wanted what UTF-8 says, of whatever bytes', () => {
  fc.assert(
    fc.property(objectText(['id', 'usage', 'input_tokens', 'parts', 'list'], true).chain(mutated), (bytes) => {
      const entry = new LatinEntries().read(bytes, FORMAT, false)
      if (entry === null) return
      const whole = JSON.parse(bytes.toString()) as JsonObject
      expect(JSON.stringify(pruned(entry, WANTS))).toBe(JSON.stringify(pruned(whole, WANTS)))
    }),
    { numRuns: 10_000 },
  )
})

it('is not asked of formats that want all, nor of entries of others', () => {
  expect(read('{"text":"é"}', generic)).toBeNull()
  expect(read('{"text":"é"}', codex)).toBeNull()
  expect(read('{"text":"é"}', codex, true)).toEqual({ text: 'Ã©' })
})

it('is given up where most entries have to be parsed again', () => {
  const entries = new LatinEntries()
  for (let n = 0; n < 100; n++) entries.read(Buffer.from('{"id":"é"}'), FORMAT, false)
  expect(entries.read(Buffer.from('{"text":"é"}'), FORMAT, false)).toBeNull()
})

it('reads no entry in which a wanted value is nested deeper than calls may be', () => {
  expect(read(`{"id":${'['.repeat(100_000)}${']'.repeat(100_000)},"text":"é"}`)).toBeNull()
  expect(read(`{"id":${'{"a":'.repeat(60)}1${'}'.repeat(60)},"text":"é"}`)).not.toBeNull()
})
