import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { containerOf, decoded } from '../../src/sources/container.ts'

const LINES = Array.from({ length: 3000 }, (_, i) => `{"line":${i},"pad":"${(i * 7919) % 10007}"}\n`).join('')
/** Compresses badly, so that damage in the middle leaves much that is good. */
const NOISE = randomBytes(300_000).toString('base64')

/** What the bytes decode to, cut into pieces of `size` bytes, and the codes of what went wrong. */
async function decode(bytes: Buffer, size = 1 << 16) {
  const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
  const [problems, pieces]: [string[], Buffer[]] = [[], []]
  for await (const piece of decoded(
    Readable.from(cut),
    () => {},
    (code) => void problems.push(code),
  ))
    pieces.push(piece)
  return { text: Buffer.concat(pieces).toString(), problems }
}

/** RFC 1952: all optional fields. Nothing checks the checksum of the header. */
function withHeaderFields(gzip: Buffer): Buffer {
  const header = Buffer.from(gzip.subarray(0, 10))
  header[3] = 2 | 4 | 8 | 16
  return Buffer.concat([header, Buffer.from('\x05\0extraname\0a comment\0\0\0', 'latin1'), gzip.subarray(10)])
}

const whole = (text: string) => ({ text, problems: [] })
const nothing = (problem: string) => ({ text: '', problems: [problem] })

describe('by their first bytes, whatever the cuts, are recognized and decoded', () => {
  const text = '{"a":"ä模🚀"}\r\n'.repeat(50)
  const wide = Buffer.from(text, 'utf16le')
  const tall = Buffer.from(text, 'utf16le').swap16()
  test.each([
    ['plain text', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['gzip of several members', Buffer.concat([gzipSync(text.slice(0, 40)), gzipSync(text.slice(40))])],
    ['gzip with a name, a comment, extra bytes and a checksum of all that', withHeaderFields(gzipSync(text))],
    ['gzip that is padded with NULs', Buffer.concat([gzipSync(text), Buffer.alloc(512)])],
    ['gzip in gzip', gzipSync(gzipSync(text))],
    ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), tall])],
    ['UTF-16 without a mark, either way', wide],
    ['UTF-16 without a mark, either way', tall],
    ['UTF-16 in gzip', gzipSync(wide)],
  ])('%s', async (_, bytes) => {
    for (const size of [1, 2, 3, 7, 1 << 16]) expect(await decode(bytes, size)).toEqual(whole(text))
  })

  test('a ZIP archive: the logs in it, each on lines of its own', async () => {
    const archive = zipSync({ 'a.json': strToU8('{"a":1}'), 'b.bin': strToU8('no'), 'c/d.jsonl': strToU8('{"d":1}\n') })
    for (const size of [1, 10, 1 << 16])
      expect(await decode(Buffer.from(archive), size)).toEqual(whole('{"a":1}\n{"d":1}\n\n'))
  })

  test('a ZIP archive of logs that are wrapped once more', async () => {
    const [a, wide] = ['{"a":1}', Buffer.from('\ufeff{"b":2}', 'utf16le')]
    const inner = zipSync({ 'c.json': strToU8('{"c":3}') })
    const members = { 'a.jsonl.gz': gzipSync(a), 'b.json': wide, 'in.log': inner, 'd.jsonl': strToU8('{"d":4}') }
    for (const size of [1, 10, 1 << 16])
      expect(await decode(Buffer.from(zipSync(members)), size)).toEqual(whole(`${a}\n{"b":2}\n{"c":3}\n\n{"d":4}\n`))
  })

  test('an empty file, and files of a byte or two', async () => {
    expect(await decode(Buffer.alloc(0))).toEqual(whole(''))
    for (const text of ['{', '\n', 'PK', 'BZ', 'a\0', '\0'])
      expect(await decode(Buffer.from(text))).toEqual(whole(text))
  })
})

describe('what cannot be read is named', () => {
  test.each([
    ['an SQLite database', 'SQLite format 3\0 and more', 'sqlite'],
    ['bzip2', 'BZh91AY&SY and more', 'compressed'],
    ['xz', '\u00fd7zXZ\0 and more', 'compressed'],
    ['a ZIP archive without logs', Buffer.from(zipSync({ 'a.bin': strToU8('no') })).toString('latin1'), 'no_logs'],
    ['gzip that is nothing but its first bytes', '\u001f\u008b', 'damaged'],
  ])('%s', async (_, bytes, problem) => {
    expect(await decode(Buffer.from(bytes, 'latin1'))).toEqual(nothing(problem))
  })

  test('but text that only begins alike is text', async () => {
    for (const text of ['SQLite format 4', 'BZhat', 'PK and so on', 'a\0b', '\0\0{"a":1}', '\0{"a":1}'])
      expect(await decode(Buffer.from(text))).toEqual(whole(text))
  })
})

