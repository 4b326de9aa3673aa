/** dist/bundle/*.cache: what V8 compiles for a report, so that the command starts without compiling it (bin/load.js). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
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

const { main, processIo } = load('start.cjs')
processIo(process, () => {}).stdout.write('')
// Configurations are looked for, as in most runs, where there is none.
for (const format of ['table', 'json'])
  await main({
    argv: ['report', join(root, 'fixtures/demo'), '--format', format],
    ...{ cwd: parse(root).root, env: { HOME: root }, stdin: Readable.from([]), stdout: nowhere, stderr: nowhere },
  })
const demo = join(root, 'fixtures/demo')
const tasks = readdirSync(demo).map((name, file) => ({
  source: { name, path: join(demo, name) },
  ...{ file, known: null, part: null },
}))
const program = new WebAssembly.Module(readFileSync(join(root, 'dist/scan/kernel.wasm')))
await load('worker.cjs').readAssigned(
  { tasks, shared: new SharedArrayBuffer(16), format: null, everyEntry: false, plain: false, toBeKept: false, program },
  () => {},
)
for (const { script, cache } of loaded.values()) writeFileSync(cache, script.createCachedData())
