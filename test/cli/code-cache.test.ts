import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { folderWith } from './folder.ts'

const node = createRequire(import.meta.url)
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

  test('names no folder of the machine that built it', () => {
    const caches = readdirSync(BUNDLE).filter((name) => name.endsWith('.cache'))
    expect(caches).toContainEqual(expect.stringContaining('report.cjs.'))
    for (const name of caches) expect(readFileSync(join(BUNDLE, name), 'latin1').includes(ROOT), name).toBe(false)
  })

  test('loads for sessions of Claude Code only what a plain report runs, and more where it is used', () => {
    const plain = ['start.cjs', 'report.cjs', 'rolldown-runtime.cjs']
    const hint = 'build/used-modules.js did not find all modules that a plain report needs'
    expect(filesOf('fixtures/demo/claude-code.jsonl'), hint).toEqual(plain)
    expect(filesOf('fixtures/claude-code'), hint).toEqual(plain)
    expect(filesOf(join(folderWith({ 'many.jsonl': manyCalls() }), 'many.jsonl')), hint).toEqual(plain)
    expect(filesOf('fixtures/demo/codex.jsonl')).toEqual([...plain, 'other-logs.cjs'])
    expect(filesOf('fixtures/claude-code', '--json')).toEqual([...plain, 'json.cjs'])
    const cached = ['fixtures/claude-code', '--cache', folderWith()]
    filesOf(...cached)
    expect(filesOf(...cached)).toEqual([...plain, 'cache.cjs'])
    expect(filesOf('fixtures/demo/claude-code.jsonl', '--group-by', 'week')).toContain('options.cjs')
  })

  test('loads each file whichever is used first: none reads at once what another has not made yet', () => {
    const files = readdirSync(BUNDLE).filter((name) => name.endsWith('.cjs'))
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap((name) => tooEarly(name).map((read) => `${name} first: ${read}`))).toEqual([])
  })

  test('has V8 take what was compiled before, whenever a file is loaded: the flags are those of the build', () => {
    const taken = '[...loaded].filter(([, { script }]) => script.cachedDataRejected === false).map(([name]) => name)'
    const compiled = readdirSync(BUNDLE).filter((name) => name.includes(`-${process.versions.v8}.cache`))
    expect(compiled, 'built by another Node').not.toEqual([])
    const codex = 'fixtures/demo/codex.jsonl'
    expect(inCommand(taken, [codex])).toEqual(expect.arrayContaining(['report.cjs', 'other-logs.cjs']))
    expect(inCommand(taken, [codex, '--json'])).toEqual(expect.arrayContaining(['report.cjs', 'json.cjs']))
    // Threads share the flags of the process: what is refused here would be refused in a thread.
    const refused = `(() => {
      load('worker.cjs')
      const { readFileSync } = require('node:fs')
      const { cache } = loaded.get('worker.cjs')
      const code = readFileSync(cache.replace(/(?<=[.]cjs)[.].*/, ''), 'latin1')
      return [new (require('node:vm').Script)(code, { cachedData: readFileSync(cache) }).cachedDataRejected]
    })()`
    expect(inCommand(refused, [codex, '--threads', '2'])).toEqual([false])
    expect(inCommand(refused, [codex])).toEqual([process.versions.v8.startsWith('11.')])
  })

  test('leaves the flags alone where somebody has set some', () => {
    const isSettingFlags = `[process.moduleLoadList.includes('NativeModule v8')]`
    const codex = 'fixtures/demo/codex.jsonl'
    expect(inCommand(isSettingFlags, [codex])).toEqual([process.versions.v8.startsWith('11.')])
    expect(inCommand(isSettingFlags, [codex], '--max-old-space-size=4096')).toEqual([false])
  })

  test('brings the licence of every package in it along', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    const licenses = readFileSync(join(BUNDLE, 'LICENSES.txt'), 'utf8')
    for (const name of Object.keys(dependencies))
      expect(licenses).toMatch(new RegExp(`^${name} \\d.* \\(\\w+\\)$`, 'm'))
  })
})

/** What files of the bundle read of each other before it is there, when `first` is the first that is loaded. */
function tooEarly(first: string): readonly string[] {
  const found: string[] = []
  const made = new Map<string, object>()
  const load = (name: string): object => {
    const known = made.get(name)
    if (known !== undefined) return known
    const exported = {}
    let isMade = false
    const get = (_: object, key: string) => {
      if (!isMade && !(key in exported)) found.push(`${key} of ${name}`)
      return Reflect.get(exported, key)
    }
    made.set(name, new Proxy(exported, { get }))
    new Script(readFileSync(join(BUNDLE, name), 'latin1')).runInThisContext()(
      exported,
      required,
      join(BUNDLE, name),
      BUNDLE,
    )
    isMade = true
    return made.get(name)!
  }
  const required = (name: string) =>
    name.startsWith('./') ? new Proxy({}, { get: (_, key) => Reflect.get(load(name.slice(2)), key) }) : node(name)
  load(first)
  return found
}

/** So many that WebAssembly adds them up. */
function manyCalls(): string {
  const session = readFileSync(join(ROOT, 'fixtures/demo/claude-code.jsonl'), 'utf8')
  return Array.from({ length: 1200 }, (_, nth) => session.replaceAll('"msg_', `$&${nth}_`)).join('')
}

/** Which files of the bundle a report with these arguments loads, in that order. */
function filesOf(...args: readonly string[]): readonly unknown[] {
  return inCommand('[...loaded.keys()]', args)
}

/** What an expression of bin/load.js's names is in the process of a report with these arguments, when that is made. */
function inCommand(expression: string, args: readonly string[], nodeOptions = ''): readonly unknown[] {
  const program = `
    const { load, loaded } = require(${JSON.stringify(join(ROOT, 'bin/load.js'))})
    const { main, processIo } = load('start.cjs')
    main({ ...processIo(process), stdout: { write: (_, done) => done() } }).then(() => console.log(JSON.stringify(${expression})))`
  const folder = folderWith({ 'tokencost.cjs': program })
  const { stdout } = spawnSync(process.execPath, [join(folder, 'tokencost.cjs'), 'report', ...args], {
    cwd: ROOT,
    env: {
      ...{ ...process.env, NODE_OPTIONS: nodeOptions },
      ...{ HOME: BUNDLE, XDG_CONFIG_HOME: '', TOKENCOST_CONFIG: undefined }, // no configuration of somebody's own
    },
    encoding: 'utf8',
  })
  return JSON.parse(stdout)
}
