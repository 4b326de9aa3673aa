import { describe, expect, test } from 'vitest'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const YAML = `formats:
  - name: acme
    match: kind
    model: engine
    input: up
    output: down
`

describe('--input-format', () => {
  test.each([['report'], ['explain']])(
    '%s takes a format that tokencost.yaml declares, also where it would not match',
    async (command) => {
      const cwd = folderWith({ 'tokencost.yaml': YAML, 'run.jsonl': '{"engine":"gpt-4o","up":100,"down":20}\n' })
      const plain = await run([command, 'run.jsonl', '--json'], { cwd })
      expect(plain.stdout).not.toContain('gpt-4o')
      const forced = await run([command, 'run.jsonl', '--json', '--input-format', 'acme'], { cwd })
      expect({ exit: forced.exit, tells: forced.stdout.includes('gpt-4o') }).toEqual({ exit: 0, tells: true })
    },
  )

  test('names formats of tokencost.yaml when a name is misspelled', async () => {
    const cwd = folderWith({ 'tokencost.yaml': YAML, 'run.jsonl': '{}\n' })
    const { exit, stderr } = await run(['report', 'run.jsonl', '--input-format', 'acmee'], { cwd })
    expect(exit).toBe(2)
    expect(stderr).toContain('acmee: it is no log format; did you mean acme?')
  })
})
