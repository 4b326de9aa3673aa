import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/config.ts'
import { jsonPathText, parseJsonPath } from '../../src/config/json-path.ts'
import { folderWith } from '../cli/folder.ts'

async function formatsOf(yaml: string) {
  const folder = folderWith({ 'tokencost.yaml': yaml })
  return (await loadConfig(join(folder, 'tokencost.yaml'), { cwd: folder, env: {} })).formats
}

describe('a path', () => {
  test.each([
    ['usage', ['usage']],
    ['llm.usage.in', ['llm', 'usage', 'in']],
    ['$.llm.in', ['llm', 'in']],
    ['calls[0].in', ['calls', 0, 'in']],
    ['attributes["gen_ai.usage"].in', ['attributes', 'gen_ai.usage', 'in']],
    ['["a\\"b"]', ['a"b']],
  ])('%s', (text, path) => {
    expect(parseJsonPath(text)).toEqual(path)
    expect(parseJsonPath(jsonPathText(path))).toEqual(path)
  })

  test.each(['', '.', 'a..b', 'a.', 'a[', 'a[x]', 'a["b]'])('%j is none', (text) => {
    expect(parseJsonPath(text)).toBeNull()
  })
})

describe('formats: of tokencost.yaml', () => {
  test('is read with every key', async () => {
    const yaml = `formats:
  - name: acme
    match: llm
    model: llm.name
    input: llm.in
    output: llm.out
    cache_read: llm.hit
    cache_write: llm.stored
    reasoning: llm.thought
    cache: outside
    id: call
    time: at
    session: run
    labels: { team: meta.team }
    cumulative: true
`
    expect(await formatsOf(yaml)).toMatchObject([
      {
        name: 'acme',
        match: ['llm'],
        model: ['llm', 'name'],
        counts: {
          input: ['llm', 'in'],
          output: ['llm', 'out'],
          cache_read: ['llm', 'hit'],
          cache_write: ['llm', 'stored'],
          reasoning: ['llm', 'thought'],
        },
        cache: 'outside',
        id: ['call'],
        time: ['at'],
        session: ['run'],
        labels: { team: ['meta', 'team'] },
        cumulative: true,
      },
    ])
  })

  const acme = 'formats:\n  - name: acme\n    match: llm\n'

  test.each([
    ['formats: acme\n', '1:10', 'expected a list'],
    ['formats: [acme]\n', '1:11', 'expected a mapping'],
    [`${acme}    inptu: llm.in\n`, '4:5', 'unknown key inptu of a format; did you mean input?'],
    [acme, '2:5', 'needs input: or output:'],
    [`${acme}    input: llm..in\n`, '4:12', 'input: expected a path'],
    [`${acme}    input: in\n    cache_read: hit\n`, '5:17', 'cache_read needs cache: inside or cache: outside'],
    [`${acme}    input: in\n    cache: insid\n`, '5:12', 'expected inside or outside; did you mean inside?'],
    [`${acme}    input: in\n    cumulative: yes\n`, '5:17', 'expected true or false'],
    [`${acme}    input: in\n    labels: { team: a..b }\n`, '5:21', 'labels: team: expected a path'],
    ['formats:\n  - name: acme\n    input: in\n', '2:5', 'a format needs match:'],
    ['formats:\n  - name: My Agent\n    match: in\n    input: in\n', '2:11', 'lower-case words'],
    [`${acme}    input: in\n  - { name: acme, match: b, input: c }\n`, '5:13', 'two formats are named acme'],
  ])('%j fails at %s', async (yaml, at, message) => {
    await expect(formatsOf(yaml)).rejects.toMatchObject({ kind: 'usage' })
    await expect(formatsOf(yaml)).rejects.toThrow(`tokencost.yaml:${at}: `)
    await expect(formatsOf(yaml)).rejects.toThrow(message)
  })
})
