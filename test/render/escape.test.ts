import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonString, shortened, visible } from '../../src/render/escape.ts'

describe('visible', () => {
  test.each([
    ['\u001b[31mevil\u001b]0;pwn\u0007', '\\u001b[31mevil\\u001b]0;pwn\\u0007'],
    ['\u009b31m', '\\u009b31m'],
    ['a\u007fb', 'a\\u007fb'],
    ['line\r\nbreak\u2028', 'line\\u000d\\u000abreak\\u2028'],
    ['gnp\u202Eexe', 'gnp\\u202eexe'],
    ['zero\u200B\u2060\uFEFFwidth', 'zero\\u200b\\u2060\\ufeffwidth'],
    ['lone\uD800', 'lone\\ud800'],
    ['tag\u{E0041}', 'tag\\u{e0041}'],
    ['', '""'],
    ['::error::x::y', '\\u003a:error::x::y'],
    ['a::b', 'a::b'],
    ['a##[group]b', 'a##\\u005bgroup]b'],
    [' x', '" x"'],
    ['模型 🚀 é', '模型 🚀 é'],
  ])('%j is shown as %s', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })
})

test('jsonString reads back as the same text and has no unsafe character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = jsonString(text)
      expect(JSON.parse(json)).toBe(text)
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('shortened keeps the beginning and the end', () => {
  expect(shortened('abcdefghij', 10)).toBe('abcdefghij')
  expect(shortened('abcdefghijk', 7)).toBe('abc…ijk')
})

test('jsonString has no half of a surrogate pair, which jq refuses', () => {
  expect(jsonString('lone\uD800')).toBe('"lone\uFFFD"')
})
