/** dist/bundle/*.cache: what V8 compiles for a report, so that the command starts without compiling it (bin/load.js). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
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
const demo = join(root, 'fixtures/demo')
/** Of a size that is not read at once. */
const large = join(mkdtempSync(join(tmpdir(), 'tokencost-')), 'large.jsonl')
const logs = [...readdirSync(demo).map((name) => join(demo, name)), large]
writeFileSync(large, Buffer.alloc(3 << 20, readFileSync(logs[0])))

// Configurations are looked for, as in most runs, where there is none.
for (const args of [
  ['--format', 'table'],
  ['--format', 'json', '--threads', '2'],
])
  await main({
    argv: ['report', demo, large, ...args],
    ...{ cwd: parse(root).root, env: { HOME: root }, stdin: Readable.from([]), stdout: nowhere, stderr: nowhere },
  })
const tasks = logs.map((path, file) => ({ source: { name: path, path }, file, known: null, part: null }))
const program = new WebAssembly.Module(readFileSync(join(root, 'dist/scan/kernel.wasm')))
await load('worker.cjs').readAssigned(
  { tasks, shared: new SharedArrayBuffer(16), format: null, everyEntry: false, plain: false, toBeKept: false, program },
  () => {},
)
rmSync(dirname(large), { recursive: true })
for (const { script, cache } of loaded.values()) writeFileSync(cache, script.createCachedData())
