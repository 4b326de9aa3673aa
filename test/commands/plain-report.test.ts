import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { plainReport } from '../../src/commands/plain-report.ts'
import { report } from '../../src/commands/report.ts'

describe('a plain report', () => {
  test.each([[[]], [['run.jsonl']], [['a', 'report', 'help', '', 'logs/*.jsonl']]])(
    'of %j is what commander makes of it',
    (paths) => {
      const command = new Command('tokencost').command('report').action(() => {})
      report.define(command)
      command.parse(paths, { from: 'user' })
      expect(plainReport(['report', ...paths])).toEqual({ paths: command.args, options: command.opts() })
    },
  )

  test.each([
    [[]],
    [['--version']],
    [['daily', 'a']],
    [['report', '-']],
    [['report', 'a', '--json']],
    [['a', 'report']],
  ])('is not %j', (argv) => {
    expect(plainReport(argv)).toBeNull()
  })
})
