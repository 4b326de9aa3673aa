#!/usr/bin/env node
import { main } from '../dist/bundle/cli.js'
import { processIo } from '../dist/bundle/process-io.js'

process.stdout.on('error', ({ code }) => {
  if (code === 'EPIPE') process.exit(0) // the reader has seen enough: `| head`
  process.stderr.write(`tokencost: standard output could not be written (${code})\n`)
  process.exit(1)
})
process.stderr.on('error', () => {}) // warnings that nobody reads must not cost the report

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => setImmediate(interrupted, signal))

/** Comes after the listeners that put the terminal in order. The second signal finds no listener and ends the process. */
function interrupted(signal) {
  process.stderr.write('tokencost: interrupted, no report was made\n')
  process.kill(process.pid, signal)
}

process.exitCode = await main(processIo(process))
