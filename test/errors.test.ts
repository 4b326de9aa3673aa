import { expect, test } from 'vitest'
import { systemReason, writeReason } from '../src/errors.ts'

test.each([
  ['ENOENT', 'it does not exist', 'its folder does not exist'],
  ['EACCES', 'it may not be read (permission denied)', 'permission denied'],
  ['EPERM', 'it may not be read (permission denied)', 'permission denied'],
  ['ENOSPC', 'the disk is full', 'the disk is full'],
])('%s is told of what was read, and of what was written', (code, read, written) => {
  const error = Object.assign(new Error(), { code })
  expect([systemReason(error), writeReason(error)]).toEqual([read, written])
})
