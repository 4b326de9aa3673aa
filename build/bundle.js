/**
 * dist/bundle/: the command and its reading threads, each in as few files as pay for themselves, with the packages that
 * they use. Node starts that several times faster than the hundreds of modules of dist/, which the library is. Each file is loaded
 * when something of it is first used (bin/load.js).
 */
import { writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { licensesOf } from './licenses.js'
import { modulesOfReport } from './used-modules.js'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const START = 'start'
/** A module goes to the first file that needs it; what few commands need goes where they alone load it. See fileOf as well. */
const FILES = {
  base: [START],
  report: [join(dist, 'commands/report.js'), join(dist, 'render/table.js')],
  line: [join(dist, 'commands/program.js')],
  json: [join(dist, 'render/json.js')],
  cache: ['cached-scan', 'cache-key', 'scan-cache'].map((name) => join(dist, `cache/${name}.js`)),
}
/** Folders of dist/ whose modules read logs. */
const READING = ['formats', 'usage', 'scan', 'sources']
const NEIGHBOUR = /new URL\('(\.\.?\/[^']*)', import\.meta\.url\)/g

const used = await modulesOfReport()
const start = madeUp(
  START,
  `export { main } from ${JSON.stringify(join(dist, 'cli.js'))}
   export { processIo } from ${JSON.stringify(join(dist, 'process-io.js'))}`,
)
/** What chalk asks the terminal when it is loaded; it is told by us. */
const color = madeUp('#supports-color', 'export default { stdout: false, stderr: false }')
const neighbours = { name: 'neighbours', transform: (code, file) => code.replace(NEIGHBOUR, neighbourOf(file)) }
const scripts = { name: 'scripts', generateBundle: (_, files) => Object.values(files).forEach(toScript) }

const usual = { platform: 'node', preserveEntrySignatures: 'allow-extension' }
const command = await rolldown({ ...usual, input: START, plugins: [start, color, neighbours, scripts] })
const { output } = await command.write({
  dir: `${dist}/bundle`,
  format: 'cjs',
  dynamicImportInCjs: false, // it does not work in a script of node:vm
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  minify: true,
  codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'files', name: fileOf }] },
})

const input = { worker: join(dist, 'scan/assignment.js') }
const worker = await rolldown({ ...usual, input, plugins: [neighbours, scripts] })
const otherLogs = (module, modules) => (module === input.worker || isUsed(module, modules) ? null : 'other-logs')
await worker.write({
  dir: `${dist}/bundle`,
  format: 'cjs',
  dynamicImportInCjs: false,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'worker-[name].cjs',
  minify: true,
  codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'files', name: otherLogs }] },
})

writeFileSync(`${dist}/bundle/LICENSES.txt`, licensesOf(output.flatMap(({ moduleIds }) => moduleIds)))

function madeUp(name, code) {
  return { name, resolveId: (id) => (id === name ? id : null), load: (id) => (id === name ? code : null) }
}

/** Files that a module finds beside itself are found from the bundle; by their path, since Node takes a millisecond for URLs. */
function neighbourOf(file) {
  if (file === join(dist, 'scan/pool.js')) return () => `\`\${import.meta.dirname}/../../bin/worker.js\``
  return (_, path) => `\`\${import.meta.dirname}/${posix.join('..', ...folderOf(file), path)}\``
}

/** The names on the way from dist/ to a module. */
function folderOf(module) {
  return relative(dist, dirname(module)).split(sep)
}

function fileOf(module, modules) {
  const [file, ...others] = Object.keys(FILES).filter((each) => reachedFrom(FILES[each], modules).has(module))
  if (file !== 'report' || isUsed(module, modules)) return file
  if (others.includes('json')) return 'json'
  return READING.includes(folderOf(module)[0]) ? 'other-logs' : 'options'
}

/** Whether a plain report needs a module. Packages are not taken apart. */
function isUsed(module, modules) {
  const isOfPackage = (each) => each.includes('node_modules') || each === color.name
  return reachedFrom(used, modules, isOfPackage).has(module)
}

/** These modules, what they import, and what that imports, if it is wanted; not what is imported on demand. */
function reachedFrom(entries, modules, isWanted = () => true) {
  const found = new Set(entries)
  for (const id of found)
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) if (isWanted(imported)) found.add(imported)
  return found
}

/** As bin/load.js takes it: a function, and one byte per character, so that nothing is copied or decoded. */
function toScript(file) {
  if (/\\[^\0-\x7f]/.test(file.code)) throw new Error(`${file.fileName}: an escaped character beyond ASCII`)
  const code = file.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  file.code = `(function (exports, require, __filename, __dirname) {${code}\n})`
}
