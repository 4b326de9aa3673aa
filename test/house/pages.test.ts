import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, textOf } from './source-tree.ts'

const PAGES = ['.', 'docs'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.md') && !name.includes('.tmp.'))
    .map((name) => join(folder, name)),
)

describe.each(PAGES)('%s', (page) => {
  const text = textOf(page)

  test('names only files that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|build|bin|docs|fixtures|schema)\/[^\s`<>*]*)`/g)].map(
      (match) => match[1]!,
    )
    expect(named.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([])
  })

  test('links only to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    const broken = links.filter(([, path = '', heading]) => {
      const target = path === '' ? page : join(dirname(page), path)
      return (
        !existsSync(new URL(target, ROOT)) || (heading !== undefined && !anchorsOf(textOf(target)).includes(heading))
      )
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })

  test('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json'))
    const named = [...text.matchAll(/\bnpm run (?:--?\w+ )*([\w:]+)/g)].map((match) => match[1]!)
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })
})

/** Anchors as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
