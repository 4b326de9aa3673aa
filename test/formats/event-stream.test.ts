import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesOf, eventsOf } from '../../src/formats/event-stream.ts'

const FILE = resolve(import.meta.dirname, '../../fixtures/http-exchange/binary-event-streams.har.json')
const { log } = JSON.parse(readFileSync(FILE, 'utf8'))
const stream = bytesOf(log.entries[0].response.content.text)!

it('gives each event under the name that its header has', () => {
  const events = eventsOf(stream)!
  expect(events.flatMap(Object.keys)).toEqual(['messageStart', 'contentBlockDelta', 'messageStop', 'metadata'])
})

it('keeps the whole frames of a stream that was cut', () => {
  expect(eventsOf(stream.subarray(0, stream.length - 1))).toHaveLength(3)
})

it('takes nothing else for a stream', () => {
  expect(eventsOf(new TextEncoder().encode('{"usage":{"prompt_tokens":12}}'))).toBeNull()
  expect(eventsOf(new Uint8Array())).toBeNull()
  expect(bytesOf('no base64!')).toBeNull()
})

it('ends, and throws nothing, whatever bytes are broken', () => {
  fc.assert(
    fc.property(fc.nat(stream.length - 1), fc.nat(255), (at, byte) => {
      const broken = Uint8Array.from(stream)
      broken[at] = byte
      expect(eventsOf(broken)?.length ?? 0).toBeLessThanOrEqual(4)
    }),
  )
})
