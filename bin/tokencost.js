#!/usr/bin/env node
const { load } = require('./load.js')

const { main, processIo } = program()
const io = processIo(process, failed)

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => setImmediate(interrupted, signal))

/** Comes after the listeners that put the terminal in order. The second signal finds no listener and ends the process. */
function interrupted(signal) {
  process.stderr.write('tokencost: interrupted, no report was made\n')
  process.kill(process.pid, signal)
}

main(io).then((exit) => {
  process.exitCode = exit
  if (io.isWritten()) process.exit() // where nothing waits, Node need not take apart what it has in memory
})

function failed(code) {
  if (code === 'EPIPE') return // the reader has seen enough: `| head`; limits are held all the same
  process.stderr.write(`tokencost: standard output could not be written (${code})\n`)
  process.exit(1)
}

function program() {
  try {
    return load('start.cjs')
  } catch (error) {
    if (error.code !== 'ENOENT' || !error.message.includes('bundle')) throw error
    process.stderr.write('tokencost: this copy was not built yet: run `npm ci` and `npm run build` in its folder\n')
    process.exit(1)
  }
}
