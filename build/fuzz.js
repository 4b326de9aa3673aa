/**
 * `npm run fuzz -- [runs] [seed]`: the kernel against the plain path on many more random logs than the tests try, other
 * ones each time. The seed is printed, so that what it finds can be found again.
 */
import { spawnSync } from 'node:child_process'

const [runs = '5000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)

process.stdout.write(`${runs} runs from seed ${seed}\n`)
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/analyze/paths.test.ts'],
  { cwd: new URL('..', import.meta.url), stdio: 'inherit', env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed } },
)
process.exitCode = status ?? 1
