import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashText, TextHash } from '../../src/usage/hash.ts'

/** The hash of a text that is told at once. */
function hashOf(text: string) {
  const hash = { lo: 0, hi: 0 }
  hashText(text, hash)
  return hash
}

describe('the hash of a text that is told piece by piece', () => {
  test('is that of the whole, be they texts, bytes or numbers', () => {
    const number = fc.oneof(fc.nat(), fc.constantFrom(0, 9, 10, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1), fc.maxSafeNat())
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ -~]*$/), number, (text, ascii, count) => {
        const bytes = new DataView(new TextEncoder().encode(`<${ascii}>`).buffer)
        const hash = { lo: 0, hi: 0 }
        const begun = new TextHash().text(text)
        new TextHash()
          .begin(begun)
          .ascii(bytes, 1, bytes.byteLength - 1)
          .number(count)
          .write(hash)
        expect(hash).toEqual(hashOf(`${text}${ascii}${count}`))
      }),
    )
  })
})
