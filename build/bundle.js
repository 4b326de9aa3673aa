/**
 * dist/bundle/: the command and its reading threads, each in few files. Node starts that several times faster than the
 * two hundred modules of dist/, which the library is. Dependencies stay where they are.
 */
import { dirname, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const NEIGHBOUR = /new URL\('(\.\.\/[^']*)', import\.meta\.url\)/g

const bundle = await rolldown({
  input: { cli: `${dist}/cli.js`, 'process-io': `${dist}/process-io.js`, worker: `${dist}/scan/worker.js` },
  platform: 'node',
  external: /^[^./]/,
  plugins: [{ name: 'neighbours', transform: (code, file) => code.replace(NEIGHBOUR, neighbourOf(file)) }],
})
await bundle.write({ dir: `${dist}/bundle`, format: 'esm' })

/** Files that a module finds beside itself are found from the bundle. */
function neighbourOf(file) {
  const folder = relative(dist, dirname(file)).split(sep).join('/')
  return (_, path) => `new URL('${posix.join('..', folder, path)}', import.meta.url)`
}
