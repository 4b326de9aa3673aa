import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openaiLine } from './cli/entry.ts'
import { folderWith } from './cli/folder.ts'

const BIN = fileURLToPath(new URL('../bin/tokencost.js', import.meta.url))
const built = existsSync(new URL('../dist/cli.js', import.meta.url))
/** Reads only after a while, so that what writes to it finds no room. */
const SLOW_READER = 'setTimeout(() => process.stdin.pipe(process.stdout), 1000)'
const REPORT = [BIN, 'report', '.', '--format', 'csv', '--group-by', 'file', '--no-config']

describe.skipIf(!built || process.platform === 'win32')('standard output', () => {
  // Two of the three cut a letter of three bytes where there is no more room.
  test.each([0, 1, 2])(
    'is the same in a file, and in a pipe that does not block and has too little room: %i',
    async (more) => {
      const name = (i: number) =>
        `${'x'.repeat(i === 0 ? more : 0)}${String(i).padStart(4, '0')}${'漢'.repeat(78)}.jsonl`
      const files = Array.from({ length: 1200 }, (_, i) => [name(i), openaiLine({}, 12 + i)] as const)
      const cwd = folderWith({ ...Object.fromEntries(files) })

      const toFile = spawn('sh', ['-c', `"${process.execPath}" "$@" > all.out`, 'sh', ...REPORT], { cwd })
      expect((await once(toFile, 'close'))[0]).toBe(0)
      const inFile = readFileSync(join(cwd, 'all.out'))
      expect(inFile.length).toBeGreaterThan(300_000)

      const reader = spawn(process.execPath, ['-e', SLOW_READER], { stdio: ['pipe', 'pipe', 'inherit'] })
      const read: Buffer[] = []
      reader.stdout.on('data', (bytes) => read.push(bytes))
      const writer = spawn(process.execPath, REPORT, { cwd, stdio: ['ignore', reader.stdin, 'pipe'] })
      // A process that is started gets pipes that block; whoever shares one may change that.
      const { _handle: pipe } = reader.stdin as unknown as { _handle: { setBlocking(blocks: boolean): void } }
      const timer = setInterval(() => pipe.setBlocking(false), 5)
      const [code] = await once(writer, 'close')
      clearInterval(timer)
      reader.stdin.end()
      await once(reader, 'close')
      expect(code).toBe(0)
      expect(Buffer.concat(read).equals(inFile)).toBe(true)
    },
  )
})

describe.skipIf(!built || process.platform === 'win32')('what a process is given may be odd', () => {
  const run = (script: string, env: Readonly<Record<string, string>> = {}) => {
    const cwd = folderWith({ 'a.jsonl': openaiLine() })
    const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', process.execPath, BIN], options)
    return { status, stdout, stderr }
  }

  test('a current folder that is gone is said, and needed for nothing that does not ask for it', () => {
    const gone = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    expect(run(`${gone} --version`)).toMatchObject({ status: 0, stderr: '' })
    const { status, stderr } = run(`${gone} report ../a.jsonl`)
    expect([status, stderr.split('\n')[0]]).toEqual([1, 'tokencost: the current folder does not exist any more'])
    expect(stderr).not.toContain('    at ')
  })

  test('a machine whose time zone has no name needs one for -z local', () => {
    const script = 'exec "$@" report a.jsonl --no-config -z local'
    expect(run(script, { TZ: 'Europe/Berlin' })).toMatchObject({ status: 0 })
    const { status, stderr } = run(script, { TZ: 'UTC-3' })
    expect([status, stderr]).toEqual([2, expect.stringContaining('the time zone of this machine has no name')])
  })
})

describe.skipIf(!built || process.platform === 'win32')('standard input', () => {
  test.each([['report'], ['render']])('that is a folder is said to be one: %s', (command) => {
    const cwd = folderWith({ 'a.jsonl': openaiLine() })
    const shell = `"${process.execPath}" "${BIN}" ${command} - < .`
    const { status, stderr } = spawnSync('sh', ['-c', shell], { cwd, encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringContaining('-: it is a directory')])
  })
})
