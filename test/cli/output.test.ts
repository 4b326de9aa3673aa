import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../../src/render/index.ts'
import { claudeLine, openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

/** A call with a price, one without, and a broken line: every kind of output has something to warn about. */
const LOG = `${openaiLine()}${openaiLine({ model: 'acme-1' })}{"usage": {"prompt_tokens": 1`
const WARNINGS = [
  'warning: acme-1: no price for this model; 17 tokens missing from the cost',
  'warning: run.jsonl:3: truncated: the file ends inside it',
]

describe('standard output holds the data and nothing else', () => {
  test.each(RENDERERS.filter(({ name }) => name !== 'table'))('as $name, warnings on stderr', async ({ name }) => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    const { exit, stdout, stderr } = await run(['report', '--format', name, 'run.jsonl'], { cwd })
    expect(exit).toBe(0)
    expect(stderr.trimEnd().split('\n').sort()).toEqual(WARNINGS)
    expect(stdout).toContain('acme-1')
    expect(stdout).not.toContain('warning:')
    expect(await run(['report', '--format', name, '--quiet', 'run.jsonl'], { cwd })).toEqual({
      exit,
      stdout,
      stderr: '',
    })
  })

  test('as a table, with the warnings below it', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    const { stdout, stderr } = await run(['report', 'run.jsonl'], { cwd })
    expect(stderr).toBe('')
    for (const warning of WARNINGS) expect(stdout).toContain(warning.replace('warning', 'Warning'))
  })

  test('--json, -j and --format json are the same', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    const json = await run(['report', '--json', 'run.jsonl'], { cwd })
    expect(JSON.parse(json.stdout).schema_version).toBe(1)
    expect(await run(['report', 'run.jsonl', '-j'], { cwd })).toEqual(json)
    expect(await run(['report', '--format', 'json', 'run.jsonl'], { cwd })).toEqual(json)
  })
})

