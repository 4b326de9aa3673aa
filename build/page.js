/** dist/page.json: the script and the style sheet of the HTML report, each as one text, with the charting library in it. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const options = {
  ...{ absWorkingDir: root, bundle: true, minify: true, write: false, legalComments: 'inline' },
  ...{ format: 'iife', target: ['es2022', 'chrome110', 'firefox115', 'safari16'], charset: 'utf8' },
}
const [script, style] = await Promise.all([
  build({ ...options, entryPoints: ['src/page/page.ts'] }),
  build({ ...options, entryPoints: ['src/page/page.css'] }),
])
const text = ({ outputFiles }) => outputFiles[0].text
writeFileSync(
  new URL('../dist/page.json', import.meta.url),
  JSON.stringify({ script: text(script), style: text(style) }),
)
