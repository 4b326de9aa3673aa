/** Logs that the command is run over while it is built. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))
export const demo = join(root, 'fixtures/demo')
/** Small sessions of Claude Code. */
export const sessions = join(root, 'fixtures/claude-code')

/**
 * Calls `use` with a log of sessions that is of a size that is not read at once, with so many calls that WebAssembly adds them up,
 * and with a way to make reports; the log is there until `use` has ended.
 */
export async function withLargeLog(use) {
  const folder = mkdtempSync(join(tmpdir(), 'tokencost-'))
  try {
    const large = join(folder, 'large.jsonl')
    const session = readFileSync(join(demo, 'claude-code.jsonl'), 'utf8')
    writeFileSync(large, Array.from({ length: 1200 }, (_, nth) => session.replaceAll('"msg_', `$&${nth}_`)).join(''))
    // Configurations are looked for, as in most runs, where there is none, and not above.
    mkdirSync(join(folder, '.git'))
    await use(large, (main, ...args) => report(main, folder, args))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs `main` of the command. A report that cannot be made ends the build, which would go by what was not run. */
async function report(main, cwd, args) {
  const [stdout, stderr] = [new Written(), new Written()]
  const exit = await main({
    ...{ argv: ['report', ...args], cwd, env: { HOME: root }, stdin: Readable.from([]) },
    ...{ stdout, stderr },
  })
  if (exit !== 0) throw new Error(`report ${args.join(' ')} ends with ${exit}\n${stderr.text}`)
}

class Written {
  text = ''

  write(text, done) {
    this.text += text
    done?.()
    return true
  }
}
