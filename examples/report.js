import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `tokencost report LOG`, as one would type it. */
export function reportOn(log) {
  const program = new URL('bin/tokencost.js', import.meta.resolve('tokencost/package.json'))
  spawnSync(process.execPath, [fileURLToPath(program), 'report', log], { stdio: 'inherit' })
}
