import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folderWith } from '../cli/folder.ts'

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(REPOSITORY, 'bin/tokencost.js')

export interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A job's machine: an empty working folder, stubs of what needs a network, and a log of how the stubs were called. */
export class Runner {
  readonly cwd: string
  private readonly home: string

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.cwd = folderWith(files)
    this.home = folderWith({})
    mkdirSync(join(this.home, 'bin'))
    // `npx --yes tokencost@VERSION …` runs the program of this repository.
    this.stub(
      'npx',
      `[ "$1" = --yes ] && [ "$2" = tokencost@0.1.0 ] || exit 97\nshift 2\nexec '${process.execPath}' '${BIN}' "$@"`,
    )
    // The action builds its checkout, which is this repository and built.
    this.stub('npm', '')
    for (const name of ['gh', 'curl']) this.stub(name, 'exit 22')
  }

  /** A command that is looked up first. Its calls are logged. */
  stub(name: string, body: string): void {
    const path = join(this.home, 'bin', name)
    writeFileSync(path, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> '${join(this.home, 'calls')}'\n${body}\n`)
    chmodSync(path, 0o755)
  }

  /** One line per call of a stub. */
  calls(name: string): readonly string[] {
    const log = join(this.home, 'calls')
    return existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith(`${name} `))
      : []
  }

  /** As a GitHub runner starts `shell: bash`; GitLab and Jenkins stop at the first failure too. */
  run(script: string, env: Readonly<Record<string, string>> = {}, flags = ['-e', '-o', 'pipefail']): Ended {
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', ...flags, '-c', script], {
      cwd: this.cwd,
      encoding: 'utf8',
      env: {
        PATH: `${join(this.home, 'bin')}:${process.env['PATH']}`,
        HOME: this.home,
        RUNNER_TEMP: this.home,
        GITHUB_ACTION_PATH: REPOSITORY,
        CI: 'true',
        ...env,
      },
    })
    return { exit: status, stdout, stderr }
  }

  /** A file of the runner that steps append to. */
  file(name: string): string {
    const path = join(this.home, name)
    if (!existsSync(path)) writeFileSync(path, '')
    return path
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8')
  }
}
