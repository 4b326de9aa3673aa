/**
 * Times the whole command against other programs on generated logs, in turn, warm, and prints a Markdown table.
 *
 *     npm run bench -- [--sets 10MB,100MB,1GiB,20000files] [--shape claude-code] [--rounds 5] [--logs DIR] [-o FILE]
 *
 * Before anything is timed, the report is compared with what the generator wrote: a fast wrong answer is no result.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { contendersFor } from './contenders.js'
import { generate } from './generate.js'
import { measure, median } from './measure.js'

const SETS = {
  '1MB': { bytes: 1e6, files: 1 },
  '10MB': { bytes: 1e7, files: 10 },
  '100MB': { bytes: 1e8, files: 60 },
  '1GiB': { bytes: 2 ** 30, files: 600 },
  '20000files': { bytes: 20_000 * 55_000, files: 20_000 },
}
const SEED = 1

const { values } = parseArgs({
  options: {
    sets: { type: 'string', default: '10MB,100MB' },
    shape: { type: 'string', default: 'claude-code' },
    rounds: { type: 'string', default: '5' },
    logs: { type: 'string', default: join(tmpdir(), 'tokencost-bench-logs') },
    output: { type: 'string', short: 'o' },
  },
})

const tables = values.sets.split(',').map((name) => benchmark(name, values.shape, Number(values.rounds)))
const page = `${[machine(), ...tables].join('\n\n')}\n`
if (values.output === undefined) process.stdout.write(page)
else writeFileSync(values.output, page)

function benchmark(name, shape, rounds) {
  const { logs, held } = logsOf(name, shape)
  check(logs, held)
  const contenders = contendersFor(shape)
  const runs = contenders.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { command, env }] of contenders.entries()) {
      const run = measure(command(logs, shape), env?.(logs))
      if (round > 0) runs[index].push(run)
    }
  }
  return table(name, held, contenders, runs)
}

/** Generated logs are kept between runs of the benchmark, with what they hold beside them. */
function logsOf(name, shape) {
  const logs = join(values.logs, `${name}-${shape}-${SEED}`)
  const note = `${logs}.json`
  if (existsSync(note)) return { logs, held: JSON.parse(readFileSync(note, 'utf8')) }
  if (SETS[name] === undefined) throw new Error(`no set ${name}; there are ${Object.keys(SETS).join(', ')}`)
  rmSync(logs, { recursive: true, force: true })
  mkdirSync(logs, { recursive: true })
  const held = generate(logs, { ...SETS[name], shape, seed: SEED })
  writeFileSync(note, JSON.stringify(held))
  return { logs, held }
}

function check(logs, held) {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] }
  const report = JSON.parse(execFileSync(process.execPath, ['bin/tokencost.js', 'report', logs, '--json'], options))
  const rows = Object.entries(report.models_breakdown).map(([model, row]) => [
    model,
    { calls: row.call_count, input_tokens: row.input_tokens, output_tokens: row.output_tokens },
  ])
  if (!isDeepStrictEqual(Object.fromEntries(rows), held.models))
    throw new Error(`the report of ${logs} differs from what the generator wrote`)
  if (report.input.lines !== held.lines || report.input.bytes !== held.bytes)
    throw new Error(`the report of ${logs} does not account for every line and byte`)
}

/** Ratios are medians of round-by-round ratios, so that a slow moment of the machine weighs on both sides. */
function table(name, held, contenders, runs) {
  const rows = contenders.map((contender, index) => {
    const ratio = median(runs[0].map((run, round) => run.wall / runs[index][round].wall))
    const middle = (part, digits) => median(runs[index].map((run) => run[part]))?.toFixed(digits) ?? '-'
    const speed = contender.idle ? '-' : (held.bytes / 1e9 / Number(middle('wall', 6))).toFixed(2)
    return `| ${contender.name} | ${middle('wall', 3)} | ${middle('cpu', 3)} | ${middle('peak', 0)} | ${speed} | ${ratio.toFixed(2)} |`
  })
  const share = Math.round((100 * held.usage_bytes) / held.bytes)
  return [
    `### ${name}: ${count(held.files, 'file')}, ${(held.bytes / 1e6).toFixed(1)} MB, ${held.lines} lines, ${held.calls} calls, ${held.shape}`,
    '',
    `${share} % of the bytes are in lines with usage. Medians of ${count(runs[0].length, 'round')} after one that is thrown away.`,
    '',
    '| program | wall s | CPU s | peak MiB | GB/s | tokencost is this many times its wall |',
    '|---|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n')
}

function machine() {
  const memory = Math.round(totalmem() / 2 ** 30)
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB of memory.`
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
