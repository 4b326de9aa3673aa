/** Logs that the command is run over while it is built. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))
export const demo = join(root, 'fixtures/demo')
/** Small sessions of Claude Code. */
export const sessions = join(root, 'fixtures/claude-code')

/** A log of sessions that is of a size that is not read at once; it is there until `use` has ended. */
export async function withLargeLog(use) {
  const folder = mkdtempSync(join(tmpdir(), 'tokencost-'))
  const large = join(folder, 'large.jsonl')
  writeFileSync(large, Buffer.alloc(3 << 20, readFileSync(join(demo, 'claude-code.jsonl'))))
  await use(large)
  rmSync(folder, { recursive: true })
}

const nowhere = {
  write(_, done) {
    done?.()
    return true
  },
}

/** For the command: what it writes goes nowhere. Configurations are looked for, as in most runs, where there is none. */
export const io = {
  cwd: parse(root).root,
  env: { HOME: root },
  stdin: Readable.from([]),
  stdout: nowhere,
  stderr: nowhere,
}
