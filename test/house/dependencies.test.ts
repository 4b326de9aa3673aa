import { describe, expect, test } from 'vitest'
import { codeOf, filesUnder, importsOf, type SourceFile, textOf } from './source-tree.ts'

/** Everything that src may import from outside, where, and why only there. A module that is not listed may not be imported. */
const PLACES: Readonly<Record<string, { readonly in: readonly string[]; readonly why: string }>> = {
  commander: { in: ['src/cli.ts', 'src/commands/'], why: 'the command line is one reader of the library among others' },
  chalk: { in: ['src/render/'], why: 'colour is a matter of output, and NO_COLOR is decided once' },
  'cli-table3': { in: ['src/render/'], why: 'a table is one rendering of the report' },
  'cli-progress': { in: ['src/commands/'], why: 'the library stays silent; only a command draws on a terminal' },
  'fast-glob': { in: ['src/sources/'], why: 'patterns become files in one place' },
  yaml: {
    in: ['src/config/', 'src/sources/cassette.ts'],
    why: 'people write YAML: prices and the configuration; and recorders of HTTP traffic do',
  },
  fflate: { in: ['src/sources/'], why: 'an archive is one more wrapping of bytes' },
  'lossless-json': { in: ['src/render/', 'src/report/'], why: 'only money and saved reports need every digit' },
  'node:fs': {
    in: [
      ...['src/sources/', 'src/config/', 'src/pricing/', 'src/commands/', 'src/version.ts'],
      ...['src/scan/shipped-needles.ts', 'src/capture/log-writer.ts', 'src/cache/', 'src/process-io.ts'],
    ],
    why: 'formats, sums and reports see data, not files',
  },
  'node:fs/promises': {
    in: ['src/sources/', 'src/pricing/', 'src/commands/', 'src/render/html-page.ts'],
    why: 'as node:fs; the page of the HTML report is made by the build',
  },
  uplot: { in: ['src/page/'], why: 'charts in a browser; the build bundles it, so nobody has to install it' },
  'node:zlib': { in: ['src/sources/', 'src/cache/'], why: 'compression ends where bytes begin; it also has checksums' },
  'node:http': { in: ['src/server/'], why: 'nothing else opens a port' },
  'node:os': { in: ['src/scan/pool.ts'], why: 'the number of processors decides how many threads read' },
  'node:worker_threads': { in: ['src/scan/'], why: 'threads are a matter of reading fast' },
  'node:async_hooks': { in: ['src/capture/'], why: 'which run a call belongs to follows its async context' },
  'node:process': { in: ['src/capture/'], why: 'what is recorded is saved before the process ends, in whatever way' },
  '@opentelemetry/api': { in: ['src/capture/opentelemetry.ts'], why: 'a peer for those who have it, loaded on demand' },
  'node:path': { in: ['src/'], why: 'pure' },
  'node:url': { in: ['src/'], why: 'pure' },
  'node:crypto': { in: ['src/'], why: 'hashing is pure' },
  'node:buffer': { in: ['src/'], why: 'pure' },
  'node:stream': { in: ['src/'], why: 'bytes come as streams; opening them is the business of src/sources' },
}

describe('what src imports from outside', () => {
  const files = filesUnder('src')

  test('stands in the table, at a place that the table allows', () => {
    expect(misplaced(files)).toEqual([])
  })

  test('is a dependency that the package declares, and every declared one is used', () => {
    const { dependencies, peerDependencies } = JSON.parse(textOf('package.json'))
    const declared = Object.keys({ ...dependencies, ...peerDependencies }).sort()
    const run = files.filter(({ path }) => !path.startsWith('src/page/'))
    const imported = run.flatMap(importsOf).filter((name) => !name.startsWith('src/') && !name.startsWith('node:'))
    expect([...new Set(imported)].sort()).toEqual(declared)
  })

  test('connections are opened in one file, which only flags with fetch in their name lead to', () => {
    expect(files.filter((file) => /\bfetch\(/.test(codeOf(file))).map(({ path }) => path)).toEqual([
      'src/pricing/fetch-text.ts',
    ])
  })

  test.each([
    ['an unlisted module', 'src/usage/count.ts', "import { request } from 'node:https'"],
    ['a listed one at another place', 'src/report/report.ts', "import chalk from 'chalk'"],
  ])('%s is caught', (_, path, text) => {
    expect(misplaced([{ path, text }])).toHaveLength(1)
  })
})

function misplaced(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.startsWith('src/') && !PLACES[name]?.in.some((place) => file.path.startsWith(place)))
      .map((name) => `${file.path} imports ${name}`),
  )
}
