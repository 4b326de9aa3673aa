import { Readable } from 'node:stream'
import { vi } from 'vitest'
import { main } from '../../src/cli.ts'
import type { ExitCode } from '../../src/errors.ts'
import type { Io, Output } from '../../src/io.ts'

/** Runs are many in one process; the shipped prices, YAML here, are the same for all. */
vi.mock(import('../../src/pricing/catalog.ts'), async (original) => {
  const { loadBuiltIn } = await original()
  let loaded: ReturnType<typeof loadBuiltIn> | null = null
  return { loadBuiltIn: () => (loaded ??= loadBuiltIn()) }
})

/** The world around one run. What is left out: an empty environment, an empty standard input, pipes for outputs. */
export interface World {
  readonly cwd: string
  readonly env?: Io['env']
  readonly stdin?: string | Buffer | Io['stdin']
  /** Columns of the terminal that standard output is; a pipe when left out. */
  readonly terminal?: number
  /** Columns of the terminal that standard error is; a pipe when left out. */
  readonly errorTerminal?: number
  /** What time it is; the real one when left out. */
  readonly now?: string
}

export interface Run {
  readonly exit: ExitCode
  readonly stdout: string
  readonly stderr: string
}

/** Runs the whole program in this process, as `tokencost ...argv` would. */
export async function run(argv: readonly string[], world: World): Promise<Run> {
  const { stdin = '' } = world
  const [stdout, stderr] = [new Written(world.terminal), new Written(world.errorTerminal)]
  const exit = await main({
    argv,
    cwd: world.cwd,
    env: world.env ?? {},
    stdin: stdin instanceof Readable ? stdin : Readable.from(stdin.length === 0 ? [] : [stdin]),
    stdout,
    stderr,
    ...(world.now !== undefined && { now: () => Date.parse(world.now!) }),
  })
  return { exit, stdout: stdout.text, stderr: stderr.text }
}

class Written implements Output {
  text = ''
  readonly isTTY: boolean
  readonly columns?: number

  constructor(columns: number | undefined) {
    this.isTTY = columns !== undefined
    if (columns !== undefined) this.columns = columns
  }

  write(text: string, done?: () => void): boolean {
    this.text += text
    done?.()
    return true
  }
}
