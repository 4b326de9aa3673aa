import { readFile } from 'node:fs/promises'
import type { PageParts } from './html.ts'

/** dist/page.json, from a build or, where the program runs from source, from the build beside it. */
export async function loadPage(): Promise<PageParts> {
  for (const place of ['../page.json', '../../dist/page.json']) {
    try {
      return JSON.parse(await readFile(new URL(place, import.meta.url), 'utf8')) as PageParts
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error('dist/page.json is missing: run npm run build')
}
