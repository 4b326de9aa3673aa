import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, linkSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { claudeLine, openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'

const BIN = fileURLToPath(new URL('../../bin/tokencost.js', import.meta.url))
const built = existsSync(new URL('../../dist/cli.js', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

function started(cwd: string, ...argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [BIN, ...argv], { cwd, stdio: 'pipe' })
}

async function ended(child: ChildProcess): Promise<Ended> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout!.on('data', (chunk) => out.push(chunk))
  child.stderr!.on('data', (chunk) => err.push(chunk))
  const [code, signal] = await once(child, 'close')
  return { code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
}

/** Gigabytes of lines without usage in a folder, which cost the disk no more than one of its files. */
function largeFolder(cwd: string): void {
  const line = `${JSON.stringify({ type: 'user', text: 'x'.repeat(1000) })}\n`
  writeFileSync(join(cwd, '0.jsonl'), line.repeat(64_000))
  for (let i = 1; i < 60; i++) linkSync(join(cwd, '0.jsonl'), join(cwd, `${i}.jsonl`))
}

describe.skipIf(!built)('the process ends with', () => {
  const files = { 'run.jsonl': openaiLine(), 'lost.jsonl': claudeLine('1', { input_tokens: -1 }) }

  test.each([
    [0, ['report', 'run.jsonl', '--json']],
    [1, ['report', 'missing.jsonl']],
    [2, ['report', 'run.jsonl', '--no-such-flag']],
    [3, ['report', 'run.jsonl', '--max-cost', '0.00007']],
    [3, ['report', 'run.jsonl', '--max-tokens', '16']],
    [3, ['report', 'run.jsonl', '--max-cost-per', 'session=0']],
    [3, ['report', 'lost.jsonl', '--max-cost', '5']],
    [3, ['report', 'run.jsonl', '--max-cost', '0.00007']],
    [4, ['report', 'lost.jsonl', '--strict']],
    [4, ['report', 'lost.jsonl', '--fail-on', 'malformed']],
  ])('%i for %j', async (exit, argv) => {
    const { code, stdout, stderr } = await ended(started(folderWith(files), ...argv))
    expect(code, stderr).toBe(exit)
    expect(stdout === '').toBe(exit === 1 || exit === 2)
  })

  test('0 when a silent pipe is standard input, within a few seconds, though the pipe stays open', async () => {
    const child = started(folderWith({ 'logs/a.jsonl': openaiLine() }), 'report', '--json')
    const { code, stdout } = await ended(child)
    expect([code, JSON.parse(stdout).call_count]).toEqual([0, 1])
  }, 10_000)

  test('0 and silence when the reader of its output went away', async () => {
    const models = Array.from({ length: 3000 }, (_, i) => openaiLine({ model: `model-${i}` })).join('')
    const child = started(folderWith({ 'run.jsonl': models }), 'report', 'run.jsonl', '--json', '--quiet')
    child.stdout!.once('data', () => child.stdout!.destroy())
    const [code, signal] = await once(child, 'exit')
    expect([code, signal]).toEqual([0, null])
    expect((await child.stderr!.toArray()).join('')).toBe('')
  })

  test.skipIf(process.platform === 'win32').each([
    [3, '--max-cost 0.00001 --allow-unpriced', /^gate max-cost failed: [^\n]*\nended with 3\n$/],
    [4, '--fail-on unpriced', /^tokencost: incomplete \(--fail-on\): unpriced_model\nended with 4\n$/],
  ])('%i behind `| head -1` with %s: a closed pipe lets no limit pass', async (_, flags, said) => {
    const models = Array.from({ length: 3000 }, (_, i) => openaiLine({ model: `model-${i}` })).join('')
    const report = `"${process.execPath}" "${BIN}" report run.jsonl --json --quiet ${flags}`
    const cwd = folderWith({ 'run.jsonl': openaiLine() + models })
    const { stderr } = await ended(
      spawn('sh', ['-c', `{ ${report}; echo "ended with $?" >&2; } | head -1`], { cwd, stdio: 'pipe' }),
    )
    expect(stderr).toMatch(said)
  })

  test.skipIf(process.platform === 'win32')('0 behind `| head -1`', async () => {
    const models = Array.from({ length: 3000 }, (_, i) => openaiLine({ model: `model-${i}` })).join('')
    const command = `{ "${process.execPath}" "${BIN}" report run.jsonl --quiet; echo "ended with $?" >&2; } | head -1`
    const cwd = folderWith({ 'run.jsonl': models })
    const { stdout, stderr } = await ended(spawn('sh', ['-c', command], { cwd, stdio: 'pipe' }))
    expect(stdout.split('\n')).toHaveLength(2)
    expect(stderr).toBe('ended with 0\n')
  })

  test('3 when a limit is not kept, though the reader of its output went away', async () => {
    const models = Array.from({ length: 3000 }, (_, i) => openaiLine({ model: `gpt-4o-${i}` })).join('')
    const argv = ['report', 'run.jsonl', '--json', '--quiet', '--max-tokens', '5']
    const child = started(folderWith({ 'run.jsonl': models }), ...argv)
    child.stdout!.once('data', () => child.stdout!.destroy())
    const [[code, signal], said] = await Promise.all([once(child, 'exit'), child.stderr!.toArray()])
    // 3,000 calls of 12 + 5 tokens.
    expect([code, signal, said.join('')]).toEqual([
      3,
      null,
      'gate max-tokens failed: 51,000 tokens, 50,995 tokens over the limit of 5 tokens (limit: --max-tokens)\n',
    ])
  })

  test('0 when nobody reads its warnings', async () => {
    const child = started(folderWith(files), 'report', 'run.jsonl', 'missing.jsonl', '--json')
    child.stderr!.destroy()
    const { code, stdout } = await ended(child)
    expect([code, JSON.parse(stdout).call_count]).toEqual([0, 1])
  })

  test.skipIf(!existsSync('/dev/full'))('1 and a reason when its output cannot be written', async () => {
    const command = `"${process.execPath}" "${BIN}" report run.jsonl > /dev/full`
    const { code, stderr } = await ended(spawn('sh', ['-c', command], { cwd: folderWith(files), stdio: 'pipe' }))
    expect([code, stderr]).toEqual([1, 'tokencost: standard output could not be written (ENOSPC)\n'])
  })

  test.skipIf(process.platform === 'win32').each([
    ['SIGINT', []],
    ['SIGTERM', []],
    ['SIGINT', ['--rejects', 'bad.tsv']],
    ['SIGTERM', ['--rejects', 'bad.tsv']],
  ] as const)('%s, which shells show as 130 or 143, in the middle of large files: %j', async (name, flags) => {
    const cwd = folderWith()
    largeFolder(cwd)
    const files = readdirSync(cwd)
    const child = started(cwd, 'report', '-', '.', ...flags)
    // When most of its standard input is taken it has started, however slow the machine; the files come next.
    child.stdin!.end(`${'x'.repeat(1000)}\n`.repeat(1000), () => setTimeout(() => child.kill(name), 100))
    const { signal, stdout, stderr } = await ended(child)
    expect([signal, stdout, stderr]).toEqual([name, '', 'tokencost: interrupted, no report was made\n'])
    expect(readdirSync(cwd)).toEqual(files)
  })
})
