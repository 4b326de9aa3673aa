/** dist/scan/needles.json: the needles of all formats and their tables, so that no start makes them anew. */
import { writeFileSync } from 'node:fs'
import { FORMATS, needlesOf } from '../dist/formats/index.js'
import { Kernel } from '../dist/scan/kernel.js'
import { needleTables } from '../dist/scan/needle-tables.js'

const needles = needlesOf(FORMATS)
const kernel = Kernel.load()
let tables = null
kernel?.setNeedles((address) => {
  tables = Buffer.from(needleTables(needles, address))
  return tables
})
if (tables === null) throw new Error('the kernel cannot be loaded here, so its tables cannot be made')
writeFileSync(
  new URL('../dist/scan/needles.json', import.meta.url),
  JSON.stringify({ needles, tables: tables.toString('base64') }),
)
