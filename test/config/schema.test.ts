import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CONFIG_KEYS } from '../../src/config/config.ts'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const SCHEMA = JSON.parse(readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(SCHEMA)

/** Whether the schema takes a configuration, and whether the program does. */
async function taken(
  text: string,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly [schema: boolean, program: boolean]> {
  const cwd = folderWith({ 'tokencost.yaml': text, 'a.jsonl': openaiLine(), 'p.yaml': 'models: {}\n', ...more })
  const { exit, stderr } = await run(['report', 'a.jsonl', '--quiet'], { cwd })
  expect([0, 2, 3], stderr).toContain(exit)
  return [validate(parse(text)), exit !== 2]
}

test('the schema describes the keys that there are, and no other', () => {
  expect(Object.keys(SCHEMA.properties).sort()).toEqual([...CONFIG_KEYS].sort())
})

test('the example of docs/config.md is right', async () => {
  const page = readFileSync(new URL('../../docs/config.md', import.meta.url), 'utf8')
  const example = /```yaml\n([\s\S]*?)```/.exec(page)![1]!
  expect(await taken(example, { 'prices/ours.yaml': 'models: {}\n' })).toEqual([true, true])
  expect(Object.keys(parse(example)).sort()).toEqual([...CONFIG_KEYS].sort())
})

describe('schema and program take the same', () => {
  test.each([
    '',
    '# nothing yet\n',
    'logs: a.jsonl\n',
    'logs: [a.jsonl, "runs/**/*.jsonl"]\npricing: p.yaml\n',
    'groupBy: session\ntimezone: Europe/Berlin\noutputs: [cost.json, junit.xml]\n',
    'groupBy: [day, model, "label:team"]\n',
    'currency: EUR\nrates: { EUR: 0.88, SEK: { rate: 9.4, date: 2026-09-30 } }\n',
    'budgets:\n  run: { maxCost: 5, warnAt: 80% }\n  each: { per: session, maxCost: 0.50, maxTokens: 2m }\n',
    'budgets:\n  opus: { per: model:claude-opus-4, maxTokens: 250000 }\n',
    'formats:\n  - { name: mine, match: usage.in, model: m, input: usage.in, output: usage.out, labels: { team: t } }\n',
    ...['logs', 'pricing', 'groupBy', 'timezone', 'outputs', 'currency', 'rates', 'budgets', 'formats'].map(
      (key) => `${key}:\n`,
    ),
  ])('%j', async (text) => {
    expect(await taken(text)).toEqual([true, true])
  })
})

describe('schema and program refuse the same', () => {
  test.each([
    '- logs\n',
    'log: a\n',
    'logs: { a: b }\n',
    'logs: [[a]]\n',
    'groupBy: { model: true }\n',
    'timezone: [UTC, UTC]\n',
    'currency: euros\n',
    'budgets: [5]\n',
    'budgets: { run: 5 }\n',
    'budgets: { run: { maxcost: 5 } }\n',
    'budgets: { run: { per: model } }\n',
    'budgets: { run: { maxCost: 5, warnAt: high } }\n',
    'formats: { name: mine }\n',
    'formats: [{ name: Mine, match: a, input: b }]\n',
    'formats: [{ name: mine, input: b }]\n',
    'formats: [{ name: mine, match: a }]\n',
  ])('%j', async (text) => {
    expect(await taken(text)).toEqual([false, false])
  })
})
