import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/usage/json.ts'
import { ONLY, type Wants } from '../../src/usage/wants.ts'
import { mutated, objectText } from './json-text.ts'
import { pruned } from './pruned.ts'
import { sparseReader } from './sparse-reader.ts'

const WANTS: Wants = {
  id: true,
  pairs: [
    { id: true, list: true, cache_creation_input_tokens: true },
    { name: 'key', value: 'value', kinds: ['text', 'number'], beginnings: ['tag.', 'metadata'] },
  ],
  only: { [ONLY]: true, id: true },
}

const read = sparseReader(WANTS)

describe('pairs that stand for an object', () => {
  it.each([
    [
      'of the names that are wanted',
      '[{"key":"id","value":{"text":"a"}},{"key":"no","value":{"text":"\\u00e9"}}]',
      { id: 'a' },
    ],
    ['of names that begin as wanted', '[{"key":"tag.é","value":{}},{"key":"metadata2","value":{"number":3}}]', null],
    [
      'of those, in plain letters',
      '[{"key":"metadata2","value":{"number":3}},{"key":"tag","value":7}]',
      { metadata2: 3 },
    ],
    [
      'whatever the value is',
      '[{"key":"id","value":{"number":-1.5}},{"key":"list","value":{"text":null}}]',
      { id: -1.5, list: null },
    ],
    ['the last of each', '[{"key":"id","value":{"text":"a"}},{"key":"id","value":{"number":2}}]', { id: 2 }],
    ['of no kind as they are', '[{"key":"id","value":{"other":[1,"é"]}}]', { id: { other: [1, 'é'] } }],
    ['none', '[]', {}],
    ['of no wanted name, whatever they are', '[{"key":"no"},{"key":"no","more":[1],"value":{}} ]', {}],
    ['already one', '{"id":1,"no":2}', { id: 1, no: 2 }],
  ])('takes pairs for an object: %s', (_, list, object) => {
    expect(read(`{"pairs":${list}}`)).toEqual(object === null ? null : { pairs: object })
  })

  it.each([
    ['the name stands behind the value', '[{"value":{"text":"a"},"key":"id"}]'],
    ['the name stands there twice', '[{"key":"no","value":{"text":"a"},"key":"id"}]'],
    ['the name has an escape', '[{"key":"\\u0069d","value":{"text":"a"}}]'],
    ['the name is no text', '[{"key":1,"value":{"text":"a"}}]'],
    ['there is no name', '[{}]'],
    ['a wanted one has more than a value', '[{"key":"id","value":{"text":"a"},"more":1}]'],
    ['a wanted one has no value', '[{"key":"id"}]'],
    ['a value has two kinds', '[{"key":"id","value":{"text":"a","number":1}}]'],
    ['a value has another key before its kind', '[{"key":"id","value":{"other":1,"text":"a"}}]'],
    ['a value has another key behind none of the kinds', '[{"key":"id","value":{"other":1,"more":2}}]'],
    ['a value is none', '[{"key":"id","value":{}}]'],
    ['a value is bare', '[{"key":"id","value":"a"}]'],
    ['a value holds another', '[{"key":"id","value":{"text":{"text":"a"}}}]'],
    ['it is a list', '[["id","a"]]'],
    ['there are too many', `[${'{"key":"id","value":{"number":1}},'.repeat(20_000)}{"key":"id","value":{"number":1}}]`],
  ])('leaves pairs to JSON.parse where %s', (_, list) => {
    expect(JSON.parse(`{"pairs":${list}}`)).toBeDefined()
    expect(read(`{"pairs":${list}}`)).toBeNull()
  })

  it('leaves objects to JSON.parse with other keys where there are to be none', () => {
    expect(read('{"only":{"id":1}}')).toEqual({ only: { id: 1 } })
    expect(read('{"only":{"id":1,"text":2}}')).toBeNull()
  })

  it('say nothing but what JSON.parse and pruning say, of whatever bytes', () => {
    fc.assert(
      fc.property(texts.chain(mutated), (bytes) => {
        const sparse = read(bytes)
        if (sparse === null) return
        const kept = pruned(JSON.parse(bytes.toString()) as JsonObject, WANTS)
        expect(JSON.stringify(sparse)).toBe(JSON.stringify(kept))
      }),
      { numRuns: 10_000 },
    )
  })
})

const space = fc.constantFrom('', '', ' ', ' \n')
const name = fc.constantFrom(
  'id',
  'id',
  'list',
  'other',
  'tag.x',
  'tag',
  'metadata',
  'cache_creation_input_tokens',
  'i\\u0064',
)
const any = objectText(['id', 'key', 'value', 'text'], true)
const value = fc.oneof(
  fc.constantFrom(
    '{"text":"a"}',
    '{"number":7}',
    '{"text" : "é"}',
    '{"number":null}',
    '{"other":[1]}',
    '{"text":[]}',
    '7',
    '{}',
  ),
  any,
)
const pair = fc
  .tuple(space, name, value, fc.constantFrom('', '', '', ',"key":"id"', ',"more":1', ',"value":{"text":"b"}'))
  .map(([gap, key, held, more]) => `{${gap}"key"${gap}:"${key}",${gap}"value":${held}${more}${gap}}`)
const list = fc
  .tuple(space, fc.array(fc.oneof({ weight: 12, arbitrary: pair }, any), { maxLength: 4 }))
  .map(([gap, pairs]) => `[${gap}${pairs.join(`${gap},`)}]`)
/** Objects with pairs, most of them as they are to be. */
const texts = fc.tuple(list, fc.nat(9)).map(([pairs, id]) => `{"id":${id},"pairs":${pairs},"only":{"id":"x"}}`)
