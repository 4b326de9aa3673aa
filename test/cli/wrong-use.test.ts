import { describe, expect, test } from 'vitest'
import { openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const FILES = { 'run.jsonl': openaiLine(), 'cost.json': '{"schema_version": 1}', 'empty/notes.bin': 'x' }

describe('wrong use ends with 2, says what is wrong, and prints nothing', () => {
  test.each([
    [['reprot'], "unknown command 'reprot'\n(Did you mean report?)\n(tokencost --help says more)"],
    [['help', 'reprot'], "unknown command 'reprot'; did you mean report?\n(tokencost --help says more)"],
    [
      ['logs/a.jsonl'],
      "unknown command 'logs/a.jsonl'\n(Did you mean tokencost report logs/a.jsonl?)\n(tokencost --help says more)",
    ],
    [['report', '--jsno'], "unknown option '--jsno'\n(Did you mean --json?)\n(tokencost report --help says more)"],
    [['--jsno'], "unknown option '--jsno'\n(tokencost --help says more)"],
    [['report', '-o'], "option '-o, --output <file>' argument missing\n(tokencost report --help says more)"],
    [['pricing', 'show'], "missing required argument 'model'\n(tokencost pricing show --help says more)"],
    [['render'], "missing required argument 'report'\n(tokencost render --help says more)"],
    [['report', 'run.jsonl', '--config', 'no.yaml'], 'configuration no.yaml: it does not exist'],
    [
      ['render', 'run.jsonl'],
      'run.jsonl is not a report of tokencost: schema_version is missing\nMake it anew with: tokencost report --json; if it is a log, tokencost report run.jsonl reads it.',
    ],
  ])('%j', async (argv, said) => {
    const result = await run(argv, { cwd: folderWith(FILES) })
    expect(result).toEqual({ exit: 2, stdout: '', stderr: `tokencost: ${said}\n` })
  })

  test.each([
    [
      ['report', 'run.jsonl', '--format', 'xml'],
      ["'xml' is invalid", 'table', 'json', 'markdown'],
    ],
    [
      ['report', 'run.jsonl', '--group-by', 'model,modle'],
      ['there is no "modle" to group or filter by; did you mean model?', 'Use model, provider, '],
    ],
    [
      ['report', 'run.jsonl', '--input-format', 'claud-code'],
      ['claud-code: it is no log format; did you mean claude-code?'],
    ],
    [
      ['report', 'run.jsonl', '--color', 'yes'],
      ["'yes' is invalid", 'auto, always, never'],
    ],
    [
      ['report', 'run.jsonl', '-o', 'cost.xyz'],
      ['Its extension names no format', '.json', '.csv'],
    ],
    [['report', 'run.jsonl', '-o', '-'], ['Standard output takes --format']],
    [['render', 'cost.json', 'two.json'], ['too many arguments']],
    [
      ['report', 'run.jsonl', '--pricing', 'no.yaml'],
      ['price file no.yaml', 'it does not exist'],
    ],
  ])('%j says which choices there are', async (argv, words) => {
    const { exit, stdout, stderr } = await run(argv, { cwd: folderWith(FILES) })
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    for (const word of words) expect(stderr).toContain(word)
  })
})

describe('what flags alone can tell is told before anything is read', () => {
  const rate = (currency: string) => `a limit in ${currency} needs a rate for ${currency}`
  test.each([
    [['--max-cost', '5eur'], rate('EUR')],
    [['--max-cost-per', 'session=5eur'], rate('EUR')],
    [['--max-cost', '5eur', '--currency', 'GBP', '--rate', '0.8'], rate('EUR')],
    [['--max-cost', '5eur', '--currency', 'EUR'], rate('EUR')],
    [['--config', 'eur.yaml'], rate('EUR')],
    [['--max-cost', '5zzz'], 'Limit: ZZZ is no currency code of ISO 4217'],
    [['--max-cost', '5euu'], 'did you mean EUR?\n'],
    [
      ['--max-cost-per', 'sesion=1'],
      'is invalid. There is no "sesion" to group or filter by; did you mean session? Use ',
    ],
    [['--max-cost', '5eur', '--currency', 'EUR'], 'Give --currency EUR with --rate, which states it, or --fetch-rates'],
    [['--warn-at', '80%'], '--warn-at needs a limit, such as --max-cost 5, or one of budgets: in tokencost.yaml'],
    [['--warn-at', '80%', '--baseline', 'a', '--max-increase', '1%'], '--warn-at needs a limit'],
    [['--threads', '0'], "'0' is invalid. It is no whole number from 1 to 64."],
    [['--max-increase', '10%'], '--max-increase needs --baseline FILE'],
    [['--require-baseline'], '--require-baseline needs --baseline FILE'],
    [['--max-increase', '5eur', '--baseline', 'cost.json'], "Write a part of the base's cost"],
    [['--warn-at', '80%', '--warn-at', '90%'], "option '--warn-at <percent>' was given twice; give it once"],
    [['--since', '7d', '--since', '1d'], "option '--since <time>' was given twice"],
    [['--format', 'csv', '--format', 'csv'], "option '--format <name>' was given twice"],
    [['--group-by', 'day', '--group-by', 'model'], "option '--group-by <names>' was given twice"],
    [['--json', '--format', 'csv'], "option '-j, --json' cannot be used with option '--format <name>'"],
  ])('%j', async (argv, said) => {
    // A log that is not there ends with 1, where it comes to reading.
    const cwd = folderWith({ 'eur.yaml': 'budgets: { run: { maxCost: 5eur } }' })
    const { exit, stdout, stderr } = await run(['report', 'missing.jsonl', ...argv], { cwd })
    expect([exit, stdout]).toEqual([2, ''])
    expect(stderr).toContain(said)
  })

  test('and what saved reports may bring is not: the rate that they were made with', async () => {
    const cwd = folderWith({ 'run.jsonl': openaiLine() })
    await run(['report', 'run.jsonl', '-o', 'cost.json', '--currency', 'EUR', '--rate', '0.5'], { cwd })
    expect((await run(['report', 'cost.json', '--max-cost', '5eur'], { cwd })).exit).toBe(0)
    expect((await run(['report', 'cost.json', '--max-cost', '0.00001eur'], { cwd })).exit).toBe(3)
  })
})

describe('what cannot be read', () => {
  const hint = 'Give a log file, a folder with logs, a quoted glob, or - for standard input.'
  test.each([
    [['missing.jsonl'], ['missing.jsonl: it does not exist']],
    [['logs/*.jsonl'], ['logs/*.jsonl: no file matches this pattern']],
    [[''], ['"": an empty path names nothing; is a variable unset?']],
    [
      ['missing', '*.nothing'],
      ['missing: it does not exist', '*.nothing: no file matches this pattern'],
    ],
  ])('%j ends with 1 when nothing else could', async (paths, reasons) => {
    const result = await run(['report', ...paths], { cwd: folderWith(FILES) })
    const said = ['tokencost: nothing could be read', ...reasons.map((reason) => `  ${reason}`), hint, '']
    expect(result).toEqual({ exit: 1, stdout: '', stderr: said.join('\n') })
  })

  test('a folder without logs says which names logs have', async () => {
    const { exit, stdout, stderr } = await run(['report', 'empty'], { cwd: folderWith(FILES) })
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toContain('empty: no log is in it; logs end in .jsonl, ')
  })

  test('is a warning beside what could be read', async () => {
    const { exit, stdout, stderr } = await run(['report', '--json', 'missing.jsonl', 'run.jsonl', 'empty'], {
      cwd: folderWith(FILES),
    })
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ call_count: 1, input: { files: 1, skipped_files: 1 } })
    expect(stderr).toContain('warning: missing.jsonl: it does not exist\n')
    expect(stderr).toContain('warning: empty: no log is in it')
  })

  test('a saved report that is not there, or is a folder, ends render with 1', async () => {
    const cwd = folderWith(FILES)
    const failed = (stderr: string) => ({ exit: 1, stdout: '', stderr })
    expect(await run(['render', 'no.json'], { cwd })).toEqual(failed('tokencost: no.json: it does not exist\n'))
    expect(await run(['render', 'empty'], { cwd })).toEqual(failed('tokencost: empty: it is a directory\n'))
  })
})

test('escape codes in a name on the command line do not reach the terminal', async () => {
  const { stderr } = await run(['report', '\u001bcred\u0007.jsonl'], { cwd: folderWith() })
  expect(stderr).toContain('\\u001bcred\\u0007.jsonl: it does not exist')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

test('a stack trace is printed only with --debug', async () => {
  const cwd = folderWith()
  expect((await run(['report', 'no.jsonl'], { cwd })).stderr).not.toContain('    at ')
  expect((await run(['report', 'no.jsonl', '--debug'], { cwd })).stderr).toContain('    at ')
})
