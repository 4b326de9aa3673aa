import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openaiLine } from '../cli/entry.ts'
import { textOf } from '../house/source-tree.ts'
import { ACTION, runAction } from './action.ts'
import { Runner } from './shell.ts'

/** A million prompt tokens of gpt-4o: 2.50 USD. */
const CALL = openaiLine({}, 1_000_000, 0)
const CHEAP = openaiLine({ model: 'gpt-4o-mini' }, 1_000_000, 0)

describe('action.yml', { timeout: 120_000 }, () => {
  test('puts no text of an input into a script, where it would run', () => {
    for (const { run } of ACTION.runs.steps) expect(run).not.toMatch(/\$\{\{/)
  })

  test('names an input for all that it reads, with a description', () => {
    const used = [...textOf('action.yml').matchAll(/inputs\.([\w-]+)/g)].map((match) => match[1]!)
    expect([...new Set(used)].sort()).toEqual(Object.keys(ACTION.inputs).sort())
    for (const { description } of Object.values(ACTION.inputs)) expect(description).not.toBe('')
  })

  test('docs/ci.md names the same inputs and outputs', () => {
    const page = textOf('docs/ci.md')
    const tables = page.slice(page.indexOf('### Inputs and outputs'), page.indexOf('## GitLab'))
    const named = [...tables.matchAll(/^\| (`[^|]+) \|/gm)].flatMap((row) => row[1]!.match(/[a-z-]+/g)!)
    expect(named.sort()).toEqual([...Object.keys(ACTION.inputs), ...Object.keys(ACTION.outputs)].sort())
  })

  test('writes the summary, sets every output, and passes', () => {
    const runner = new Runner({ 'logs/a b.jsonl': CALL, 'more/b.jsonl': CALL + CALL })
    const { exit, outputs, summary, stdout } = runAction(runner, { files: 'logs/\nmore/*.jsonl\n' })
    expect(exit).toBe(0)
    expect(outputs).toEqual({
      'total-cost-usd': '7.5',
      'input-tokens': '3000000',
      'output-tokens': '0',
      'cache-read-tokens': '0',
      'cache-write-tokens': '0',
      'cost-complete': 'true',
      'over-budget': 'false',
      'report-json': expect.stringMatching(/cost\.json$/),
    })
    expect(JSON.parse(readFileSync(outputs['report-json']!, 'utf8')).call_count).toBe(3)
    expect(summary).toMatch(/^<!-- tokencost:report -->\n### Token cost: \$7\.50\n/)
    expect(stdout).toMatch(/^gpt-4o /m)
    expect(runner.calls('gh')).toEqual([])
  })

  test('fails last when a limit is not kept: summary and outputs are there', () => {
    const { exit, outputs, summary, stdout } = runAction(new Runner({ 'logs/a.jsonl': CALL }), { 'max-cost': 1 })
    expect(exit).toBe(3)
    expect(outputs).toMatchObject({ 'over-budget': 'true', 'total-cost-usd': '2.5' })
    expect(summary).toContain('$2.50')
    expect(stdout).toMatch(/^::error title=max-cost::/m)
  })

  test('gives limits, prices and grouping on, one per line', () => {
    const files = { 'logs/a.jsonl': CALL, 'ours.yaml': 'models:\n  openai/gpt-4o:\n    input: 9\n    output: 10\n' }
    const inputs = { pricing: 'ours.yaml', 'group-by': 'session,model', 'max-cost-per': 'model:gpt-4o=8\nsession=20' }
    const { exit, outputs } = runAction(new Runner(files), inputs)
    expect(exit).toBe(3)
    const report = JSON.parse(readFileSync(outputs['report-json']!, 'utf8'))
    expect(report.group_by).toEqual(['session', 'model'])
    expect(report.gates.map(({ status }: { status: string }) => status)).toEqual(['failed', 'passed'])
  })

  test('compares with a baseline; one that is missing is said, and fails only where it is required', () => {
    const runner = new Runner({ 'base.jsonl': CHEAP, 'logs/a.jsonl': CALL })
    const dearer = runAction(runner, { files: 'logs/', baseline: 'base.jsonl', 'max-increase': '10%' })
    expect(dearer.exit).toBe(3)
    expect(dearer.summary).toContain('Model mix')
    const without = { files: 'logs/', 'max-increase': '10%' }
    for (const baseline of ['', 'nope.json']) {
      const first = runAction(new Runner({ 'logs/a.jsonl': CALL }), { ...without, baseline })
      expect(first.exit).toBe(0)
      expect(first.summary).toContain('there is no baseline')
      const strict = { ...without, baseline, 'require-baseline': true }
      expect(runAction(new Runner({ 'logs/a.jsonl': CALL }), strict).exit).toBe(3)
    }
  })

  test('fails with 4 under fail-on, with 1 or 2 where there is no report, and sets no outputs then', () => {
    const broken = { 'logs/a.jsonl': `${CALL}{"usage":{"prompt_tok` }
    expect(runAction(new Runner(broken), { 'fail-on': 'malformed' })).toMatchObject({ exit: 4 })
    const nothing = runAction(new Runner(), { files: 'nope.jsonl' })
    expect(nothing.exit).toBe(1)
    expect(nothing.outputs['total-cost-usd']).toBe('')
    expect(runAction(new Runner(broken), { 'max-cost': 'much' })).toMatchObject({ exit: 2, summary: '' })
  })

  test('runs its own checkout, built first; one that cannot be built fails at once', () => {
    const runner = new Runner({ 'logs/a.jsonl': CALL })
    expect(runAction(runner, {}).exit).toBe(0)
    expect(runner.calls('npm')).toEqual(['npm ci --include=dev --no-audit --no-fund', 'npm run build'])
    expect(runner.calls('npx')).toEqual([])
    runner.stub('npm', 'exit 9')
    expect(runAction(runner, {})).toMatchObject({ exit: 9 })
  })

  test('writes no summary when it is not wanted', () => {
    expect(runAction(new Runner({ 'logs/a.jsonl': CALL }), { summary: false }).summary).toBe('')
  })

  test('a model that is named like a workflow command gives none', () => {
    const runner = new Runner({ 'logs/a.jsonl': openaiLine({ model: '::set-output name=x::y\n::error::z' }) })
    const { stdout } = runAction(runner, {})
    const [, guarded = ''] = /^::stop-commands::(.*)$/m.exec(stdout)!
    const after = stdout.slice(stdout.indexOf(`::${guarded}::`))
    expect(after.match(/^::error::z|^::set-output/m)).toBe(null)
  })

  describe('the comment', () => {
    const inputs = { files: 'logs/', comment: true, 'comment-tag': 'nightly run' }
    const runner = () => new Runner({ 'logs/a.jsonl': CALL })

    test('is made once, and replaced by the next run', () => {
      const machine = runner()
      machine.stub('gh', `case "$*" in *PATCH*|*POST*) cat "\${@: -1}" 2>/dev/null ;; *) ;; esac`)
      expect(runAction(machine, inputs, 7)).toMatchObject({ exit: 0 })
      expect(machine.calls('gh').at(-1)).toMatch(/--method POST repos\/acme\/agents\/issues\/7\/comments -F body=@/)
      machine.stub('gh', 'case "$*" in *--jq*) [ "$MARKER" = "<!-- tokencost:nightly-run -->" ] && echo 42 ;; esac')
      expect(runAction(machine, inputs, 7)).toMatchObject({ exit: 0 })
      expect(machine.calls('gh').at(-1)).toMatch(/--method PATCH repos\/acme\/agents\/issues\/comments\/42 -F body=@/)
    })

    test('that the token may not make is a warning, never a failure; so it is without a pull request', () => {
      for (const body of ['exit 1', 'case "$*" in *POST*) echo "HTTP 403" >&2; exit 1 ;; esac']) {
        const machine = runner()
        machine.stub('gh', body)
        const { exit, stdout, summary } = runAction(machine, inputs, 7)
        expect(exit).toBe(0)
        expect(stdout).toContain('::warning title=tokencost::No comment: the token may not')
        expect(summary).toContain('$2.50')
      }
      expect(runAction(runner(), inputs, null)).toMatchObject({ exit: 0 })
    })

    test('is made also when a limit is not kept', () => {
      const machine = runner()
      machine.stub('gh', ':')
      expect(runAction(machine, { ...inputs, 'max-cost': 1 }, 7).exit).toBe(3)
      expect(machine.calls('gh')).toHaveLength(2)
    })
  })
})
