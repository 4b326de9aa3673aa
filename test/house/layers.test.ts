import { describe, expect, test } from 'vitest'
import { filesUnder, importsOf, type SourceFile, textOf } from './source-tree.ts'

/** The rows as ARCHITECTURE.md has them: '3  sources  formats  pricing'. It also says what they are for. */
const ROWS = [...textOf('ARCHITECTURE.md').matchAll(/^ {4}\d {2}(.+)$/gm)].map((match) => match[1]!.split(/\s+/))

describe('the rows of ARCHITECTURE.md', () => {
  const files = filesUnder('src')

  test('are nine, and name nothing twice', () => {
    expect(ROWS).toHaveLength(9)
    expect(new Set(ROWS.flat()).size).toBe(ROWS.flat().length)
  })

  test('every file of src stands in a row', () => {
    expect(files.filter((file) => rowOf(file.path) === -1).map((file) => file.path)).toEqual([])
  })

  test('imports go up, or stay in the folder', () => {
    expect(wrongImports(files)).toEqual([])
  })

  test('a command imports no other command: only the table knows them all', () => {
    const members = new Set(files.filter((file) => file.path === 'src/commands/index.ts').flatMap(importsOf))
    members.delete('src/commands/command.ts')
    const wrong = files
      .filter((file) => file.path.startsWith('src/commands/') && file.path !== 'src/commands/index.ts')
      .flatMap((file) => importsOf(file).filter((path) => members.has(path)))
    expect(wrong).toEqual([])
  })

  test.each([
    ['down', 'src/usage/record.ts', "import { FORMATS } from '../formats/index.ts'"],
    ['sideways', 'src/formats/otel.ts', "import type { PriceBucket } from '../pricing/priced.ts'"],
    ['on demand', 'src/report/report.ts', "const { render } = await import('../render/table.ts')"],
    ['by export', 'src/errors.ts', "export {\n  main,\n} from './cli.ts'"],
  ])('an import that goes %s is caught', (_, path, text) => {
    expect(wrongImports([{ path, text }])).toHaveLength(1)
  })
})

function wrongImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((path) => path.startsWith('src/') && !mayImport(file.path, path))
      .map((path) => `${file.path} imports ${path}`),
  )
}

function mayImport(importer: string, imported: string): boolean {
  return memberOf(importer) === memberOf(imported) || rowOf(imported) < rowOf(importer)
}

/** The folder or single file directly under src that `path` belongs to: 'usage' of src/usage/payloads/gemini.ts. */
function memberOf(path: string): string {
  return path.split('/')[1]!
}

function rowOf(path: string): number {
  return ROWS.findIndex((row) => row.includes(memberOf(path)))
}
