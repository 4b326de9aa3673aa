import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCallId, isRandomId, sureIdsLike } from '../../src/formats/call-id.ts'

describe('an id of one answer', () => {
  it.each([
    ['msg_01XFDUDYJgAACzvnptvVoYEL', true],
    ['resp_0000000001a2b3c4d5e6', true],
    ['resp_0000000000a2b3c4d5e6', false],
    ['resp_a2b3c4d5e60000000000', false],
    ['chatcmpl-123', false],
    ['7', false],
  ])('%s: %s', (id, isOne) => expect(isCallId(id)).toBe(isOne))

  it.each([
    ['5b8efff7-9803-4103-a269-b633813fc60c', true],
    ['00000000-0000-4000-8000-000000000001', false],
    ['00000000-9803-4103-a269-b633813fc60c', true],
    ['not-random', false],
  ])('%s is random: %s', (id, isRandom) => expect(isRandomId(id)).toBe(isRandom))

  it.each([
    ['msg_01XFDUDYJgAACzvnptvVoYEL', 4],
    ['msg_bdrk_01XFDUDYJgAACzvnptvVoYEL', 9],
    ['chatcmpl-5b8efff7-9803-4103-a269-b633813fc60c', 9],
    ['5b8efff7-9803-4103-a269-b633813fc60c', 0],
    ['run-_5B8EFFF798034103A269B633813FC60C', 5],
  ])('%s is like other sure ones, behind %i letters', (id, own) => {
    const { letters, isOpen, mostInARow } = sureIdsLike(id)!
    expect(letters.slice(0, own).join('')).toBe(id.slice(0, own))
    expect(letters[own]).toMatch(/^(word|hex)$/)
    const of = (each: string) => (each === 'word' ? word : each === 'hex' ? hex : fc.constant(each))
    fc.assert(
      fc.property(fc.tuple(...letters.map(of)), fc.array(word, { maxLength: 30 }), (others, more) => {
        const other = [...others, ...(isOpen ? more : [])].join('')
        const repeats = new RegExp(`(.)\\1{${mostInARow}}`).test(other)
        expect(isCallId(other) || isRandomId(other)).toBe(!repeats)
      }),
    )
  })

  it.each(['', 'chatcmpl-123', 'not-random', 'resp_a2b3c4d5e60000000000'])('none is sure as %s is', (id) => {
    expect(sureIdsLike(id)).toBeNull()
  })
})

const word = fc.constantFrom(...'azAZ09_-')
const hex = fc.constantFrom(...'09afAF')
