import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { readSource } from '../../src/sources/read-source.ts'
import { folderWith } from '../cli/folder.ts'

/** A file system that never gives more than 100 bytes at once, as some in user space and in networks do. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const readSync = (file: number, into: Buffer, at: number, length: number, position: number) =>
    fs.readSync(file, into, at, Math.min(length, 100), position)
  return { ...fs, readSync }
})

test.each([99, 100, 101, 500, 5000])('%i bytes are read whole where each read gives less', async (size) => {
  const text = 'one line\n'.repeat(600).slice(0, size)
  const room = Buffer.alloc(1000)
  const pieces: string[] = []
  const filled = (length: number) => void pieces.push(room.toString('utf8', 0, length))
  const source = { name: 'a.jsonl', path: join(folderWith({ 'a.jsonl': text }), 'a.jsonl') }
  const { bytes, problems } = await readSource(source, Readable.from([]), { room: () => room, filled }, () => {})
  expect([pieces.join(''), bytes, problems]).toEqual([text, size, []])
})
