/** dist/scan/kernel.wasm: the scan kernel, compiled from kernel/ (AssemblyScript). It imports nothing and allocates nothing. */
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const PAGES_OF_64_KIB = '54'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { error, stderr } = await main([
  'kernel/index.ts',
  ...['--outFile', 'dist/scan/kernel.wasm'],
  ...['--runtime', 'stub', '--use', 'abort=', '--noAssert', '--enable', 'simd'],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge'],
  ...['--initialMemory', PAGES_OF_64_KIB, '--maximumMemory', PAGES_OF_64_KIB],
])
if (error !== null) {
  process.stderr.write(stderr.toString())
  process.exitCode = 1
}
