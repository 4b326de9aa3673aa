import { describe, expect, it } from 'vitest'
import { countAt, countOf, firstCountAt, MalformedUsage, sumOf } from '../../src/usage/count.ts'

describe('a token count', () => {
  it.each([
    [0, 0],
    [-0, 0],
    [100.0, 100],
    ['100', 100],
    [' 100.0 ', 100],
    ['1e3', 1000],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ])('%j is %d', (value, count) => {
    expect(Object.is(countOf(value, 'n'), count)).toBe(true)
  })
  it.each([[undefined], [null], ['']])('%j is not stated', (value) => {
    expect(countOf(value, 'n')).toBeNull()
  })
  it.each([
    [-1, 'n is negative'],
    [1.5, 'n is not an integer'],
    [2 ** 53, 'n is above 2^53-1'],
    [Number.POSITIVE_INFINITY, 'n is above 2^53-1'],
    [Number.NaN, 'n is not a number'],
    ['NaN', 'n is not a number'],
    ['twelve', 'n is not a number'],
    ['9007199254740993', 'n is above 2^53-1'],
    [true, 'n is not a number'],
    [{}, 'n is not a number'],
    [[1], 'n is not a number'],
  ])('%j makes the entry malformed: %s', (value, reason) => {
    expect(() => countOf(value, 'n')).toThrow(new MalformedUsage(reason))
  })
})

describe('counts in an object', () => {
  it('are found by key, the first that is stated', () => {
    expect(countAt({ a: 1 }, 'b')).toBeNull()
    expect(countAt(null, 'a')).toBeNull()
    expect(firstCountAt({ a: null, b: 0, c: 2 }, 'a', 'b', 'c')).toBe(0)
  })
  it('add up to what is stated, and to nothing when nothing is', () => {
    expect(sumOf(1, null, 2)).toBe(3)
    expect(sumOf(null, null)).toBeNull()
    expect(() => sumOf(2 ** 53 - 1, 1)).toThrow(MalformedUsage)
  })
})
