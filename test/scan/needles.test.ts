import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMATS, needlesOf } from '../../src/formats/index.ts'
import { NeedleFinder } from '../../src/scan/needles.ts'

const ours = needlesOf(FORMATS)

describe('the needle finder', () => {
  const piece = fc.oneof(fc.constantFrom(...ours), fc.constantFrom(...ours.map((needle) => needle.slice(1))), fc.string({ maxLength: 9 }))
  it('finds what a plain search finds, stretch by stretch', () => {
    const finder = new NeedleFinder(ours)
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 6 })), (stretches) => {
        const texts = stretches.map((pieces) => Buffer.from(pieces.join('')))
        finder.begin(Buffer.concat(texts))
        let from = 0
        for (const text of texts) {
          const expected = ours.some((needle) => text.includes(needle))
          expect(finder.within(from, from + text.length)).toBe(expected)
          from += text.length
        }
      }),
      { numRuns: 3000 },
    )
  })
  it('takes an empty needle for "everything"', () => {
    const finder = new NeedleFinder([''])
    finder.begin(Buffer.from('{}'))
    expect(finder.within(0, 2)).toBe(true)
  })
  it('may be asked about other bytes in between', () => {
    const finder = new NeedleFinder(['needle'])
    finder.begin(Buffer.from('x needle y needle'))
    expect(finder.within(0, 8)).toBe(true)
    expect(finder.in(Buffer.from('none'))).toBe(false)
    expect(finder.within(8, 11)).toBe(false)
    expect(finder.within(11, 17)).toBe(true)
  })
})
