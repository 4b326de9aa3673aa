import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageRecorder } from '../../src/capture/recorder.ts'
import { reportOf } from './report-of.ts'

const CHILD = join(import.meta.dirname, 'log-child.js')
const USAGE = { prompt_tokens: 10, completion_tokens: 1 }

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokencost-'))
  file = join(folder, 'agent.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function child(end: string, count: number): ChildProcess {
  return spawn(process.execPath, [CHILD, file, end, String(count)], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function ended(end: string, count: number) {
  const running = child(end, count)
  let stderr = ''
  running.stderr!.on('data', (text) => {
    stderr += text
  })
  const [code, signal] = await once(running, 'close')
  return { code, signal, stderr }
}

const linesIn = () => readFileSync(file, 'utf8').split('\n').filter(Boolean)

function recording(path: string, maxBuffered?: number) {
  const problems: string[] = []
  const onProblem = ({ code }: { code: string }) => problems.push(code)
  return { recorder: new UsageRecorder({ file: path, onProblem, ...(maxBuffered && { maxBuffered }) }), problems }
}

describe('what was recorded is in the log after', () => {
  test.each([
    ['process.exit', 'exit', { code: 5, signal: null }],
    ['an uncaught error', 'throw', { code: 1, signal: null }],
    ['SIGTERM', 'sigterm', { code: null, signal: 'SIGTERM' }],
    ['SIGTERM that the agent handles', 'handled', { code: 9, signal: null }],
  ])('%s, which ends the process as it would without us', async (_, end, expected) => {
    const { stderr, ...how } = await ended(end, 25)
    expect(how).toEqual(expected)
    expect(stderr.includes('the error of the agent')).toBe(end === 'throw')
    expect(linesIn()).toHaveLength(25)
  })
})

test('a log and a report named from the folder of the agent stay there, wherever it goes', async () => {
  const running = spawn(process.execPath, [CHILD, 'agent.jsonl', 'moved', '3'], { cwd: folder, stdio: 'ignore' })
  await once(running, 'close')
  expect(linesIn()).toHaveLength(6)
  expect(existsSync(join(folder, 'moved_token_usage.json'))).toBe(true)
})

test('eight processes append to one file without a torn line', async () => {
  await Promise.all(Array.from({ length: 8 }, () => ended('turns', 100)))
  const report = await reportOf(file)
  expect(report.call_count).toBe(8 * 20 * 100)
  expect(report.input).toMatchObject({ malformed: 0, duplicates: 0 })
})

test('after kill -9 at most the last line is cut, and the report says so', async () => {
  const running = child('forever', 500)
  await once(running.stdout!, 'data')
  await new Promise((waited) => setTimeout(waited, 200))
  running.kill('SIGKILL')
  await once(running, 'close')
  const { input, call_count } = await reportOf(file)
  expect(call_count).toBeGreaterThan(0)
  expect(call_count).toBe(input.records)
  expect(input.malformed).toBeLessThanOrEqual(1)
})

test('a line that was cut stays alone: what is appended later begins a line of its own', async () => {
  const first = recording(file).recorder
  for (const id of ['a', 'b', 'c']) first.record('gpt-4o', USAGE, {}, { id })
  first.close()
  truncateSync(file, readFileSync(file).length - 20)
  const second = recording(file).recorder
  for (const id of ['d', 'e']) second.record('gpt-4o', USAGE, {}, { id })
  second.close()
  const report = await reportOf(file)
  expect(report.call_count).toBe(4)
  expect(report.input).toMatchObject({ lines: 5, records: 4, malformed: 1, malformed_usage: 1 })
  expect(report.cost_complete).toBe(false)
})

describe('a log that cannot be written', () => {
  test.skipIf(!existsSync('/dev/full'))(
    'because the disk is full is said once; what waits beyond the bound is counted as lost',
    () => {
      const { recorder, problems } = recording('/dev/full', 1000)
      for (let i = 0; i < 20; i++) {
        recorder.record('gpt-4o', USAGE)
        recorder.flush()
      }
      expect(problems).toEqual(['log_unwritable', 'lines_lost'])
      expect(recorder.lost).toBeGreaterThan(0)
      expect(recorder.problems.get('lines_lost')).toBe(recorder.lost)
      expect(recorder.tracker.getSummary().call_count).toBe(20)
    },
  )

  test('because its folder is gone is said, and goes on in a new one', () => {
    const { recorder, problems } = recording(join(folder, 'logs', 'agent.jsonl'))
    recorder.record('gpt-4o', USAGE)
    recorder.flush()
    rmSync(join(folder, 'logs'), { recursive: true })
    recorder.record('gpt-4o', USAGE)
    recorder.record('gpt-4o', USAGE)
    recorder.close()
    expect(problems).toEqual(['log_removed'])
    expect(
      readFileSync(join(folder, 'logs', 'agent.jsonl'), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(2)
  })

  test('for a while loses nothing', () => {
    const path = join(folder, 'logs', 'agent.jsonl')
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
    const { recorder, problems } = recording(path)
    recorder.record('gpt-4o', USAGE)
    recorder.flush()
    rmSync(join(folder, 'logs'))
    recorder.record('gpt-4o', USAGE)
    recorder.close()
    expect(problems).toEqual(['log_unwritable'])
    expect(recorder.lost).toBe(0)
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2)
  })
})
