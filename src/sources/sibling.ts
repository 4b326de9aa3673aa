import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const LARGEST_SIBLING = 64 << 20

/** The text of the file `name` beside `path`, or null where there is none that may be read; without a byte order mark. Never leaves the folder. */
export function readSibling(path: string | null, name: string): string | null {
  if (path === null || basename(name) !== name) return null
  try {
    const sibling = join(dirname(path), name)
    return statSync(sibling).size <= LARGEST_SIBLING ? readFileSync(sibling, 'utf8').replace(/^\uFEFF/, '') : null
  } catch {
    return null
  }
}
