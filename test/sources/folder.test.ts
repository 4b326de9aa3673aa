import { existsSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../src/sources/folder.ts'

test('makes a folder and those above it, once', () => {
  const root = mkdtempSync(join(tmpdir(), 'tokencost-'))
  const path = join(root, 'a/b/c')
  for (let time = 0; time < 2; time++) makeFolder(path)
  expect(statSync(path).isDirectory()).toBe(true)
})

test.skipIf(!existsSync('/proc/self'))('says why where no folder can be made, instead of trying for ever', () => {
  expect(() => makeFolder('/proc/none/deeper')).toThrow('ENOENT')
})

test('puts nothing in the place of a file, nor of a link that leads nowhere', () => {
  const root = mkdtempSync(join(tmpdir(), 'tokencost-'))
  writeFileSync(join(root, 'file'), '')
  symlinkSync(join(root, 'nowhere'), join(root, 'link'))
  expect(() => makeFolder(join(root, 'file/below'))).toThrow('ENOTDIR')
  expect(() => makeFolder(join(root, 'link'))).toThrow('EEXIST')
})
