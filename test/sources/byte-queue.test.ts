import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ByteQueue } from '../../src/sources/byte-queue.ts'

const queueOf = (...pieces: readonly string[]) =>
  new ByteQueue(Readable.from(pieces.map((piece) => Buffer.from(piece))))
const text = async (bytes: Promise<Buffer | null>) => (await bytes)?.toString() ?? null

describe('a queue of bytes', () => {
  it('gives so many, over the cuts', async () => {
    const queue = queueOf('ab', '', 'c', 'defg')
    expect([await text(queue.take(1)), await text(queue.take(3)), await text(queue.take(0))]).toEqual(['a', 'bcd', ''])
    expect([await text(queue.next()), await text(queue.next())]).toEqual(['efg', null])
  })

  it('gives back first what was put back', async () => {
    const queue = queueOf('ab', 'cd')
    queue.putBack((await queue.next())!.subarray(1))
    expect(await text(queue.take(3))).toBe('bcd')
  })

  it('passes a text to its NUL, and NULs to their end', async () => {
    const queue = queueOf('na', 'me\0\0\0', '\0a\0', '\0')
    await queue.passText()
    expect([await queue.endsInNuls(), await text(queue.take(1)), await queue.endsInNuls()]).toEqual([false, 'a', true])
  })

  it('throws when there are fewer', async () => {
    await expect(queueOf('ab').take(3)).rejects.toThrow('cut off')
    await expect(queueOf('ab').passText()).rejects.toThrow('cut off')
  })
})
