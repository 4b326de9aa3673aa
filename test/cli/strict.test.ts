import { describe, expect, test } from 'vitest'
import { claudeLine, openaiLine } from './entry.ts'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const DATABASE = Buffer.from('SQLite format 3\0 and so on')

describe('--strict ends with 4 when anything is missing, the report printed first', () => {
  test.each([
    ['unpriced_model', openaiLine({ model: 'acme-1' }), []],
    ['malformed', claudeLine('1', { input_tokens: -1 }), []],
    ['truncated', claudeLine('1').slice(0, -9), []],
    ['missing', openaiLine(), ['no.jsonl']],
    ['sqlite', openaiLine(), ['state.db']],
    ['unknown_tokens', '{"v":1,"provider":"openai","model":"gpt-4o","usage":{}}\n', []],
  ])('%s', async (code, log, more) => {
    const cwd = folderWith({ 'run.jsonl': openaiLine({}, 100) + log, 'state.db': DATABASE })
    const argv = ['report', '--json', 'run.jsonl', ...more]
    const [lenient, strict] = [await run(argv, { cwd }), await run([...argv, '--strict'], { cwd })]
    expect([lenient.exit, strict.exit]).toEqual([0, 4])
    expect(strict.stdout).toBe(lenient.stdout)
    expect(strict.stderr.split('\n').at(-2)).toBe(`tokencost: incomplete (--strict): ${code}`)
  })

  test('names every kind of loss once', async () => {
    const lost = claudeLine('1', { input_tokens: -1 }).repeat(3) + openaiLine({ model: 'acme-1' })
    const cwd = folderWith({ 'run.jsonl': lost })
    const { stderr } = await run(['report', '--json', '--strict', 'run.jsonl'], { cwd })
    expect(stderr).toContain('tokencost: incomplete (--strict): malformed, unpriced_model\n')
  })

  test('finds entries that are broken and carry no usage, which otherwise only their ends tell', async () => {
    const cwd = folderWith({ 'run.jsonl': `${openaiLine()}{"a": b}\n` })
    const malformed = async (...flags: string[]) =>
      JSON.parse((await run(['report', '--json', 'run.jsonl', ...flags], { cwd })).stdout).input.malformed
    expect([await malformed(), await malformed('--strict')]).toEqual([0, 1])
  })

  test('finds usage whose keys are spelled with escapes', async () => {
    const escaped = claudeLine('7').replace('"usage"', '"\\u0075sage"').replaceAll('_tokens"', '\\u005ftok\\u0065ns"')
    const cwd = folderWith({ 'run.jsonl': claudeLine('1') + escaped })
    const calls = async (...flags: string[]) =>
      JSON.parse((await run(['report', '--json', 'run.jsonl', ...flags], { cwd })).stdout).call_count
    expect([await calls(), await calls('--strict')]).toEqual([1, 2])
  })

  test('counts the same entries as without it', async () => {
    const log = `${openaiLine().trim()} 5 ${openaiLine()}{"a":1}{"b":2}\n{"a":1} "x"\nINFO {"a":1} {"b":2}\n[{"a":1},2]\n`
    const cwd = folderWith({ 'run.jsonl': log })
    const input = async (...flags: string[]) =>
      JSON.parse((await run(['report', '--json', 'run.jsonl', ...flags], { cwd })).stdout).input
    // 2 records and the 5 between them; a line; a value and its rest; a line of text; two elements.
    expect(await input()).toMatchObject({ lines: 9, records: 2, other: 7, malformed: 0 })
    expect(await input('--strict')).toEqual(await input())
  })

  test('is 0 when all is there: duplicates and lines without usage are no loss', async () => {
    const log = `${claudeLine('1').repeat(2)}{"type":"user"}\nplain text\n\n`
    const { exit, stderr } = await run(['report', '--json', '--strict', 'run.jsonl'], {
      cwd: folderWith({ 'run.jsonl': log }),
    })
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  })

  test('is still 1 when nothing could be read, and 2 for wrong use', async () => {
    const cwd = folderWith({ 'run.jsonl': openaiLine({ model: 'acme-1' }) })
    expect((await run(['report', '--strict', 'no.jsonl'], { cwd })).exit).toBe(1)
    expect((await run(['report', '--strict', 'run.jsonl', '--group-by', 'x'], { cwd })).exit).toBe(2)
    expect((await run(['report', '--strict', 'run.jsonl', '-o', 'no/such/a.json'], { cwd })).exit).toBe(1)
  })
})
