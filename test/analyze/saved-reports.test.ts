import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { claudeLine, openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'
import { logFiles, selfContainedLines } from './random-logs.ts'
import { reportOn } from './reporting.ts'

const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })

const GROUPINGS = fc.constantFrom(null, ['session'], ['model', 'format'], ['file'])

/** Ids of one shard are those of no other: `msg_1` becomes `msg_a1`. */
function marked(lines: readonly string[], shard: string): string {
  const marks = ['msg_', 'req_', 'chatcmpl-', 'own-']
  return lines
    .map((line) => marks.reduce((text, mark) => text.replaceAll(`"${mark}`, `"${mark}${shard}`), line))
    .join('')
}

describe('a saved report', () => {
  test('comes back byte for byte', async () => {
    const parent = folderWith()
    let count = 0
    await fc.assert(
      fc.asyncProperty(logFiles, GROUPINGS, async (contents, groupBy) => {
        const cwd = join(parent, String(count++))
        mkdirSync(cwd)
        contents.forEach((content, index) => {
          writeFileSync(join(cwd, `${index}.jsonl`), content)
        })
        const saved = json(await reportOn(cwd, ['.'], { groupBy }))
        writeFileSync(join(cwd, 'cost.json'), saved)
        expect(json(await reportOn(cwd, ['cost.json']))).toBe(saved)
      }),
      { numRuns: 100 },
    )
  })

  test('of shards, added up, is the report over all logs, byte for byte', async () => {
    const parent = folderWith()
    let count = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(selfContainedLines, { minLength: 2, maxLength: 4 }),
        GROUPINGS,
        async (shards, groupBy) => {
          const cwd = join(parent, String(count++))
          mkdirSync(cwd)
          const logs = shards.map((_, index) => `shard-${index}.jsonl`)
          const saved = shards.map((_, index) => `cost-${index}.json`)
          for (const [index, lines] of shards.entries()) {
            writeFileSync(join(cwd, logs[index]!), marked(lines, String.fromCharCode(97 + index)))
            writeFileSync(join(cwd, saved[index]!), json(await reportOn(cwd, [logs[index]!], { groupBy })))
          }
          expect(json(await reportOn(cwd, saved))).toBe(json(await reportOn(cwd, logs, { groupBy })))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('beside logs adds to them', async () => {
    const cwd = folderWith({ 'a.jsonl': openaiLine(), 'b.jsonl': claudeLine('1') })
    writeFileSync(join(cwd, 'cost.json'), json(await reportOn(cwd, ['a.jsonl'])))
    const both = await reportOn(cwd, ['cost.json', 'b.jsonl'])
    expect(both.total_cost_usd.toString()).toBe('0.00053')
    expect(both.input.by_file.map(({ name }) => name)).toEqual(['a.jsonl', 'b.jsonl'])
  })

  test('may stand among lines of a log, be compressed to one line, or come from standard input', async () => {
    const cwd = folderWith({ 'a.jsonl': openaiLine() })
    const saved = json(await reportOn(cwd, ['a.jsonl']))
    const line = `${JSON.stringify(JSON.parse(saved))}\n`
    writeFileSync(join(cwd, 'mixed.jsonl'), claudeLine('1') + line + claudeLine('2'))
    expect((await reportOn(cwd, ['mixed.jsonl'])).total_cost_usd.toString()).toBe('0.00098')
    const { stdout } = await run(['report', '-', '--json'], { cwd, stdin: line })
    expect(stdout).toBe(saved)
  })
})

test('a saved report that is broken is a malformed entry, and the rest is read', async () => {
  const broken = JSON.stringify({ schema_version: 1, tool: { name: 'tokencost' }, usage: {} })
  const report = await reportOn(folderWith({ 'cost.json': broken, 'a.jsonl': openaiLine() }), ['.'])
  expect([report.call_count, report.input.malformed, report.cost_complete]).toEqual([1, 1, false])
  expect(report.warnings).toEqual([
    { code: 'malformed', message: 'cost.json is not a report of tokencost: total_cost_usd is missing' },
  ])
})

test('a report beside the log that it was made from warns that calls count twice', async () => {
  const cwd = folderWith({ 'a.jsonl': openaiLine() })
  writeFileSync(join(cwd, 'cost.json'), json(await reportOn(cwd, ['a.jsonl'])))
  const report = await reportOn(cwd, ['.'])
  expect(report.call_count).toBe(2)
  const warning = {
    code: 'read_twice',
    message:
      'a.jsonl is among the inputs twice, at least once in a saved report; if it is the same file, its calls count twice',
  }
  expect(report.warnings).toEqual([warning])
  writeFileSync(join(cwd, 'both.json'), json(report))
  expect(json(await reportOn(cwd, ['both.json']))).toBe(json(report))
})

describe('saved reports that are grouped differently', () => {
  const saved = async (cwd: string, name: string, ...flags: string[]) =>
    run(['report', 'a.jsonl', '-o', name, ...flags], { cwd })

  test('are refused, with what to do', async () => {
    const cwd = folderWith({ 'a.jsonl': openaiLine() })
    await saved(cwd, 'model.json')
    await saved(cwd, 'session.json', '--group-by', 'session,model')
    expect(await run(['report', 'session.json', 'model.json', '--group-by', 'session'], { cwd })).toEqual({
      exit: 2,
      stdout: '',
      stderr:
        'tokencost: model.json is grouped by model, not by session\n' +
        'Add --group-by model, which every saved report can answer, or make the saved reports anew with the same grouping.\n',
    })
  })

  test('decide the grouping when none is asked for, and may be asked for what they have', async () => {
    const cwd = folderWith({ 'a.jsonl': openaiLine(), 'b.jsonl': claudeLine('1') })
    await saved(cwd, 'session.json', '--group-by', 'session')
    const { stdout } = await run(['report', 'session.json', 'b.jsonl', '--json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ group_by: ['session'], groups: [{ call_count: 1 }, { call_count: 1 }] })
    const refused = await run(['report', 'session.json', '--json', '--group-by', 'user'], { cwd })
    expect(refused).toMatchObject({ exit: 2, stdout: '' })
  })

  test('can all be asked for models, and for a part of what they are grouped by', async () => {
    const cwd = folderWith({ 'a.jsonl': claudeLine('1') + claudeLine('2', {}, 'claude-opus-4-5') + openaiLine() })
    await saved(cwd, 'session.json', '--group-by', 'session')
    await saved(cwd, 'both.json', '--group-by', 'model,session')
    const groups = async (input: string, by: string) =>
      JSON.parse((await run(['report', input, '--json', '--group-by', by], { cwd })).stdout).groups
    const byModel = await groups('a.jsonl', 'model')
    expect(byModel).toHaveLength(3)
    expect(await groups('session.json', 'model')).toEqual(byModel)
    expect(await groups('both.json', 'model')).toEqual(byModel)
    expect(await groups('both.json', 'session')).toEqual(await groups('a.jsonl', 'session'))
  })
})

test('equal reports of two jobs: by one name they count once, by two names twice, and either is said with the way out', async () => {
  const cwd = folderWith({ 'a.jsonl': openaiLine(), 'a/x': '', 'b/x': '' })
  const saved = json(await reportOn(cwd, ['a.jsonl']))
  for (const path of ['a/cost.json', 'b/cost.json', 'cost-1.json', 'cost-2.json']) writeFileSync(join(cwd, path), saved)
  const once = await reportOn(cwd, ['a/cost.json', 'b/cost.json'])
  expect(once.call_count).toBe(1)
  expect(once.warnings).toEqual([
    {
      code: 'duplicate_file',
      message:
        'b/cost.json is the same report as a/cost.json, byte for byte; it counts once. If two jobs made them, rename one: the same report under two names counts twice',
    },
  ])
  const twice = await reportOn(cwd, ['cost-1.json', 'cost-2.json'])
  expect(twice.call_count).toBe(2)
  expect(twice.warnings.map(({ message }) => message)).toContain(
    'cost-2.json says the same as cost-1.json, byte for byte; both count. If it is a copy, leave it out',
  )
})