describe('-o', () => {
  test('writes files in the format of their extension, beside what is printed', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    const { exit, stdout } = await run(['report', 'run.jsonl', '-o', 'a.json', '-o', 'a.csv', '-o', 'b.md'], { cwd })
    expect([exit, readdirSync(cwd)]).toEqual([0, ['a.csv', 'a.json', 'b.md', 'run.jsonl']])
    expect(stdout).toContain('Model')
    for (const [file, format] of [
      ['a.json', 'json'],
      ['a.csv', 'csv'],
      ['b.md', 'markdown'],
    ] as const) {
      const printed = await run(['report', 'run.jsonl', '--format', format], { cwd })
      expect(readFileSync(join(cwd, file), 'utf8')).toBe(printed.stdout)
    }
  })

  test('never writes colour, and no width of a terminal', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    await run(['report', 'run.jsonl', '--color', 'always', '-o', 'a.txt'], { cwd, terminal: 40 })
    await run(['report', 'run.jsonl', '-o', 'b.txt'], { cwd })
    expect(readFileSync(join(cwd, 'a.txt'), 'utf8')).toBe(readFileSync(join(cwd, 'b.txt'), 'utf8'))
  })

  test('replaces a file as a whole', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG, 'a.json': 'x'.repeat(100_000) })
    await run(['report', 'run.jsonl', '-o', 'a.json'], { cwd })
    expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')).call_count).toBe(2)
  })

  test.skipIf(process.platform === 'win32')('leaves the file that it replaces its rights', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG, 'secret.json': '', 'ours.json': '' })
    chmodSync(join(cwd, 'secret.json'), 0o600)
    chmodSync(join(cwd, 'ours.json'), 0o666)
    await run(['report', 'run.jsonl', '-o', 'secret.json', '-o', 'ours.json', '-o', 'new.json'], { cwd })
    const rights = ['secret.json', 'ours.json', 'new.json'].map((name) => statSync(join(cwd, name)).mode & 0o777)
    expect(rights).toEqual([0o600, 0o666, 0o666 & ~process.umask()])
  })

  test.skipIf(process.getuid?.() !== 0)('leaves the file that it replaces its owner', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG, 'secret.json': '' })
    chownSync(join(cwd, 'secret.json'), 1, 1)
    await run(['report', 'run.jsonl', '-o', 'secret.json'], { cwd })
    expect(statSync(join(cwd, 'secret.json'))).toMatchObject({ uid: 1, gid: 1 })
  })

  test.each([
    ['no/such/a.json', 'its folder does not exist'],
    ['folder.json', 'it is a directory'],
    ['run.jsonl/a.json', 'a part of its path is no directory'],
  ])(
    'that cannot be written (%s) leaves nothing half done: the report is printed, then the reason',
    async (file, reason) => {
      const cwd = folderWith({ 'run.jsonl': LOG })
      mkdirSync(join(cwd, 'folder.json'))
      const before = readdirSync(cwd)
      const printed = await run(['report', 'run.jsonl'], { cwd })
      const failed = await run(['report', 'run.jsonl', '-o', file], { cwd })
      expect(failed).toEqual({
        exit: 1,
        stdout: printed.stdout,
        stderr: `tokencost: ${file}: it could not be written (${reason})\n`,
      })
      expect(readdirSync(cwd)).toEqual(before)
    },
  )

  test.skipIf(process.platform === 'win32')('writes what a link points to, and the link stays', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG, 'runs/7.json': 'old' })
    symlinkSync('runs/7.json', join(cwd, 'latest.json'))
    await run(['report', 'run.jsonl', '-o', 'latest.json'], { cwd })
    expect(readlinkSync(join(cwd, 'latest.json'))).toBe('runs/7.json')
    expect(JSON.parse(readFileSync(join(cwd, 'runs/7.json'), 'utf8')).call_count).toBe(2)
    expect(readdirSync(join(cwd, 'runs'))).toEqual(['7.json'])
  })

  test.skipIf(process.platform === 'win32')('is no file where links lead in a circle', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    symlinkSync('loop.json', join(cwd, 'loop.json'))
    const { exit, stderr } = await run(['report', 'run.jsonl', '-o', 'loop.json'], { cwd })
    expect([exit, stderr]).toEqual([1, expect.stringContaining('its symbolic links lead in a circle')])
    expect(readlinkSync(join(cwd, 'loop.json'))).toBe('loop.json')
  })

  test.skipIf(process.getuid?.() === 0)('in a folder that may not be written', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG, 'sealed/old.json': 'old' })
    chmodSync(join(cwd, 'sealed'), 0o555)
    const { exit, stderr } = await run(['report', 'run.jsonl', '-o', 'sealed/old.json'], { cwd })
    chmodSync(join(cwd, 'sealed'), 0o755)
    expect([exit, stderr]).toEqual([1, expect.stringContaining('it could not be written (permission denied)')])
    expect(readFileSync(join(cwd, 'sealed/old.json'), 'utf8')).toBe('old')
  })

  test('is checked before the work begins', async () => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    const { exit, stdout } = await run(['report', 'run.jsonl', '-o', 'good.json', '-o', 'bad.xyz'], { cwd })
    expect([exit, stdout, existsSync(join(cwd, 'good.json'))]).toEqual([2, '', false])
  })
})

describe('render', () => {
  test.each(RENDERERS.map(({ name }) => name))('prints a saved report as report would have: %s', async (name) => {
    const cwd = folderWith({ 'run.jsonl': LOG })
    await run(['report', 'run.jsonl', '-o', 'cost.json', '--insights'], { cwd })
    const fresh = await run(['report', 'run.jsonl', '--format', name, '--insights'], { cwd })
    expect(await run(['render', 'cost.json', '--format', name], { cwd })).toEqual(fresh)
  })

  test.each([
    ['two lines', LOG + LOG, 'it is not valid JSON at position '],
    ['one line', '{"model": "gpt-4o"}', 'schema_version is missing'],
  ])('says which command reads a log: %s', async (_, log, why) => {
    const { exit, stderr } = await run(['render', 'run.jsonl'], { cwd: folderWith({ 'run.jsonl': log }) })
    expect([exit, stderr]).toEqual([2, expect.stringContaining(`run.jsonl is not a report of tokencost: ${why}`)])
    expect(stderr).toContain('if it is a log, tokencost report run.jsonl reads it.')
  })

  test('reads standard input, UTF-16 as PowerShell writes it, and compressed reports', async () => {
    const cwd = folderWith({ 'run.jsonl': claudeLine('1') })
    const saved = (await run(['report', 'run.jsonl', '--json'], { cwd })).stdout
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(saved, 'utf16le')])
    writeFileSync(join(cwd, 'cost.json'), utf16)
    const printed = { exit: 0, stdout: saved, stderr: '' }
    expect(await run(['render', 'cost.json', '--format', 'json'], { cwd })).toEqual(printed)
    expect(await run(['render', '-', '--format', 'json'], { cwd, stdin: saved })).toEqual(printed)
    expect(await run(['report', 'cost.json', '--json'], { cwd })).toEqual(printed)
  })
})
