import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { folderWith } from './folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BUNDLE = join(ROOT, 'dist/bundle')

describe.skipIf(!existsSync(BUNDLE))('the command as it was built', () => {
  test('says the same whether V8 takes what was compiled before, refuses it, or finds none', {
    timeout: 60_000,
  }, () => {
    const log = readFileSync(join(ROOT, 'fixtures/demo/codex.jsonl'))
    const copy = folderWith({ 'codex.jsonl.gz': gzipSync(log) })
    for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
    const report = (...options: readonly string[]) => {
      const argv = [
        ...options,
        join(copy, 'bin/tokencost.js'),
        'report',
        'fixtures/demo',
        join(copy, 'codex.jsonl.gz'),
        '--no-config',
      ]
      const { stdout, stderr, status } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' })
      return { stdout, stderr, status }
    }
    const bundle = join(copy, 'dist/bundle')
    const caches = readdirSync(bundle).filter((name) => name.endsWith('.cache'))
    const usual = report()
    expect(usual).toMatchObject({ status: 0, stderr: '' })
    expect(usual.stdout).toContain('6 files, ')
    expect(report('--no-opt')).toEqual(usual) // other flags than those it was compiled with
    expect(caches.length).toBeGreaterThan(1)
    for (const name of caches) writeFileSync(join(bundle, name), 'of another program')
    expect(report()).toEqual(usual)
    for (const name of caches) rmSync(join(bundle, name))
    expect(report()).toEqual(usual)
  })

  test('loads for sessions of Claude Code only what a plain report runs, and more where it is used', () => {
    const plain = ['start.cjs', 'report.cjs', 'rolldown-runtime.cjs']
    const hint = 'build/used-modules.js did not find all modules that a plain report needs'
    expect(filesOf('fixtures/demo/claude-code.jsonl'), hint).toEqual(plain)
    expect(filesOf('fixtures/claude-code'), hint).toEqual(plain)
    expect(filesOf('fixtures/demo/codex.jsonl')).toEqual([...plain, 'other-logs.cjs'])
    expect(filesOf('fixtures/demo/claude-code.jsonl', '--group-by', 'week')).toContain('options.cjs')
  })

  test('brings the licence of every package in it along', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    const licenses = readFileSync(join(BUNDLE, 'LICENSES.txt'), 'utf8')
    for (const name of Object.keys(dependencies))
      expect(licenses).toMatch(new RegExp(`^${name} \\d.* \\(\\w+\\)$`, 'm'))
  })
})

/** Which files of the bundle a report with these arguments loads, in that order. */
function filesOf(...args: readonly string[]): readonly string[] {
  const program = `
    const { load, loaded } = require(${JSON.stringify(join(ROOT, 'bin/load.js'))})
    const { main, processIo } = load('start.cjs')
    main({ ...processIo(process), stdout: { write: (_, done) => done() } }).then(() => console.log([...loaded.keys()].join(' ')))`
  const { stdout } = spawnSync(process.execPath, ['-e', program, 'tokencost', 'report', ...args], {
    cwd: ROOT,
    env: { ...process.env, HOME: BUNDLE, XDG_CONFIG_HOME: '', TOKENCOST_CONFIG: undefined }, // no configuration of somebody's own
    encoding: 'utf8',
  })
  return stdout.trim().split(' ')
}
