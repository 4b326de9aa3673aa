/** `npm run readme`: the output that README.md shows, printed anew. test/house/readme.test.ts checks that it is true. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'README.md')
const text = readFileSync(page, 'utf8')

const folder = mkdtempSync(join(tmpdir(), 'tokencost-readme-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
symlinkSync(join(root, 'fixtures'), join(folder, 'fixtures'))
symlinkSync(join(root, 'bin/tokencost.js'), join(folder, 'tokencost'))
writeFileSync(join(folder, 'prices.yaml'), /^```yaml\n(# prices\.yaml\n[^`]*)```/m.exec(text)[1])

writeFileSync(
  page,
  text
    .replace(/^```text\n[^`]*```/m, () => `\`\`\`text\n${printed('tokencost report fixtures/demo')}\`\`\``)
    .replace(
      /^```console\n\$ (.*)\n[^`]*```/gm,
      (_, command) => `\`\`\`console\n$ ${command}\n${printed(command)}\`\`\``,
    ),
)

function printed(command) {
  const { COLUMNS, ...env } = process.env
  return execFileSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...env, PATH: `${folder}:${process.env.PATH}`, NO_COLOR: '1' },
  })
}
