/**
 * Writes agent logs of any size, for benchmarks: the same options give the same bytes.
 *
 *     node test/bench/generate.js OUT [--bytes 100000000] [--files 60] [--shape claude-code|codex|openai|otel] [--seed 1]
 *
 * Prints what it wrote as JSON: sizes, and the calls and tokens that a right report of it shows.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { proseFrom } from './prose.js'
import { randomFrom } from './random.js'
import { claudeCode } from './shapes/claude-code.js'
import { codex } from './shapes/codex.js'
import { openai } from './shapes/openai.js'
import { otel } from './shapes/otel.js'

export const SHAPES = { 'claude-code': claudeCode, codex, openai, otel }

const START = Date.UTC(2026, 8, 1)
const WRITTEN_AT_ONCE = 1 << 20

/** Writes the logs under `out` and returns what they hold. */
export function generate(out, { bytes, files, shape, seed }) {
  const random = randomFrom(seed)
  const prose = proseFrom(random)
  const clock = clockFrom(START)
  const held = { shape, seed, files, bytes: 0, usage_bytes: 0, lines: 0, calls: 0, models: {} }
  for (let file = 0; file < files; file++) {
    const share = (bytes - held.bytes) / (files - file)
    const length = file === files - 1 ? share : share * (0.2 + 2.4 * random() ** 2)
    writeLog(join(out, SHAPES[shape].path(file)), length, SHAPES[shape].steps({ random, prose, clock, file }), held)
  }
  return held
}

/** Writes whole steps until the file has `length` bytes, and adds them to `held`. */
function writeLog(path, length, steps, held) {
  mkdirSync(dirname(path), { recursive: true })
  const handle = openSync(path, 'w')
  const end = held.bytes + length
  let pending = ''
  for (const { plain, usage, calls = [] } of steps) {
    const usageText = usage.map((line) => `${line}\n`).join('')
    const text = plain.map((line) => `${line}\n`).join('') + usageText
    pending += text
    held.bytes += Buffer.byteLength(text)
    held.usage_bytes += Buffer.byteLength(usageText)
    held.lines += plain.length + usage.length
    for (const call of calls) add(held, call)
    const full = calls.length > 0 && held.bytes >= end
    if (full || pending.length > WRITTEN_AT_ONCE) {
      writeSync(handle, pending)
      pending = ''
    }
    if (full) break
  }
  closeSync(handle)
}

function add(held, { model, input, output }) {
  held.models[model] ??= { calls: 0, input_tokens: 0, output_tokens: 0 }
  const row = held.models[model]
  row.calls++
  row.input_tokens += input
  row.output_tokens += output
  held.calls++
}

/** Times a few seconds apart, within four weeks. */
function clockFrom(start) {
  let seconds = 0
  return () => {
    seconds = (seconds + 7) % (28 * 86_400)
    return new Date(start + seconds * 1_000).toISOString()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bytes: { type: 'string', default: '100000000' },
      files: { type: 'string', default: '60' },
      shape: { type: 'string', default: 'claude-code' },
      seed: { type: 'string', default: '1' },
    },
  })
  const { shape } = values
  if (positionals.length !== 1 || !Object.hasOwn(SHAPES, shape)) {
    process.stderr.write(
      `usage: node test/bench/generate.js OUT [--bytes N] [--files N] [--seed N] [--shape ${Object.keys(SHAPES).join('|')}]\n`,
    )
    process.exit(2)
  }
  const options = { bytes: Number(values.bytes), files: Number(values.files), seed: Number(values.seed), shape }
  process.stdout.write(`${JSON.stringify(generate(positionals[0], options), null, 2)}\n`)
}
