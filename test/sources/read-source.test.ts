import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { contentDigest } from '../../src/sources/content.ts'
import { readSource } from '../../src/sources/read-source.ts'
import { readText } from '../../src/sources/read-text.ts'
import { folderWith } from '../cli/folder.ts'

const isWindows = process.platform === 'win32'
const NOTHING = Readable.from([])

/** Reads a file in rooms of 1,000 bytes; `meanwhile` happens once, when the first ones were read. */
async function read(path: string, meanwhile = () => {}, pipe = false) {
  const pieces: Buffer[] = []
  const room = Buffer.alloc(1000)
  let told = 0
  const result = await readSource(
    { name: 'a.jsonl', path, pipe },
    NOTHING,
    { room: () => room, filled: (length) => void pieces.push(Buffer.from(room.subarray(0, length))) },
    (bytes) => {
      if (told === 0) meanwhile()
      told += bytes
    },
  )
  const text = Buffer.concat(pieces).toString()
  expect(result.bytes).toBe(Buffer.byteLength(text))
  return { text, read: result.read, problems: result.problems.map(({ message }) => message), told }
}

const LONG = 'one line\n'.repeat(1000)
const inFolder = (content: string | Buffer) => join(folderWith({ 'a.jsonl': content }), 'a.jsonl')

