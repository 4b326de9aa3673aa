import { join } from 'node:path'
import { expect, it } from 'vitest'
import { beginningOf } from '../../src/sources/beginning.ts'
import { folderWith } from '../cli/folder.ts'

it('the first bytes of a file, as many as there are and are wanted; none of what cannot be read', () => {
  const folder = folderWith({ 'log.jsonl': 'abcdef' })
  expect(beginningOf(join(folder, 'log.jsonl'), 4).toString()).toBe('abcd')
  expect(beginningOf(join(folder, 'log.jsonl'), 100).toString()).toBe('abcdef')
  expect(beginningOf(join(folder, 'none.jsonl'), 4)).toHaveLength(0)
  expect(beginningOf(folder, 4)).toHaveLength(0)
})
