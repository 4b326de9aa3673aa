import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { totalSize } from '../../src/sources/size.ts'
import { reportOn } from '../analyze/reporting.ts'
import { claudeLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'

const isRoot = process.getuid?.() === 0
const isWindows = process.platform === 'win32'

test('sizes are added up; standard input and what has gone have none', () => {
  const folder = folderWith({ 'a.jsonl': '12345', 'b.jsonl': '123' })
  const paths = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl'), join(folder, 'gone.jsonl'), null]
  expect(totalSize(paths.map((path, i) => ({ name: `${i}`, path })))).toBe(8)
})

test.skipIf(isWindows)('what may not be asked has no size: it must not end the report on the others', () => {
  const folder = folderWith({ 'a.jsonl': '12345' })
  symlinkSync('itself.jsonl', join(folder, 'itself.jsonl'))
  const names = ['a.jsonl', 'itself.jsonl']
  expect(totalSize(names.map((name) => ({ name, path: join(folder, name) })))).toBe(5)
})

test.skipIf(isRoot || isWindows)('files of a folder that may be listed and not entered are unreadable', async () => {
  const folder = folderWith({ 'a.jsonl': claudeLine('1', { input_tokens: 7 }), 'sealed/b.jsonl': claudeLine('2') })
  chmodSync(join(folder, 'sealed'), 0o644)
  const report = await reportOn(folder, ['.'])
  chmodSync(join(folder, 'sealed'), 0o755)
  expect(report).toMatchObject({ call_count: 1, total_input_tokens: 7 })
  expect(report.warnings.map(({ code }) => code)).toContain('unreadable')
})
