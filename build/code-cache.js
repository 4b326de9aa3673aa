/** dist/bundle/*.cache: what V8 compiles for a report, so that the command starts without compiling it (bin/load.js). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load, loaded, underUsualFlags } from '../bin/load.js'
import { demo, root, withLargeLog } from './sample-logs.js'

const { main, processIo } = load('start.cjs')
processIo(process, () => {}).stdout.write('')

await withLargeLog(async (large, report) => {
  await report(main, demo, large, '--format', 'table')
  await report(main, demo, large, '--format', 'json', '--threads', '2')
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
underUsualFlags(() => {
  for (const { script, cache } of loaded.values()) writeFileSync(cache, script.createCachedData())
})