describe('of what is damaged, the good part is kept', () => {
  test('gzip that was cut off', async () => {
    const bytes = gzipSync(NOISE)
    const { text, problems } = await decode(bytes.subarray(0, bytes.length / 2))
    expect(problems).toEqual(['damaged'])
    expect(NOISE.startsWith(text)).toBe(true)
    expect(text.length).toBeGreaterThan(NOISE.length / 2 - 50_000)
  })

  test.each([
    ['bytes that are no gzip behind it', Buffer.concat([gzipSync(LINES), Buffer.from('garbage')])],
    ['half a member behind it', Buffer.concat([gzipSync(LINES), gzipSync(LINES).subarray(0, 12)])],
    ['another checksum', Buffer.concat([gzipSync(LINES).subarray(0, -8), Buffer.alloc(8)])],
    ['no checksum', gzipSync(LINES).subarray(0, -8)],
    ['half a checksum', gzipSync(LINES).subarray(0, -3)],
  ])('gzip with %s: all that was in it', async (_, bytes) => {
    for (const size of [1, 1000, bytes.length - 8, 1 << 16])
      expect(await decode(bytes, size)).toEqual({ text: LINES, problems: ['damaged'] })
  })

  test('a ZIP archive with a log that is damaged, and one that is not read: the others', async () => {
    const half = gzipSync(NOISE).subarray(0, 20_000)
    const members = { 'a.log.gz': half, 'b.log': strToU8('BZh91AY&SY and more'.repeat(9999)), 'c.log': strToU8(LINES) }
    const { text, problems } = await decode(Buffer.from(zipSync(members, { level: 0 })))
    expect(problems).toEqual(['damaged', 'compressed'])
    expect(text.endsWith(`\n\n${LINES}\n`)).toBe(true)
    expect(NOISE.startsWith(text.slice(0, -LINES.length - 3))).toBe(true)
  })

  test('what is compressed again and again is given up', async () => {
    const times = (count: number) =>
      Array.from({ length: count }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from(LINES))
    expect(await decode(times(8))).toEqual({ text: LINES, problems: [] })
    expect(await decode(times(9))).toEqual({ text: '', problems: ['compressed'] })
  })

  test('a ZIP archive that was cut off', async () => {
    const archive = Buffer.from(zipSync({ 'a.json': strToU8(LINES), 'b.json': strToU8(NOISE) }))
    const { text, problems } = await decode(archive.subarray(0, archive.length / 2))
    expect(problems).toEqual(['damaged'])
    expect(text.startsWith(LINES)).toBe(true)
  })
})

test('no bytes whatever make it throw', async () => {
  const head = fc.constantFrom(
    ...[
      [0x1f, 0x8b],
      [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0],
      [0x28, 0xb5, 0x2f, 0xfd],
      [0x50, 0x4b, 3, 4],
      [0xff, 0xfe],
      [0xfe, 0xff],
      [],
    ],
  )
  await fc.assert(
    fc.asyncProperty(
      head,
      fc.uint8Array({ maxLength: 200 }),
      fc.integer({ min: 1, max: 30 }),
      async (first, rest, size) => {
        const bytes = Buffer.from([...first, ...rest])
        const result = await decode(bytes, size)
        if (containerOf(bytes) === 'plain') expect(result).toEqual(whole(bytes.toString()))
      },
    ),
    { numRuns: 300 },
  )
})

test('a ZIP archive that would grow a thousandfold gives it in small pieces', async () => {
  const size = 64 << 20
  const archive = Buffer.from(zipSync({ 'a.json': new Uint8Array(size) }))
  expect(archive.length).toBeLessThan(size / 500)
  let [largest, total] = [0, 0]
  for await (const piece of decoded(
    Readable.from([archive]),
    () => {},
    () => {},
  )) {
    largest = Math.max(largest, piece.length)
    total += piece.length
  }
  expect(total).toBe(size + 1)
  expect(largest).toBeLessThan(16 << 20)
})
