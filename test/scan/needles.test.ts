import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMATS, needlesOf } from '../../src/formats/index.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { NeedleFinder } from '../../src/scan/needles.ts'

const ours = needlesOf(FORMATS)

/** A finder and the way to show it bytes: where it can search them. */
function finderOf(needles: readonly string[], kernel: Kernel | null) {
  const finder = new NeedleFinder(needles, kernel)
  return {
    finder,
    begin: (text: string) => {
      const bytes = Buffer.from(text)
      const place = kernel?.bytes ?? Buffer.alloc(1 << 16)
      // What the last round left behind the end must not be found.
      finder.begin({ view: place.subarray(0, bytes.copy(place)) })
    },
  }
}

describe.each([
  ['the plain way', null],
  ['by the kernel', Kernel.load()],
])('the needle finder, %s', (name, kernel) => {
  it('runs on this machine', () => {
    expect(kernel === null).toBe(name === 'the plain way')
  })

  const piece = (needles: readonly string[]) =>
    fc.oneof(
      fc.constantFrom(...needles),
      fc.constantFrom(...needles.map((needle) => needle.slice(1))),
      fc.constantFrom(...needles.map((needle) => needle.slice(0, -1))),
      fc.string({ maxLength: 9 }),
      fc.string({ minLength: 20, maxLength: 70 }),
    )
  const stretches = (needles: readonly string[]) => fc.array(fc.array(piece(needles), { maxLength: 6 }))

  it.each([
    ['all that our formats want', ours],
    ['needles that overlap', ['abcdefgh', 'cdefghijkl', 'ghijklab', 'lababcd']],
    ['a single one', ['"usage"']],
  ])('finds what a plain search finds, stretch by stretch: %s', (_, needles) => {
    const { finder, begin } = finderOf(needles, kernel)
    fc.assert(
      fc.property(stretches(needles), (pieces) => {
        const texts = pieces.map((each) => each.join(''))
        begin(texts.join(''))
        let from = 0
        for (const text of texts) {
          const to = from + Buffer.byteLength(text)
          expect(finder.within(from, to)).toBe(needles.some((needle) => text.includes(needle)))
          from = to
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each([0, 1, 2, 3])(
    'finds the one of two that ends first where both have the same bytes in them, %i bytes on',
    (before) => {
      const { finder, begin } = finderOf(['abcdefgh', 'cdefghijkl', 'ghijklab', 'lababcd'], kernel)
      const texts = [' '.repeat(before + 40), 'lababc', 'hijklababcdefg', 'hijklab']
      begin(texts.join(''))
      expect(finder.within(0, before + 40)).toBe(false)
      expect(finder.within(before + 40, before + 46)).toBe(false)
      expect(finder.within(before + 46, before + 60)).toBe(true)
    },
  )

  it('finds each of ours at every place in a block, and not when its last byte is cut off', () => {
    const { finder, begin } = finderOf(ours, kernel)
    for (const needle of ours) {
      for (let before = 0; before < 40; before++) {
        begin('.'.repeat(before) + needle)
        expect(finder.within(0, before + needle.length)).toBe(true)
        begin('.'.repeat(before) + needle.slice(0, -1))
        expect(finder.within(0, before + needle.length - 1)).toBe(false)
      }
    }
  })

  it('finds the one that ends first of two around the same bytes', () => {
    const { finder, begin } = finderOf(['abcdefgh', 'lababcd'], kernel)
    begin(' hijklababcdefgh')
    expect(finder.within(0, 13)).toBe(true)
  })

  it('takes an empty needle for "everything"', () => {
    const { finder, begin } = finderOf([''], kernel)
    begin('{}')
    expect(finder.within(0, 2)).toBe(true)
    expect(finder.in(Buffer.from('x'))).toBe(true)
  })

  it('may be asked about other bytes in between', () => {
    const { finder, begin } = finderOf(['needle'], kernel)
    begin('x needle y needle')
    expect(finder.within(0, 8)).toBe(true)
    expect(finder.in(Buffer.from('none'))).toBe(false)
    expect(finder.in(Buffer.from('a needle'))).toBe(true)
    expect(finder.within(8, 11)).toBe(false)
    expect(finder.within(11, 17)).toBe(true)
  })

  it('finds needles that are too short for the kernel', () => {
    const { finder, begin } = finderOf(['abc', 'longer needle'], kernel)
    begin('xx abc')
    expect(finder.within(0, 5)).toBe(false)
    expect(finder.within(0, 6)).toBe(true)
  })
})
