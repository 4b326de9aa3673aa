import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSibling } from '../../src/sources/sibling.ts'
import { folderWith } from '../cli/folder.ts'

test('the file beside another one is read, without its byte order mark', () => {
  const folder = folderWith({ 'task_metadata.json': '\uFEFF{"model_usage":[]}' })
  expect(readSibling(join(folder, 'ui_messages.json'), 'task_metadata.json')).toBe('{"model_usage":[]}')
})

test('nothing is read that is not there or not in the folder', () => {
  const folder = folderWith({ 'a.json': '{}' })
  expect(readSibling(join(folder, 'ui_messages.json'), 'b.json')).toBe(null)
  expect(readSibling(join(folder, 'inner/ui_messages.json'), '../a.json')).toBe(null)
})
