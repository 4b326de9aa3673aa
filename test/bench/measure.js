import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TIMER = '/usr/bin/time'

/**
 * One run of a program from start to exit, its output thrown away. Seconds and MiB; `cpu` and `peak` are null without
 * GNU time. Its floor for `peak` is that of its own process, a few MiB.
 */
export function measure([program, ...args], env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tokencost-bench-'))
  const note = join(folder, 'time')
  const timed = hasTimer ? [TIMER, '-f', '%U %S %M', '-o', note, program, ...args] : [program, ...args]
  const start = process.hrtime.bigint()
  const { status, error } = spawnSync(timed[0], timed.slice(1), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CI: 'true', ...env },
  })
  const wall = Number(process.hrtime.bigint() - start) / 1e9
  if (error !== undefined || status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${error ?? status}`)
  const [user, system, kibibytes] = hasTimer ? readFileSync(note, 'utf8').trim().split(' ').map(Number) : []
  rmSync(folder, { recursive: true })
  return { wall, cpu: hasTimer ? user + system : null, peak: hasTimer ? kibibytes / 1024 : null }
}

const hasTimer = spawnSync(TIMER, ['-f', '%M', 'true']).status === 0

/** The middle value; of an even number the lower one of the two. null when any value is null. */
export function median(values) {
  return values.includes(null) ? null : values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]
}
