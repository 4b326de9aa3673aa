import { describe, expect, test } from 'vitest'
import { codeOf, filesUnder, type SourceFile } from './source-tree.ts'

/** A page that fits one head; split by purpose before it grows beyond. There are no exceptions. */
const MOST_LINES = 250

/** Names that say how code is stored, not what it is about. */
const DRAWERS = ['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'types', 'misc', 'lib']

/** What the code of src never has; prose in comments may name it. */
const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp; readonly sample: string }[] = [
  { what: 'console', pattern: /\bconsole\b/, sample: "console.log('x')" },
  { what: 'process.exit', pattern: /\bprocess\s*\.\s*(exit|abort|kill)/, sample: 'process.exitCode = 1' },
  { what: 'a default export', pattern: /^export default\b|\bas default\b/m, sample: 'export default main' },
]

describe('habits of the house', () => {
  const src = filesUnder('src')
  const written = ['src', 'kernel', 'test', 'build', 'bin'].flatMap((folder) => filesUnder(folder))

  test(`no file is longer than ${MOST_LINES} lines`, () => {
    const tooLong = written.map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
    expect(tooLong.filter(({ lines }) => lines > MOST_LINES)).toEqual([])
  })

  test('no folder or file is a drawer', () => {
    const names = written.flatMap((file) =>
      file.path
        .replace(/\.\w+$/, '')
        .split('/')
        .map((name) => [name, file.path]),
    )
    expect(names.filter(([name]) => DRAWERS.includes(name!))).toEqual([])
  })

  test.each(FORBIDDEN)('$what appears nowhere in src', ({ pattern }) => {
    expect(src.filter((file) => pattern.test(codeOf(file))).map((file) => file.path)).toEqual([])
  })

  test('the process is looked at in one place: everything else is handed its Io', () => {
    const places = src.filter((file) => /\bprocess\s*[.[]/.test(codeOf(file))).map((file) => file.path)
    expect(places).toEqual(['src/process-io.ts'])
  })

  test.each(FORBIDDEN)('$what is caught where it does', ({ pattern, sample }) => {
    const file: SourceFile = { path: 'src/sample.ts', text: `// prose\n${sample}\n` }
    expect(pattern.test(codeOf(file))).toBe(true)
  })

  test('nothing is left for later', () => {
    const later = [...src, ...filesUnder('build'), ...filesUnder('bin')].filter((file) =>
      /\b(TODO|FIXME)\b/.test(file.text),
    )
    expect(later.map((file) => file.path)).toEqual([])
  })

  test('prose in comments may name what code may not', () => {
    const file: SourceFile = {
      path: 'src/sample.ts',
      text: '/** Instead of console. */\nconst a = 1 // not process.exit\n',
    }
    expect(FORBIDDEN.some(({ pattern }) => pattern.test(codeOf(file)))).toBe(false)
  })
})
