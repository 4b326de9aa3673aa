/** Which modules of dist/ a plain report over sessions of Claude Code needs: the command starts with these alone. */
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sessions, withLargeLog } from './sample-logs.js'

const DIST = new URL('../dist/', import.meta.url).href
const IMPORT = /^import \{([^}]*)\} from '(\.[^']*)'/gm

/** The paths of those of which a function is called once all have been loaded, and of what these need for being loaded. */
export async function modulesOfReport() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const { main } = await import('../dist/cli.js')
  for (const module of ['commands/report.js', 'commands/program.js', 'render/table.js'])
    await import(`../dist/${module}`)
  const whileLoading = await calledFunctions(session)
  await withLargeLog(async (large, report) => {
    await report(main, sessions)
    await report(main, large)
    // By one thread: of what another one reads nothing is seen here, and which one reads what is a matter of luck.
    await report(main, large, sessions, '--threads', '1')
    await report(main, large, '--threads', '2')
  })
  const used = new Set((await calledFunctions(session)).keys())
  session.disconnect()
  const bases = await extendedClasses(whileLoading.keys())
  for (const module of used)
    for (const [path, names] of importsOf(module)) {
      const exported = await import(pathToFileURL(path))
      const isNeeded = (name) =>
        typeof exported[name] !== 'function' || bases.has(exported[name]) || whileLoading.get(path)?.has(name)
      if (names.some(isNeeded)) used.add(path)
    }
  return used
}

/** By path of a module of dist/, the names of functions that were called since this was last asked; '' is the top level, too. */
async function calledFunctions(session) {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const called = new Map()
  for (const { url, functions } of result) {
    const names = functions.filter(({ ranges }) => ranges[0].count > 0).map(({ functionName }) => functionName)
    if (url.startsWith(DIST) && names.length > 0) called.set(fileURLToPath(url), new Set(names))
  }
  return called
}

/** Classes that exported classes extend. */
async function extendedClasses(modules) {
  const exported = await Promise.all([...modules].map((path) => import(pathToFileURL(path))))
  return new Set(
    exported
      .flatMap((names) => Object.values(names))
      .filter((value) => typeof value === 'function')
      .map(Object.getPrototypeOf),
  )
}

/** By path of another module of dist/, what this one imports from there. */
function importsOf(module) {
  const imports = [...readFileSync(module, 'utf8').matchAll(IMPORT)]
  return imports.map(([, names, from]) => [
    resolve(dirname(module), from),
    names.split(',').map((name) => name.trim().split(' as ')[0]),
  ])
}
