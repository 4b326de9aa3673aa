/** Which modules of dist/ and of packages a plain report over sessions of Claude Code uses: the command starts with these alone. */
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import { io, sessions, withLargeLog } from './sample-logs.js'

/**
 * `used`: paths of those of which a function was called after all had been loaded. `bare`: of those that have no function, so that
 * nothing can be said of them.
 */
export async function modulesOfReport() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const { main } = await import('../dist/cli.js')
  for (const module of ['commands/report.js', 'commands/program.js', 'render/table.js'])
    await import(`../dist/${module}`)
  const all = await coverage(session)
  await withLargeLog(async (large) => {
    for (const args of [[large], [large, sessions, '--threads', '2']]) await main({ ...io, argv: ['report', ...args] })
  })
  const used = (await coverage(session)).filter(({ functions }) => functions.some(({ ranges }) => ranges[0].count > 0))
  session.disconnect()
  return { used: pathsOf(used), bare: pathsOf(all.filter(({ functions }) => functions.length === 1)) }
}

/** What was called since it was last asked for. */
async function coverage(session) {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result.filter(({ url }) => url.startsWith('file:'))
}

function pathsOf(modules) {
  return new Set(modules.map(({ url }) => fileURLToPath(url)))
}
