/** Records calls and ends in the way that it is told: `node log-child.js FILE END COUNT`. */
import { run, UsageRecorder } from '../../dist/index.js'

const [file, end, count] = process.argv.slice(2)
const recorder = new UsageRecorder({ file })
let recorded = 0

function record(calls) {
  for (let i = 0; i < calls; i++) {
    const usage = { prompt_tokens: 10, completion_tokens: 1 }
    recorder.record('gpt-4o', usage, { task: `process ${process.pid}` }, { id: `${process.pid}-${recorded++}` })
  }
}

const ends = {
  exit: () => process.exit(5),
  throw: () => {
    throw new Error('the error of the agent')
  },
  sigterm: () => {
    setInterval(() => {}, 1000)
    process.kill(process.pid, 'SIGTERM')
  },
  handled: () => {
    setInterval(() => {}, 1000)
    // As libraries do it that clean up and then raise the signal again, if nobody else listens to it.
    process.on('SIGTERM', () => process.exit(process.listenerCount('SIGTERM') === 1 ? 9 : 10))
    process.kill(process.pid, 'SIGTERM')
  },
  moved: () =>
    run({ task: 'moved', recorder, reportDir: '.' }, () => {
      process.chdir('/')
      record(Number(count))
    }),
  turns: async () => {
    for (let turn = 1; turn < 20; turn++) {
      await new Promise((next) => setTimeout(next, 1))
      record(Number(count))
    }
  },
  forever: () => {
    process.stdout.write('writing\n')
    setInterval(() => record(Number(count)), 0)
  },
}

record(Number(count))
ends[end]()
