import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TIMER = '/usr/bin/time'

/** What makes every start of Node slower, bare or not, and so all ratios to it smaller: certificates take it 40 to 80 ms. */
const UNUSUAL = { NODE_EXTRA_CA_CERTS: undefined, NODE_OPTIONS: undefined }

/**
 * One run of a program from start to exit. Seconds and MiB; `cpu` and `peak` are null without GNU time, whose own process
 * is the floor of `peak`, a few MiB. Output goes to a file, since grep stops early when it sees /dev/null.
 */
export function measure([program, ...args], env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tokencost-bench-'))
  const note = join(folder, 'time')
  const timed = hasTimer ? [TIMER, '-f', '%U %S %M', '-o', note, program, ...args] : [program, ...args]
  const output = openSync(join(folder, 'output'), 'w')
  const start = process.hrtime.bigint()
  const { status, error } = spawnSync(timed[0], timed.slice(1), {
    stdio: ['ignore', output, 'inherit'],
    env: { ...process.env, CI: 'true', ...UNUSUAL, ...env },
  })
  const wall = Number(process.hrtime.bigint() - start) / 1e9
  closeSync(output)
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
