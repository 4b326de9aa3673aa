import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfPlainText, endOfText, endOfValue, SLACK } from '../../src/scan/json-ends.ts'
import { mutated, objectText } from './json-text.ts'

/** How many bytes the value has that `content` begins with, whatever follows; −1 = it begins with none. */
function length(content: Buffer | string, around: string, end = endOfValue): number {
  const bytes = Buffer.concat([Buffer.from(around), Buffer.from(content), Buffer.alloc(SLACK, around)])
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = end(view, Buffer.byteLength(around), view.byteLength - SLACK)
  return at < 0 ? -1 : at - Buffer.byteLength(around)
}

/** Of any length, so that texts begin at every place of a word. */
const around = fc.constantFrom('"1}]:,\\ ', '}', '"', ' ]', ':0,', '\\\\\\', '\n')

describe('the end of a value', () => {
  it('is where JSON.parse sees it, of whatever bytes', () => {
    fc.assert(
      fc.property(objectText(['id', 'usage'], true).chain(mutated), around, (bytes, beside) => {
        if (bytes[0] !== 123 || bytes.at(-1) !== 125) return
        expect(length(bytes, beside) === bytes.length).toBe(isJson(bytes.toString()))
      }),
      { numRuns: 20_000 },
    )
  })

  it.each(['1', '-0.5e+10', '"a\\u00e9\\n"', 'true', 'false', 'null', '[]', '[1, {"a": []}]', '{ }', '"é 成本 😀"'])(
    'is that of %s in an array',
    (value) => {
      for (const end of [',', ']', ' ]', '}']) expect(length(value + end, '[')).toBe(Buffer.byteLength(value))
    },
  )

  it('is that of a text of a hundred thousand long escapes', () => {
    expect(length(`"${'\\u00e9'.repeat(100_000)}"`, ' ')).toBe(600_002)
  })

  it('is not looked for in what lies deeper than 64 containers, or too close to the end', () => {
    expect(length(`${'['.repeat(64)}${']'.repeat(64)}`, ' ')).toBe(128)
    expect(length(`${'['.repeat(65)}${']'.repeat(65)}`, ' ')).toBe(-1)
    expect(endOfValue(new DataView(new ArrayBuffer(SLACK - 1)), 0, -1)).toBe(-1)
    expect(endOfText(new DataView(new ArrayBuffer(0)), 0, -SLACK)).toBe(-1)
  })
})

it('plain text is ASCII that stands for itself', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '~', '\x7f', ' ', 'é', '\\n', '\x01', '成') }),
      around,
      (text, beside) => {
        const isPlain = /^[ a~\x7f]*$/.test(text)
        expect(length(`${text}"`, beside, endOfPlainText)).toBe(isPlain ? text.length + 1 : -1)
      },
    ),
    { numRuns: 5000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
