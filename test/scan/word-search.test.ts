import { expect, it } from 'vitest'
import { FORMATS, needlesOf } from '../../src/formats/index.ts'
import { WordSearch } from '../../src/scan/word-search.ts'

const ours = needlesOf(FORMATS)
const SHORTEST = ours.filter((needle) => needle.length === 6)

it('finds needles up to the last byte of a memory of any size, in bytes that begin anywhere in it', () => {
  const search = WordSearch.of(ours)!
  for (const needle of [...SHORTEST, '"usage"', 'input_tokens']) {
    for (let before = 0; before < 9; before++) {
      for (let begin = 0; begin <= before; begin++) {
        const memory = new ArrayBuffer(before + needle.length)
        Buffer.from(memory).write('.'.repeat(before) + needle)
        search.find(Buffer.from(memory, begin), 0)
        expect([search.start, search.end]).toEqual([before - begin, before - begin + needle.length])
      }
    }
  }
})

it('finds the shortest needles behind every byte', () => {
  const search = WordSearch.of(ours)!
  for (const needle of SHORTEST) {
    for (let byte = 0; byte < 256; byte++) {
      for (let before = 0; before < 4; before++) {
        search.find(Buffer.concat([Buffer.alloc(before), Buffer.of(byte), Buffer.from(needle)]), 0)
        expect(search.start).toBe(before + 1)
      }
    }
  }
})

it('finds no needle that begins before the place from which it looks, and goes on to the next', () => {
  const search = WordSearch.of(ours)!
  const bytes = Buffer.from('input_tokens, output_tokens')
  search.find(bytes, 1)
  expect([search.start, search.end]).toEqual([14, 27])
  search.find(bytes, 15)
  expect(search.start).toBe(Number.POSITIVE_INFINITY)
})

it('knows no needles of fewer than six bytes', () => {
  expect(WordSearch.of(['short', 'long enough'])).toBeNull()
})
