import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../../src/render/index.ts'
import { run } from '../cli/run.ts'
import { reportOn } from './reporting.ts'

const FOLDER = fileURLToPath(new URL('../../fixtures/hostile', import.meta.url))

/**
 * Each file is lines of Claude Code with 100 input and 10 output tokens of claude-sonnet-4-5 (3 and 15 USD per million,
 * 0.00045 USD a call) unless its row says otherwise. Worked out by hand:
 * calls, input, output, cost in USD; then lines, records, duplicates, other, malformed.
 */
const EXPECTED: Readonly<Record<string, readonly [number, number, number, string, readonly number[]]>> = {
  'space-after-colon.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'byte-order-mark.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'bad-utf8.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'several-objects-on-a-line.jsonl': [5, 500, 50, '0.00225', [5, 5, 0, 0, 0]],
  'utf-16le.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'utf-16be.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'utf-16-without-mark.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'compressed.jsonl.gz': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'compressed-without-the-name.jsonl': [1, 100, 10, '0.00045', [1, 1, 0, 0, 0]],
  // null is not stated; "100", 100.0 and 1e2 are 100; 1.5, -100, "many" and true are no counts. 300 × 3 + 40 × 15 = 1,500.
  'odd-counts.jsonl': [4, 300, 40, '0.0015', [8, 4, 0, 0, 4]],
  // Of two equal keys the last one counts: 10, not 1.
  'duplicate-key.jsonl': [1, 100, 10, '0.00045', [1, 1, 0, 0, 0]],
  'epoch-timestamps.jsonl': [4, 400, 40, '0.0018', [4, 4, 0, 0, 0]],
  'no-timestamp.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'counts-of-2-to-the-64.jsonl': [0, 0, 0, '0', [2, 0, 0, 0, 2]],
  // 1e400, 2^53 and NaN are no counts; -0 is 0 (10 × 15 = 150); -Infinity in another field does no harm (450).
  'numbers-at-the-edge.jsonl': [2, 100, 20, '0.0006', [5, 2, 0, 0, 3]],
  // Its model has no price: its cost is unknown.
  'escape-codes-in-model.jsonl': [1, 100, 10, '0', [1, 1, 0, 0, 0]],
  // 1,465 × 3 = 4,395 per million, three times.
  'three-small-costs.jsonl': [3, 4_395, 0, '0.013185', [3, 3, 0, 0, 0]],
  'crlf.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'line-separators.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  // The third has half a character in its model's name, and so no price.
  'lone-surrogates.jsonl': [3, 300, 30, '0.0009', [3, 3, 0, 0, 0]],
  // NULs around lines are nothing; a bare NUL inside a string is no JSON.
  'nul-bytes.jsonl': [2, 200, 20, '0.0009', [3, 2, 0, 0, 1]],
  'names-of-object-members.jsonl': [4, 400, 40, '0', [4, 4, 0, 0, 0]],
  'truncated-last-line.jsonl': [1, 100, 10, '0.00045', [2, 1, 0, 0, 1]],
  'broken-lines-in-the-middle.jsonl': [3, 300, 30, '0.00135', [5, 3, 0, 0, 2]],
  'cut-array.json': [2, 200, 20, '0.0009', [3, 2, 0, 0, 1]],
  'utf-32le.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'utf-32be.jsonl': [2, 200, 20, '0.0009', [2, 2, 0, 0, 0]],
  'nested-too-deep.jsonl': [1, 100, 10, '0.00045', [2, 1, 0, 0, 1]],
  'cut-in-a-log-field.jsonl': [1, 100, 10, '0.00045', [2, 1, 0, 0, 1]],
  'broken-pretty-document.json': [1, 100, 10, '0.00045', [2, 1, 0, 0, 1]],
  'broken-element.json': [2, 200, 20, '0.0009', [3, 2, 0, 0, 1]],
  'values-between-objects.jsonl': [2, 200, 20, '0.0009', [4, 2, 0, 2, 0]],
  'empty.jsonl': [0, 0, 0, '0', [0, 0, 0, 0, 0]],
  'blank-lines.jsonl': [0, 0, 0, '0', [0, 0, 0, 0, 0]],
  'no-usage.jsonl': [0, 0, 0, '0', [2, 0, 0, 2, 0]],
}

const MEMBERS = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']

