/** `npm run build`: dist/ made anew from src/ (plain tsc), with the kernel, the prices as JSON, the HTML page and the bundle. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

const root = new URL('../', import.meta.url)

rmSync(new URL('dist', root), { recursive: true, force: true })
run('build/kernel.js')
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json')
run('build/needles.js')
run('build/pricing-json.js')
run('build/page.js')
run('build/bundle.js')
run('build/code-cache.js')

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
