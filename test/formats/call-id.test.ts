import { describe, expect, it } from 'vitest'
import { isCallId, isRandomId } from '../../src/formats/call-id.ts'

describe('an id of one answer', () => {
  it.each([
    ['msg_01XFDUDYJgAACzvnptvVoYEL', true],
    ['resp_0000000001a2b3c4d5e6', true],
    ['resp_0000000000a2b3c4d5e6', false],
    ['resp_a2b3c4d5e60000000000', false],
    ['chatcmpl-123', false],
    ['7', false],
  ])('%s: %s', (id, isOne) => expect(isCallId(id)).toBe(isOne))

  it.each([
    ['5b8efff7-9803-4103-a269-b633813fc60c', true],
    ['00000000-0000-4000-8000-000000000001', false],
    ['00000000-9803-4103-a269-b633813fc60c', true],
    ['not-random', false],
  ])('%s is random: %s', (id, isRandom) => expect(isRandomId(id)).toBe(isRandom))
})
