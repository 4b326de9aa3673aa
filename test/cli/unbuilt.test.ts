import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { folderWith } from './folder.ts'

test('a clone that was not built says so in one sentence, and what to do', () => {
  const clone = folderWith({})
  writeFileSync(join(clone, 'package.json'), '{"type":"module"}')
  cpSync(fileURLToPath(new URL('../../bin', import.meta.url)), join(clone, 'bin'), { recursive: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/tokencost.js', 'report'], {
    cwd: clone,
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toBe('tokencost: this copy was not built yet: run `npm ci` and `npm run build` in its folder\n')
})
