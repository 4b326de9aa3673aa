import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { HEAD_LENGTH } from '../../src/sources/container.ts'
import { readSource } from '../../src/sources/read-source.ts'
import { folderWith } from '../cli/folder.ts'

const count = vi.hoisted(() => ({ bytes: 0 }))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const readSync = (...given: Parameters<typeof fs.readSync>) => {
    const length = fs.readSync(...given)
    count.bytes += length
    return length
  }
  return { ...fs, readSync }
})

async function read(content: string | Buffer): Promise<string> {
  const room = Buffer.alloc(1000)
  const pieces: string[] = []
  const filled = (length: number) => void pieces.push(room.toString('latin1', 0, length))
  const source = { name: 'a.jsonl', path: join(folderWith({ 'a.jsonl': content }), 'a.jsonl') }
  count.bytes = 0
  const { problems } = await readSource(source, Readable.from([]), { room: () => room, filled }, () => {})
  expect(problems).toEqual([])
  return pieces.join('')
}

test.each([0, 1, 3, 4, 999, 1000, 1001, 2000, 5500])('no byte of %i is read twice', async (size) => {
  const text = '{"a":"one line"}\n'.repeat(400).slice(0, size)
  expect(await read(text)).toBe(text)
  // Of few bytes the kind is looked up in the file.
  expect(count.bytes).toBeLessThanOrEqual(size < HEAD_LENGTH ? size * 3 : size)
})

test.each([10, 5000])('what is compressed to more or less than fits is the same as ever: %i lines', async (lines) => {
  const text = Array.from({ length: lines }, (_, i) => `{"a":${(i * 7919) % 100_003}}\n`).join('')
  expect(await read(gzipSync(text))).toBe(text)
})
