/** dist/bundle/*.cache: what V8 compiles for a report, so that the command starts without compiling it (bin/load.js). */
import { writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { load, loaded } from '../bin/load.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const nowhere = {
  write(_, done) {
    done?.()
    return true
  },
}

const { main } = load('start.cjs')
for (const format of ['table', 'json'])
  await main({
    argv: ['report', 'fixtures/demo', '--no-config', '--format', format],
    ...{ cwd: root, env: {}, stdin: Readable.from([]), stdout: nowhere, stderr: nowhere },
  })
for (const { script, cache } of loaded.values()) writeFileSync(cache, script.createCachedData())
