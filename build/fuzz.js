/**
 * `npm run fuzz -- [seconds] [seed]`: random and damaged logs by the kernel, without it, by several threads, in pieces, with
 * a cache, against parsing every entry. Other logs each time; the seed of what differs is printed, and finds it again.
 */
import { spawnSync } from 'node:child_process'

const [seconds = '60', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)

process.stdout.write(`${seconds} s from seed ${seed}\n`)
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz'], {
  cwd: new URL('..', import.meta.url),
  stdio: 'inherit',
  env: { ...process.env, FUZZ_SECONDS: seconds, FUZZ_SEED: seed },
})
process.exitCode = status ?? 1