describe('a file that', () => {
  test('stays as it is, is read as it is', async () => {
    expect(await read(inFolder(LONG))).toEqual({ text: LONG, read: true, problems: [], told: LONG.length })
    expect(await read(inFolder(''))).toEqual({ text: '', read: true, problems: [], told: 0 })
  })

  test.each([1, 23, 24, 999, 1000, 1001, 2000])(
    'has %i bytes is read whole, in as many pieces as there is room',
    async (size) => {
      const text = LONG.slice(0, size)
      expect(await read(inFolder(text))).toEqual({ text, read: true, problems: [], told: size })
    },
  )

  test('is small is read at once, unless it is wrapped in something', () => {
    const room = Buffer.alloc(1000)
    const taker = { room: () => room, filled: () => {} }
    const begun = (content: string | Buffer) =>
      readSource({ name: 'a', path: inFolder(content) }, NOTHING, taker, () => {})
    expect(begun(LONG.slice(0, 500))).toMatchObject({ bytes: 500, read: true, problems: [], resumed: false })
    expect(begun(Buffer.from(LONG.slice(0, 400), 'utf16le'))).toBeInstanceOf(Promise)
    expect(begun(LONG)).toBeInstanceOf(Promise)
  })

  test('is another one than its ranges were made of gives nothing, and says so', async () => {
    const path = inFolder(LONG)
    const [{ dev: device, ino: inode }, room] = [statSync(path), Buffer.alloc(1000)]
    const range = { from: 900, to: 1800, size: LONG.length, identity: { device, inode }, begin: () => {} }
    const readRange = async (identity: typeof range.identity) => {
      const choice = { start: { ...range, identity } }
      const { bytes, read, problems } = await readSource(
        { name: 'a.jsonl', path },
        NOTHING,
        { room: () => room, filled: () => {} },
        () => {},
        choice,
      )
      return { bytes, read, problems: problems.map(({ code }) => code) }
    }
    expect(await readRange({ device, inode })).toEqual({ bytes: 900, read: true, problems: [] })
    expect(await readRange({ device, inode: inode + 1 })).toEqual({
      bytes: 0,
      read: false,
      problems: ['truncated_file'],
    })
  })

  test('was written just before it was read is not known again, however long reading took', async () => {
    const path = inFolder(LONG.slice(0, 500))
    const { mtimeMs } = statSync(path)
    vi.useFakeTimers({ now: mtimeMs + 10, toFake: ['Date'] })
    try {
      const room = () => {
        vi.setSystemTime(mtimeMs + 5000)
        return Buffer.alloc(1000)
      }
      const result = readSource({ name: 'a', path }, NOTHING, { room, filled: () => {} }, () => {}, {
        toBeKnown: true,
      })
      expect(await result).toMatchObject({ bytes: 500, known: null })
    } finally {
      vi.useRealTimers()
    }
  })

  test('was written long before is known again, when that is asked and nothing came meanwhile', async () => {
    const path = inFolder(LONG.slice(0, 500))
    const known = async (toBeKnown: boolean, meanwhile = () => {}) => {
      const room = () => {
        meanwhile()
        return Buffer.alloc(1000)
      }
      const { bytes, known } = await readSource({ name: 'a', path }, NOTHING, { room, filled: () => {} }, () => {}, {
        toBeKnown,
      })
      return { bytes, isKnown: known !== null }
    }
    vi.useFakeTimers({ now: statSync(path).mtimeMs + 60_000, toFake: ['Date'] })
    try {
      expect(await known(true)).toEqual({ bytes: 500, isKnown: true })
      expect(await known(false)).toEqual({ bytes: 500, isKnown: false })
      expect(await known(true, () => appendFileSync(path, 'more'))).toEqual({ bytes: 504, isKnown: false })
      expect(await known(true, () => truncateSync(path, 400))).toEqual({ bytes: 400, isKnown: false })
      expect(await known(true, () => rmSync(path))).toEqual({ bytes: 400, isKnown: true })
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    ['plain', LONG],
    ['UTF-16', Buffer.from(`\ufeff${LONG}`, 'utf16le')],
  ])('grows while it is read is read to the end that it had (%s)', async (_, content) => {
    const path = inFolder(content)
    const { text, problems } = await read(path, () => appendFileSync(path, 'more'.repeat(100_000)))
    expect(text).toBe(LONG)
    const first = `its first ${content.length} bytes are counted, run again for the rest`
    expect(problems).toEqual([`a.jsonl: it grew while it was read; ${first}`])
  })

  test('is truncated right behind its first read keeps what was read, and says so', async () => {
    const path = inFolder(LONG)
    const room = Buffer.alloc(1000)
    let asked = 0
    const given: number[] = []
    const get = () => {
      if (asked > 0) truncateSync(path, 400)
      asked++
      return 1000
    }
    const taker = {
      room: () => (asked === 0 ? Object.defineProperty(room, 'length', { get }) : room),
      filled: (length: number) => void given.push(length),
    }
    const { problems } = await readSource({ name: 'a.jsonl', path }, NOTHING, taker, () => {})
    expect(given).toEqual([1000])
    expect(problems.map(({ code }) => code)).toEqual(['truncated_file'])
  })

  test('is truncated while it is read keeps what was read', async () => {
    const path = inFolder(LONG)
    const { text, problems } = await read(path, () => truncateSync(path, 10))
    expect(text).toBe(LONG.slice(0, 1000))
    expect(problems).toEqual(['a.jsonl: it was truncated while it was read; what was read until then is counted'])
  })

  test('is deleted while it is read is read to its end', async () => {
    const path = inFolder(LONG)
    expect(await read(path, () => rmSync(path))).toMatchObject({ text: LONG, problems: [] })
  })

  test('vanished, or is a folder by now, is said to', async () => {
    const cwd = folderWith({ 'folder/x': '' })
    const lost = (problem: string) => ({ text: '', read: false, problems: [problem], told: 0 })
    expect(await read(join(cwd, 'gone'))).toEqual(lost('a.jsonl: it does not exist'))
    expect(await read(join(cwd, 'folder'))).toEqual(lost('a.jsonl: it is a directory'))
  })

  test.skipIf(isWindows || process.getuid?.() === 0)('may not be read is said to', async () => {
    const path = inFolder(LONG)
    chmodSync(path, 0)
    expect(await read(path)).toMatchObject({
      ...{ read: false, problems: ['a.jsonl: it may not be read (permission denied)'] },
    })
  })
})

describe.skipIf(isWindows)('a pipe in the file system', () => {
  test('is read once its writer comes, while others go on', async () => {
    const pipe = join(folderWith(), 'pipe')
    execFileSync('mkfifo', [pipe])
    const reading = read(pipe, () => {}, true)
    const turns = await new Promise<number>((resolve) => setTimeout(resolve, 100, 1))
    writeFileSync(pipe, LONG)
    expect([turns, await reading]).toEqual([1, { text: LONG, read: true, problems: [], told: LONG.length }])
  })

  test('cannot be compared, since its bytes come only once', async () => {
    const path = join(folderWith(), 'pipe')
    execFileSync('mkfifo', [path])
    expect(await contentDigest({ name: 'pipe', path })).toBeNull()
    expect(await contentDigest({ name: '-', path: null })).toBeNull()
  })
})

test('files are compared by what is in them, decompressed', async () => {
  const cwd = folderWith({ a: LONG, b: LONG, c: `${LONG}.`, z: gzipSync(LONG) })
  const [a, b, c, z] = await Promise.all(
    ['a', 'b', 'c', 'z'].map((name) => contentDigest({ name, path: join(cwd, name) })),
  )
  expect([a, b, z]).toEqual([z, z, { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: LONG.length }])
  expect(c!.sha256).not.toBe(a!.sha256)
  expect(await contentDigest({ name: 'none', path: join(cwd, 'none') })).toBeNull()
})

test('a small file can be had as text', async () => {
  const path = inFolder(gzipSync(LONG.repeat(100)))
  expect(await readText({ name: 'a', path }, NOTHING)).toEqual({ text: LONG.repeat(100), problems: [] })
  expect((await readText({ name: '-', path: null }, Readable.from(['ab', Buffer.from('c')]))).text).toBe('abc')
})
