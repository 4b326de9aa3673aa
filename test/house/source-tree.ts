import { readdirSync, readFileSync } from 'node:fs'

export const ROOT = new URL('../../', import.meta.url)

/** A file of the repository, as the house rules see it. */
export interface SourceFile {
  /** From the repository root, with slashes: 'src/usage/count.ts'. */
  readonly path: string
  readonly text: string
}

/** Every file under `folder` with one of these extensions, sorted by path. */
export function filesUnder(folder: string, extensions: readonly string[] = ['.ts', '.js']): readonly SourceFile[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => extensions.some((extension) => name.endsWith(extension)))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()
    .map((path) => ({ path, text: textOf(path) }))
}

/** The text of one file of the repository. */
export function textOf(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}

const IMPORT = /^(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm

/** What a file imports or re-exports, types too, static or on demand: relative names as paths from the root. */
export function importsOf(file: SourceFile): readonly string[] {
  const specifiers = [...file.text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3]!)
  return specifiers.map((specifier) => (specifier.startsWith('.') ? resolved(file.path, specifier) : specifier))
}

/** Lines of code without what stands in comments, so that prose may name what code may not. */
export function codeOf(file: SourceFile): string {
  return file.text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}

function resolved(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1)
}
