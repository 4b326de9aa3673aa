import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { type Run, run } from './run.ts'

/** As many calls as tell the sources apart: 1 in logs/, 2 in the configured folder, 3 on standard input. */
const [LOGS, CONFIGURED, PIPED] = [openaiLine(), openaiLine().repeat(2), openaiLine().repeat(3)]

const IN_LOGS = { 'logs/deep/run.jsonl': LOGS }
const IN_CONFIG = {
  'tokencost.yaml': 'logs: [runs, "more/*.log"]\n',
  'runs/a.jsonl': LOGS,
  'more/b.log': openaiLine({}, 13),
}

const NOTHING =
  'tokencost: nothing to read: no path was given, tokencost.yaml names no logs:, nothing came on standard input, ' +
  'and logs/**/*.jsonl matches no file\n' +
  'Try: tokencost report PATH, where PATH is a log file, a folder, a quoted glob, or - for standard input.\n'

function calls({ exit, stdout, stderr }: Run): readonly [number, string] {
  expect(exit, stderr).toBe(0)
  return [JSON.parse(stdout).call_count, stderr]
}

describe('when no path is given, what is read is', () => {
  test('the logs of the configuration, before anything else', async () => {
    const cwd = folderWith({ ...IN_CONFIG, ...IN_LOGS })
    const said = 'reading logs: of tokencost.yaml\n'
    expect(calls(await run(['report', '--json'], { cwd, stdin: PIPED }))).toEqual([2, said])
  })

  test('standard input, where it has something', async () => {
    const cwd = folderWith(IN_LOGS)
    expect(calls(await run(['report', '--json'], { cwd, stdin: PIPED }))).toEqual([3, 'reading standard input\n'])
  })

  test('standard input, where it is a file with something in it', async () => {
    const cwd = folderWith({ ...IN_LOGS, 'piped.jsonl': PIPED, 'empty.jsonl': '' })
    const from = async (name: string) => {
      const stdin = await opened(join(cwd, name))
      return calls(await run(['report', '--json'], { cwd, stdin }))
    }
    expect(await from('piped.jsonl')).toEqual([3, 'reading standard input\n'])
    expect(await from('empty.jsonl')).toEqual([1, 'reading logs/**/*.jsonl\n'])
  })

  test('standard input, where its first byte takes a second', async () => {
    const cwd = folderWith(IN_LOGS)
    const stdin = new PassThrough()
    setTimeout(() => stdin.end(PIPED), 1000)
    expect(calls(await run(['report', '--json'], { cwd, stdin }))).toEqual([3, 'reading standard input\n'])
  })

  test('logs/, where standard input is empty or a terminal', async () => {
    const cwd = folderWith(IN_LOGS)
    expect(calls(await run(['report', '--json'], { cwd }))).toEqual([1, 'reading logs/**/*.jsonl\n'])
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    expect(calls(await run(['report', '--json'], { cwd, stdin }))).toEqual([1, 'reading logs/**/*.jsonl\n'])
  })

  test('logs/, where standard input is a pipe that never says anything, after two seconds', async () => {
    const cwd = folderWith(IN_LOGS)
    const started = performance.now()
    const result = await run(['report', '--json'], { cwd, stdin: new PassThrough() })
    expect(calls(result)).toEqual([1, 'reading logs/**/*.jsonl\n'])
    const waited = performance.now() - started
    expect(waited).toBeGreaterThan(1900)
    expect(waited).toBeLessThan(5000)
  })

  test('nothing, where there is nothing: the error says all that was tried', async () => {
    const stdin = new PassThrough()
    const [silent, closed] = await Promise.all([
      run(['report'], { cwd: folderWith(), stdin }),
      run(['report'], { cwd: folderWith() }),
    ])
    expect(silent).toEqual({ exit: 2, stdout: '', stderr: NOTHING })
    expect(closed).toEqual(silent)
    expect(stdin.destroyed, 'or it would keep the process alive').toBe(true)
  })

  test('said on stderr, unless it is to be quiet', async () => {
    const cwd = folderWith(IN_LOGS)
    expect(calls(await run(['report', '--json', '--quiet'], { cwd }))).toEqual([1, ''])
  })
})

describe('paths', () => {
  test('that are given are all that is read', async () => {
    const cwd = folderWith({ ...IN_CONFIG, ...IN_LOGS, 'two.jsonl': CONFIGURED })
    expect(calls(await run(['report', '--json', 'two.jsonl'], { cwd, stdin: PIPED }))).toEqual([2, ''])
  })

  test('- is standard input, once however often it is named, beside files', async () => {
    const cwd = folderWith({ 'two.jsonl': CONFIGURED })
    const result = await run(['report', '--json', '-', 'two.jsonl', '-'], { cwd, stdin: PIPED })
    expect(calls(result)).toEqual([5, ''])
    expect(JSON.parse(result.stdout).input.by_file.map(({ name }: { name: string }) => name)).toEqual([
      '-',
      'two.jsonl',
    ])
  })

  test('- that may be a file that was given too: a warning, since calls without an id cannot be told apart', async () => {
    const cwd = folderWith({ 'a.jsonl': openaiLine() })
    const { stdout } = await run(['report', '-', 'a.jsonl', '--json', '--quiet'], { cwd, stdin: openaiLine() })
    expect(JSON.parse(stdout)).toMatchObject({ call_count: 2, warnings: [{ code: 'equal_sources' }] })
    const other = await run(['report', '-', 'a.jsonl', '--json'], { cwd, stdin: openaiLine({}, 13) })
    expect(JSON.parse(other.stdout)).toMatchObject({ call_count: 2, warnings: [] })
  })

  test('- that is empty is no error, and says that nothing was in it', async () => {
    const result = await run(['report', '--json', '-'], { cwd: folderWith() })
    expect(calls(result)).toEqual([0, 'warning: no usage was found in what was read\n'])
  })

  test('- that breaks in the middle keeps what it gave and says so', async () => {
    const stdin = Readable.from(
      (function* () {
        yield PIPED
        throw Object.assign(new Error('read EIO'), { code: 'EIO' })
      })(),
    )
    expect(calls(await run(['report', '--json', '-'], { cwd: folderWith(), stdin }))).toEqual([
      3,
      'warning: -: the disk or the network reports an error (EIO)\n',
    ])
  })
})

/** A file as standard input, with the number of its descriptor, as a shell's `<` gives it. */
async function opened(path: string): Promise<Readable & { fd: number }> {
  const stream = createReadStream(path)
  const fd = await new Promise<number>((resolve) => stream.once('open', resolve))
  return Object.assign(stream, { fd })
}
