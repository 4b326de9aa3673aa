import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveSources } from '../../src/sources/resolve.ts'
import { folderWith } from '../cli/folder.ts'

const isRoot = process.getuid?.() === 0
const isWindows = process.platform === 'win32'

/** What the inputs led to, problems by code. */
async function found(cwd: string, ...inputs: readonly string[]) {
  const { sources, skipped, problems } = await resolveSources(inputs, cwd)
  return { names: sources.map(({ name }) => name), skipped, problems: problems.map(({ code, name }) => [code, name]) }
}

const clean = (names: readonly string[], skipped = 0) => ({ names, skipped, problems: [] })

describe('a folder', () => {
  test('gives every log below it, hidden ones too, by name; the rest is counted', async () => {
    const cwd = folderWith({
      'b.jsonl': '',
      'a.NDJSON': '',
      'deep/er/c.json.gz': '',
      '.hidden/d.log': '',
      'e.txt.zst': '',
      'f.bin': '',
      jsonl: '',
      'g.jsonl.bak': '',
    })
    const names = ['.hidden/d.log', 'a.NDJSON', 'b.jsonl', 'deep/er/c.json.gz', 'e.txt.zst']
    expect(await found(cwd, '.')).toEqual(clean(names, 3))
    expect(await found(join(cwd, 'deep'), '..')).toMatchObject({ names: names.map((name) => `../${name}`) })
    expect(await found('/', `${cwd}/`)).toMatchObject({ names: names.map((name) => `${cwd}/${name}`) })
  })

  test('gives them by their whole names, whatever those of folders sort as', async () => {
    const cwd = folderWith({ 'a/x.jsonl': '', 'a-b.jsonl': '', 'a.jsonl': '', 'a-b/y.jsonl': '', 'B/z.jsonl': '' })
    // '-' comes before '.', and that before '/'; capitals come first.
    expect(await found(cwd, '.')).toEqual(clean(['B/z.jsonl', 'a-b.jsonl', 'a-b/y.jsonl', 'a.jsonl', 'a/x.jsonl']))
  })

  test('gives databases too, so that they can be named', async () => {
    const cwd = folderWith({ 'state.db': '', 'state.vscdb': '', 'x.sqlite3': '', 'state.db-wal': '' })
    expect(await found(cwd, '.')).toEqual(clean(['state.db', 'state.vscdb', 'x.sqlite3'], 1))
  })

  test.skipIf(process.platform !== 'linux')('with a name that is no UTF-8 has a log less, and says so', async () => {
    const cwd = folderWith({ 'a.jsonl': '' })
    for (const name of ['\xff.jsonl', '\xff.bin'])
      writeFileSync(Buffer.concat([Buffer.from(`${cwd}/`), Buffer.from(name, 'latin1')]), '')
    expect(await found(cwd, '.')).toEqual({
      ...{ names: ['a.jsonl'], skipped: 1, problems: [['unreadable', '\ufffd.jsonl']] },
    })
  })

  test('without logs is said', async () => {
    const cwd = folderWith({ 'notes/a.bin': '', 'run.jsonl': '' })
    mkdirSync(join(cwd, 'empty'))
    const nothing = {
      names: ['run.jsonl'],
      skipped: 1,
      problems: [
        ['no_logs', 'empty'],
        ['no_logs', 'notes'],
      ],
    }
    expect(await found(cwd, 'empty', 'notes', 'run.jsonl')).toEqual(nothing)
    expect(await found(cwd, '.')).toEqual(clean(['run.jsonl'], 1))
  })

  test.skipIf(isWindows)('with links that lead in a circle ends', async () => {
    const cwd = folderWith({ 'deep/a.jsonl': '' })
    symlinkSync('..', join(cwd, 'deep/up'))
    symlinkSync('.', join(cwd, 'deep/here'))
    symlinkSync('itself.jsonl', join(cwd, 'itself.jsonl'))
    expect(await found(cwd, '.')).toEqual(clean(['deep/a.jsonl'], 1))
    expect(await found(cwd, 'itself.jsonl')).toMatchObject({ names: [], problems: [['unreadable', 'itself.jsonl']] })
  })

  test.skipIf(isWindows)('with links to logs elsewhere gives them, once', async () => {
    const cwd = folderWith({ 'logs/a.jsonl': '', 'elsewhere/b.jsonl': '', 'elsewhere/c.jsonl': '' })
    symlinkSync('../elsewhere/b.jsonl', join(cwd, 'logs/link.jsonl'))
    symlinkSync('link.jsonl', join(cwd, 'logs/link-to-link.jsonl'))
    symlinkSync('nowhere.jsonl', join(cwd, 'logs/dead.jsonl'))
    expect(await found(cwd, 'logs')).toEqual(clean(['logs/a.jsonl', 'logs/link-to-link.jsonl'], 1))
    symlinkSync('../elsewhere', join(cwd, 'logs/folder'))
    expect(await found(cwd, 'logs')).toEqual(clean(['logs/a.jsonl', 'logs/folder/b.jsonl', 'logs/folder/c.jsonl'], 1))
  })

  test.skipIf(isWindows)('by two names gives files by the least of theirs, whichever comes first', async () => {
    const cwd = folderWith({ 'real/b.jsonl': '', 'real/b.bin': '', 'real/deep/c.jsonl': '', 'z/d.jsonl': '' })
    symlinkSync('real', join(cwd, 'link'))
    symlinkSync('../real/deep', join(cwd, 'z/deep'))
    const expected = clean(['link/b.jsonl', 'link/deep/c.jsonl', 'z/d.jsonl'], 1)
    expect(await found(cwd, 'real', 'link', 'z')).toEqual(expected)
    expect(await found(cwd, 'z', 'link', 'real')).toEqual(expected)
    expect((await found(cwd, './real', 'z', 'real', 'link')).names[0]).toBe('./real/b.jsonl')
  })

  test.skipIf(isWindows)('with a link to what cannot be looked at says so, if it is named as a log', async () => {
    const cwd = folderWith({ 'a.jsonl': '' })
    for (const name of ['far.jsonl', 'far.bin']) symlinkSync('x'.repeat(300), join(cwd, name))
    expect(await found(cwd, '.')).toEqual({ names: ['a.jsonl'], skipped: 1, problems: [['unreadable', 'far.jsonl']] })
  })

  test.skipIf(isWindows)('counts pipes as skipped and waits for none', async () => {
    const cwd = folderWith({ 'a.jsonl': '' })
    execFileSync('mkfifo', [join(cwd, 'pipe.jsonl')])
    expect(await found(cwd, '.')).toEqual(clean(['a.jsonl'], 1))
  })

  test.skipIf(isRoot || isWindows)('below which one may not be read gives the others', async () => {
    const cwd = folderWith({ 'a.jsonl': '', 'sealed/b.jsonl': '' })
    chmodSync(join(cwd, 'sealed'), 0)
    const result = await found(cwd, '.')
    chmodSync(join(cwd, 'sealed'), 0o755)
    expect(result).toEqual({ names: ['a.jsonl'], skipped: 0, problems: [['unreadable', 'sealed']] })
  })
})

