import { afterEach, describe, expect, test, vi } from 'vitest'
import { plainReport } from '../../src/commands/plain-report.ts'
import { run } from '../../src/commands/program.ts'
import { report } from '../../src/commands/report.ts'
import { EXIT } from '../../src/errors.ts'
import { NO_INPUT } from '../../src/sources/no-input.ts'

/** What the command with all its rules gives to the report; null = it does not get there. */
async function byCommander(argv: readonly string[]) {
  const given = vi.spyOn(report, 'run').mockResolvedValue(EXIT.done)
  const output = { write: () => true }
  await run({ argv, cwd: '.', env: {}, stdin: NO_INPUT as never, stdout: output, stderr: output })
  const [paths, options] = given.mock.calls[0] ?? []
  return paths === undefined ? null : { paths, options }
}

describe('a plain report', () => {
  afterEach(() => void vi.restoreAllMocks())

  test.each([
    [[]],
    [['run.jsonl']],
    [['a', 'report', 'help', '', 'logs/*.jsonl']],
    [['--json']],
    [['a', '--json', 'b', '--json']],
    [['--threads', '1', 'a']],
    [['a', '--threads', '9', '2', '3']],
    [['--cache', 'a', 'b']],
    [['a', '--cache', '~/x=-y', '--json', '--threads', '4']],
  ])('of %j is what commander makes of it', async (args) => {
    expect(plainReport(['report', ...args])).toEqual(await byCommander(['report', ...args]))
  })

  test.each([
    [[]],
    [['--version']],
    [['daily', 'a']],
    [['a', 'report']],
    [['report', '-']],
    [['report', 'a', '-j']],
    [['report', 'a', '--csv']],
    [['report', '--', 'a']],
    [['report', '--json=1']],
    [['report', '--threads=2', 'a']],
    [['report', '--cache=x', 'a']],
    [['report', '--no-cache', 'a']],
  ])('is not %j', (argv) => {
    expect(plainReport(argv)).toBeNull()
  })

  test.each([
    [['--threads']],
    [['--threads', '']],
    [['--threads', '0']],
    [['--threads', '65']],
    [['--threads', '1', '--threads', '1']],
    [['--cache']],
    [['a', '--cache', '']],
    [['--cache', ' ', 'a']],
    [['--cache', 'a', '--json', '--cache', 'b']],
  ])('leaves the mistake in %j to commander', async (args) => {
    expect(plainReport(['report', ...args])).toBeNull()
    expect(await byCommander(['report', ...args])).toBeNull()
  })
})
