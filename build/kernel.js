/**
 * dist/scan/kernel.wasm: the scan kernel, compiled from kernel/ (AssemblyScript); dist/tracker/rows.wasm: the tracker's loops, from
 * kernel/tracker/. They import nothing and allocate nothing; the memory of the loops grows when it is asked to.
 */
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const PAGES_OF_64_KIB = '54'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await compile('kernel/index.ts', 'dist/scan/kernel.wasm', [
  ...['--enable', 'simd'],
  ...['--initialMemory', PAGES_OF_64_KIB, '--maximumMemory', PAGES_OF_64_KIB],
])
await compile('kernel/tracker/index.ts', 'dist/tracker/rows.wasm', ['--initialMemory', '3'])

async function compile(entry, outFile, options) {
  const { error, stderr } = await main([
    ...[entry, '--outFile', outFile, ...options],
    ...['--runtime', 'stub', '--use', 'abort=', '--noAssert'],
    ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge'],
  ])
  if (error === null) return
  process.stderr.write(stderr.toString())
  process.exitCode = 1
}