describe('a file that is named itself', () => {
  test('is taken whatever its name, and once however often', async () => {
    const cwd = folderWith({ 'deep/odd.name': '' })
    expect(await found(cwd, 'deep/odd.name')).toEqual(clean(['deep/odd.name']))
    expect(await found(cwd, 'deep/odd.name', './deep/odd.name', join(cwd, 'deep/odd.name'), 'deep/*')).toMatchObject({
      names: ['./deep/odd.name'],
    })
  })

  test('is taken as it is, though it looks like a glob', async () => {
    const cwd = folderWith({ '[a]*.jsonl': '', 'a.jsonl': '', '{b}/c.jsonl': '' })
    expect(await found(cwd, '[a]*.jsonl')).toEqual(clean(['[a]*.jsonl']))
    expect(await found(cwd, '{b}')).toEqual(clean(['{b}/c.jsonl']))
  })

  test('may have another name for the same content: that is not decided here', async () => {
    const cwd = folderWith({ 'a.jsonl': '' })
    linkSync(join(cwd, 'a.jsonl'), join(cwd, 'b.jsonl'))
    expect(await found(cwd, 'a.jsonl', 'b.jsonl')).toEqual(clean(['a.jsonl', 'b.jsonl']))
  })
})

describe('a path that leads to no file', () => {
  test.each(['nowhere.jsonl', 'no/where.jsonl', 'a.jsonl/b.jsonl'])('is missing: %s', async (path) => {
    expect(await found(folderWith({ 'a.jsonl': '' }), path)).toMatchObject({ problems: [['missing', path]] })
  })

  test.skipIf(isWindows).each(['loop', 'loop/a.jsonl', 'loop/*.jsonl', 'x'.repeat(300)])(
    'may be there and cannot be looked at: %s',
    async (path) => {
      const cwd = folderWith()
      symlinkSync('loop', join(cwd, 'loop'))
      expect(await found(cwd, path)).toMatchObject({ problems: [['unreadable', path]] })
    },
  )

  test.skipIf(isRoot || isWindows)('may be there and may not be looked at', async () => {
    const cwd = folderWith({ 'sealed/a.jsonl': '' })
    for (const mode of [0, 0o644]) {
      chmodSync(join(cwd, 'sealed'), mode)
      const { problems } = await found(cwd, 'sealed/a.jsonl', 'sealed/*.jsonl')
      chmodSync(join(cwd, 'sealed'), 0o755)
      const both = ['sealed/a.jsonl', 'sealed/*.jsonl'].map((name) => ['unreadable', name])
      expect(problems).toEqual(both)
    }
  })
})

