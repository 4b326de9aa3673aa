import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashAscii, hashText } from '../../src/usage/hash.ts'

test('the hash of bytes that are ASCII is that of their text', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]*$/), (text) => {
      const [ofText, ofBytes] = [
        { lo: 0, hi: 0 },
        { lo: 0, hi: 0 },
      ]
      const bytes = new DataView(new TextEncoder().encode(`<${text}>`).buffer)
      hashText(text, ofText)
      hashAscii(bytes, 1, bytes.byteLength - 1, ofBytes)
      expect(ofBytes).toEqual(ofText)
    }),
  )
})
