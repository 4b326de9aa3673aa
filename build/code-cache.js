/** dist/bundle/*.cache: what V8 compiles for a report, so that the command starts without compiling it (bin/load.js). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { load, loaded, underUsualFlags } from '../bin/load.js'
import { demo, root, withLargeLog } from './sample-logs.js'

// V8 forgets what was compiled and not called for a while.
setFlagsFromString('--no-flush-bytecode')
const { main, processIo } = load('start.cjs')
processIo(process, () => {}).stdout.write('')

await withLargeLog(async (large, report) => {
  await report(main, demo, '--format', 'table')
  await report(main, demo, large, '--format', 'table')
  await report(main, demo, large, '--format', 'json', '--threads', '2')
  const cached = [demo, large, '--json', '--cache', 'cache']
  await report(main, ...cached)
  await report(main, ...cached) // now it knows them
  const paths = [...readdirSync(demo).map((name) => join(demo, name)), large]
  const tasks = paths.map((path, file) => ({ source: { name: path, path }, file, known: null, part: null }))
  const program = new WebAssembly.Module(readFileSync(join(root, 'dist/scan/kernel.wasm')))
  await load('worker.cjs').readAssigned(
    {
      tasks,
      shared: new SharedArrayBuffer(16),
      format: null,
      everyEntry: false,
      plain: false,
      toBeKept: false,
      program,
    },
    () => {},
  )
})
setFlagsFromString('--flush-bytecode')
underUsualFlags(() => {
  for (const { script, cache } of loaded.values()) writeFileSync(cache, script.createCachedData())
})
