import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'

const CASSETTES = resolve(import.meta.dirname, '../../fixtures/cassettes')
const cassette = (name: string) => readFileSync(join(CASSETTES, name), 'utf8')
const GPT = 'gpt-4o-2024-08-06'
const BEDROCK = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

async function report(text: string, name = 'run.yaml') {
  const cwd = folderWith({ [name]: text })
  const { stdout } = await run(['report', name.includes('/') ? '.' : name, '--json'], { cwd })
  const { models_breakdown: models, input } = JSON.parse(stdout)
  return {
    input,
    models: Object.fromEntries(
      Object.entries<Record<string, number>>(models).map(([model, row]) => [
        model,
        [row['call_count'], row['input_tokens'], row['cache_read_tokens'], row['output_tokens']],
      ]),
    ),
  }
}

describe('YAML cassettes', () => {
  test('are read whatever the style of their scalars: folded quotes, binary, compressed, event streams', async () => {
    const { models, input } = await report(cassette('quoted-binary-and-compressed-bodies.yaml'))
    expect(models).toEqual({
      [GPT]: [2, 12 + 50, 0, 5 + 10],
      [BEDROCK]: [1, 3 + 1712 + 236, 1712, 121],
      'claude-sonnet-4-5': [1, 10 + 1000 + 300, 1000, 20],
    })
    expect(input).toMatchObject({ lines: 4, records: 4, other: 0, malformed: 0 })
  })

  test.each([
    ['ruby.yaml', { [GPT]: [1, 12, 0, 5] }],
    ['go.yaml', { 'gpt-4o': [1, 12, 0, 5] }],
    ['php.yaml', { 'gpt-4o': [1, 12, 0, 5] }],
  ])('of %s are read', async (name, models) => {
    expect((await report(cassette(name))).models).toEqual(models)
  })

  test('keep what stands before the place where they were cut', async () => {
    const text = cassette('quoted-binary-and-compressed-bodies.yaml')
    const { models } = await report(text.slice(0, text.indexOf('event: message_delta')))
    expect(models).toMatchObject({ [GPT]: [2, 62, 0, 15], [BEDROCK]: [1, 1951, 1712, 121] })
  })

  test('are explained with the line on which an interaction begins', async () => {
    const text = cassette('quoted-binary-and-compressed-bodies.yaml')
    const cwd = folderWith({ 'run.yaml': text })
    const { stdout } = await run(['explain', 'run.yaml', '--model', 'claude-sonnet-4-5', '--no-config'], { cwd })
    const line = text.slice(0, text.indexOf('- request', text.indexOf('converse-stream'))).split('\n').length
    expect(stdout).toContain(`run.yaml:${line}`)
  })

  test('are found in folders of cassettes, and YAML elsewhere is passed over', async () => {
    expect((await report(cassette('go.yaml'), 'tests/cassettes/chat.yaml')).models).toEqual({ 'gpt-4o': [1, 12, 0, 5] })
    const cwd = folderWith({ 'a/config.yaml': cassette('go.yaml'), 'a/b.jsonl': '{}\n' })
    const { stdout } = await run(['report', 'a', '--json'], { cwd })
    expect(JSON.parse(stdout).input).toMatchObject({ files: 1, skipped_files: 1 })
  })

  test('that are none after all are read as lines', async () => {
    const text = 'interactions: 5\nlast: {"model":"gpt-4o","usage":{"prompt_tokens":1,"completion_tokens":2}}\n'
    expect((await report(text)).models).toEqual({ 'gpt-4o': [1, 1, 0, 2] })
  })
})
