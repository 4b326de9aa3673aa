/** `npm run docs:formats`: docs/FORMATS.md made anew. test/house/formats-doc.test.ts checks that it is true. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { FORMATS } from '../dist/formats/index.js'
import { PAYLOADS } from '../dist/usage/payloads/index.js'
import { formatsPage } from './formats-page.js'

const root = new URL('../', import.meta.url)

writeFileSync(new URL('docs/FORMATS.md', root), formatsPage(FORMATS, PAYLOADS, fixturesOf))

function fixturesOf(name) {
  const folder = new URL(`fixtures/${name}/`, root)
  return existsSync(folder) ? readdirSync(folder).sort() : []
}