describe('each hostile file is counted or reported', () => {
  test.each(Object.entries(EXPECTED))('%s', async (file, [calls, input, output, cost, account]) => {
    const report = await reportOn(FOLDER, [file])
    expect(report.total_cost_usd.toString()).toBe(cost)
    expect([report.call_count, report.total_input_tokens, report.total_output_tokens]).toEqual([calls, input, output])
    const { lines, records, duplicates, other, malformed } = report.input
    expect([lines, records, duplicates, other, malformed]).toEqual(account)
  })

  test('none is forgotten here', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(EXPECTED).sort())
  })

  test('together they are the sum of each', async () => {
    const report = await reportOn(FOLDER, ['.'])
    const sum = (column: 0 | 1 | 2) => Object.values(EXPECTED).reduce((total, row) => total + row[column], 0)
    expect([report.call_count, report.total_input_tokens, report.total_output_tokens]).toEqual([sum(0), sum(1), sum(2)])
    const lines = (column: number) => Object.values(EXPECTED).reduce((total, row) => total + row[4][column]!, 0)
    expect([report.input.lines, report.input.records, report.input.malformed]).toEqual([lines(0), lines(1), lines(4)])
  })
})

describe('what was lost is said', () => {
  test.each([
    ['odd-counts.jsonl', 4, 4, ['3: input_tokens is not an integer', '4: input_tokens is negative']],
    ['odd-counts.jsonl', 4, 4, ['7: input_tokens is not a number', '8: input_tokens is not a number']],
    ['counts-of-2-to-the-64.jsonl', 2, 2, ['1: input_tokens is above 2^53-1', '2: input_tokens is above 2^53-1']],
    ['numbers-at-the-edge.jsonl', 3, 3, ['1: input_tokens is above 2^53-1', '4: input_tokens is not a number']],
    ['nul-bytes.jsonl', 1, 1, ['4: not valid JSON']],
    ['truncated-last-line.jsonl', 1, 1, ['2: truncated: the file ends inside it']],
    // The second line was cut before its usage, the fourth behind it.
    ['broken-lines-in-the-middle.jsonl', 2, 1, ['2: not valid JSON', '4: not valid JSON']],
    ['cut-array.json', 1, 1, ['1: truncated: the file ends inside it']],
    ['nested-too-deep.jsonl', 1, 1, ['2: nested too deep']],
    ['cut-in-a-log-field.jsonl', 1, 1, ['2: a record inside a text that is not valid JSON']],
    ['broken-pretty-document.json', 1, 1, ['1: not valid JSON']],
    ['broken-element.json', 1, 1, ['1: not valid JSON']],
  ])('of %s', async (file, malformed, withUsage, reasons) => {
    const report = await reportOn(FOLDER, [file])
    expect([report.input.malformed, report.input.malformed_usage]).toEqual([malformed, withUsage])
    expect(report.cost_complete).toBe(false)
    const messages = report.warnings.map(({ message }) => message)
    for (const reason of reasons) expect(messages).toContain(`${file}:${reason}`)
  })

  test('and models without a price are listed by name, whatever the name', async () => {
    const unpriced = async (file: string) => (await reportOn(FOLDER, [file])).unpriced_models
    expect(await unpriced('escape-codes-in-model.jsonl')).toEqual(['\u001b[31mevil\u001b]0;pwn\u0007'])
    expect(await unpriced('names-of-object-members.jsonl')).toEqual(MEMBERS)
  })
})

test('times are read from seconds, milliseconds and text', async () => {
  const { period } = await reportOn(FOLDER, ['epoch-timestamps.jsonl'])
  expect(period).toEqual({ start: '2026-03-01T10:00:00.000Z', end: '2026-03-01T10:00:00.250Z' })
  expect((await reportOn(FOLDER, ['no-timestamp.jsonl'])).period).toEqual({ start: null, end: null })
})

test('a small cost is shown with digits that tell something, and rows add up to the total', async () => {
  const { stdout } = await run(['report', 'three-small-costs.jsonl'], { cwd: FOLDER })
  expect(stdout.match(/\$[\d.]+/g)).toEqual(['$0.0044', '$0.0044', '$0.0044', '$0.0132'])
})

describe.each(RENDERERS.map(({ name }) => name))('printed as %s', (format) => {
  test('no file prints prompt text or a control character, on either stream', async () => {
    for (const color of ['always', 'never']) {
      const argv = ['report', '.', '--format', format, '--color', color, '--group-by', 'session,model,file']
      const { exit, stdout, stderr } = await run(argv, { cwd: FOLDER, terminal: 120 })
      expect(exit).toBe(0)
      expect(stdout + stderr).not.toContain('SECRET')
      // The page carries its program, in which a tab may stand between quotes.
      const text = format === 'html' ? (stdout + stderr).replaceAll('\t', '') : stdout + stderr
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is the one escape sequence that is ours
      expect(text.replace(/\u001b\[[\d;]*m/g, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
      expect(stdout + stderr).not.toContain('\u001b[31mevil')
    }
  })
})
