import { expect, test } from 'vitest'
import { filesUnder, type SourceFile } from '../house/source-tree.ts'

const STATIC = /^(?:import|export)\b(?! type)[^'"`;]*?\bfrom\s*'([^']+)'|^import\s*'([^']+)'/gm

test('the library loads nothing of the command line', () => {
  const loaded = loadedBy('src/index.ts')
  expect(loaded).toContain('src/capture/track.ts')
  expect(loaded.filter((name) => /^src\/(?:commands|server)\/|^src\/cli\.ts|^src\/process-io\.ts/.test(name))).toEqual(
    [],
  )
  expect(loaded.filter((name) => !name.startsWith('src/') && !name.startsWith('node:'))).toEqual(['lossless-json'])
})

/** Everything that loading `entry` loads: what is imported on demand is not among it. */
function loadedBy(entry: string): readonly string[] {
  const files = new Map(filesUnder('src').map((file) => [file.path, file]))
  const loaded = new Set([entry])
  for (const name of loaded) {
    const file = files.get(name)
    if (file !== undefined) for (const imported of importsOf(file)) loaded.add(imported)
  }
  return [...loaded]
}

function importsOf({ path, text }: SourceFile): readonly string[] {
  const names = [...text.matchAll(STATIC)].map((match) => match[1] ?? match[2]!)
  return names.map((name) => (name.startsWith('.') ? new URL(name, `file:///${path}`).pathname.slice(1) : name))
}