describe('a glob that no shell expanded', () => {
  const files = { 'logs/a.jsonl': '', 'logs/b.json': '', 'logs/deep/c.jsonl': '', 'logs/.d.jsonl': '', 'x/e.jsonl': '' }

  test.each([
    ['logs/*.jsonl', ['logs/.d.jsonl', 'logs/a.jsonl']],
    ['logs/**/*.jsonl', ['logs/.d.jsonl', 'logs/a.jsonl', 'logs/deep/c.jsonl']],
    ['{logs,x}/[ae].jsonl', ['logs/a.jsonl', 'x/e.jsonl']],
    ['logs/?.json', ['logs/b.json']],
    ['*/e.jsonl', ['x/e.jsonl']],
  ])('%s', async (pattern, names) => {
    expect(await found(folderWith(files), pattern)).toEqual(clean(names))
  })

  test('may be longer than a name may be, and may lead through what is no folder', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `nowhere-${i}`)
    expect(await found(folderWith(files), `logs/{${names},a}.jsonl`)).toEqual(clean(['logs/a.jsonl']))
    expect(await found(folderWith(files), 'logs/a.jsonl/*')).toMatchObject({
      problems: [['missing', 'logs/a.jsonl/*']],
    })
  })

  test('may begin with folders whose names look like one', async () => {
    const cwd = folderWith({ 'runs (old)/[a]/b.jsonl': '', 'runs (old)/a/c.jsonl': '', 'runs old/[a]/d.jsonl': '' })
    expect(await found(cwd, 'runs (old)/[a]/*.jsonl')).toEqual(clean(['runs (old)/[a]/b.jsonl']))
    expect(await found('/', `${cwd}/runs (old)/*/*.jsonl`)).toMatchObject({
      names: [`${cwd}/runs (old)/[a]/b.jsonl`, `${cwd}/runs (old)/a/c.jsonl`],
    })
  })

  test.skipIf(!isWindows)('may be written with backslashes, also before brackets', async () => {
    expect(await found(folderWith(files), 'logs\\{a,b}.js*')).toEqual(clean(['logs/a.jsonl', 'logs/b.json']))
  })

  test('gives no file twice that another input gave', async () => {
    expect(await found(folderWith(files), 'logs', 'logs/*.jsonl', 'logs/a.jsonl')).toEqual(
      clean(['logs/.d.jsonl', 'logs/a.jsonl', 'logs/b.json', 'logs/deep/c.jsonl']),
    )
  })

  test.skipIf(process.platform !== 'linux')('says which folders it could not look into', async () => {
    const cwd = folderWith({ 'logs/a.jsonl': '' })
    mkdirSync(Buffer.concat([Buffer.from(`${cwd}/logs/`), Buffer.from('\xff', 'latin1')]))
    const expected = { names: ['logs/a.jsonl'], skipped: 0, problems: [['unreadable', 'logs/\ufffd']] }
    expect(await found(cwd, 'logs/**/*.jsonl')).toEqual(expected)
    expect(await found('/', `${cwd}/logs/**`)).toMatchObject({ problems: [['unreadable', `${cwd}/logs/\ufffd`]] })
  })

  test.skipIf(isRoot || isWindows)(
    'says which folders it may not look into, and where nothing else matches that alone',
    async () => {
      const cwd = folderWith({ 'logs/a.jsonl': '', 'logs/sealed/b.jsonl': '' })
      chmodSync(join(cwd, 'logs/sealed'), 0)
      const results = [await found(cwd, 'logs/**/*.jsonl'), await found(cwd, 'logs/**/b.jsonl')]
      chmodSync(join(cwd, 'logs/sealed'), 0o755)
      const problems = [['unreadable', 'logs/sealed']]
      expect(results).toEqual([
        { names: ['logs/a.jsonl'], skipped: 0, problems },
        { names: [], skipped: 0, problems },
      ])
    },
  )

  test('that matches nothing is said', async () => {
    expect(await found(folderWith(files), 'logs/*.csv')).toEqual({
      ...{ names: [], skipped: 0, problems: [['missing', 'logs/*.csv']] },
    })
  })
})

test('an empty path is no path, least of all this folder', async () => {
  expect(await found(folderWith({ 'a.jsonl': '' }), '')).toEqual({
    names: [],
    skipped: 0,
    problems: [['missing', '""']],
  })
})
