import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'
import { serverThat } from './server.ts'

const NEWER = `
as_of: 2099-01-01
providers: { openai: { makes: ["gpt-*"] } }
models:
  openai/gpt-4o: { input: 7, output: 8 }
`
const WRITTEN = 'xdg/tokencost/pricing.yaml'

function worldWith(files: Readonly<Record<string, string>> = {}) {
  const cwd = folderWith({ 'run.jsonl': openaiLine({}, 1_000_000, 0), ...files })
  const env = { XDG_CONFIG_HOME: join(cwd, 'xdg') }
  return {
    path: join(cwd, WRITTEN),
    folder: join(cwd, 'xdg/tokencost'),
    update: (...argv: readonly string[]) => run(['pricing', 'update', ...argv], { cwd, env }),
    report: async () => JSON.parse((await run(['report', 'run.jsonl', '--json'], { cwd, env })).stdout),
  }
}

test('a newer catalog is laid over the built-in one, under the name user', async () => {
  const origin = await serverThat((_, response) => response.end(NEWER))
  const { path, folder, update, report } = worldWith()
  const { exit, stdout, stderr } = await update('--fetch', '--from', `${origin}/pricing.yaml?token=secret`)
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' })
  expect(stderr).toContain('1 model, prices of 2099-01-01')
  expect(readFileSync(path, 'utf8')).toBe(`# Fetched by tokencost pricing update from ${origin}/pricing.yaml\n${NEWER}`)
  expect(readdirSync(folder)).toEqual(['pricing.yaml'])
  expect(await report()).toMatchObject({
    total_cost_usd: 7,
    pricing: { layers: [{ name: 'built-in' }, { name: 'user' }], as_of: '2099-01-01' },
  })
})

test('what was fetched before is replaced', async () => {
  let input = 7
  const origin = await serverThat((_, response) => response.end(NEWER.replace('7', String(input++))))
  const { update, report } = worldWith()
  await update('--fetch', '--from', origin)
  await update('--fetch', '--from', origin)
  expect((await report()).total_cost_usd).toBe(8)
})

test('prices that somebody wrote are not replaced, nor is anything asked for', async () => {
  let requests = 0
  const origin = await serverThat((_, response) => {
    requests++
    response.end(NEWER)
  })
  const { path, update } = worldWith({ [WRITTEN]: 'models: {}\n' })
  const { exit, stderr } = await update('--fetch', '--from', origin)
  expect({ exit, requests }).toEqual({ exit: 2, requests: 0 })
  expect(stderr).toContain('was not fetched, so it is not replaced')
  expect(readFileSync(path, 'utf8')).toBe('models: {}\n')
})

test.each([
  ['a page that is no price file', 200, '<html>hello</html>', 2, /^tokencost: http:\/\/127\.0\.0\.1:\d+\/:1:1: /],
  ['a file with a mistake', 200, 'models: { a/b: { input: -1 } }', 2, /\/:1:25: /],
  ['a file without models', 200, 'models: {}', 1, /it lists no model/],
  ['an error of the server', 500, NEWER, 1, /the server answered 500/],
])('%s changes nothing', async (_, status, body, code, message) => {
  const origin = await serverThat((_, response) => response.writeHead(status).end(body))
  const { path, update } = worldWith()
  const { exit, stderr } = await update('--fetch', '--from', origin)
  expect(exit).toBe(code)
  expect(stderr).toMatch(message)
  expect(existsSync(path)).toBe(false)
})

test('an answer that breaks off changes nothing', async () => {
  const origin = await serverThat((_, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write(NEWER, () => response.destroy())
  })
  const { path, update } = worldWith()
  expect((await update('--fetch', '--from', origin)).exit).toBe(1)
  expect(existsSync(path)).toBe(false)
})

test.each([
  [[], 'nothing is fetched without --fetch'],
  [['--from', 'http://127.0.0.1:9/'], 'nothing is fetched without --fetch'],
  [['--fetch'], 'no address'],
  [['--fetch', '--from', 'file:///etc/passwd'], 'is no http:// or https:// address'],
])('update %j asks nobody', async (argv, message) => {
  const { exit, stderr } = await worldWith().update(...argv)
  expect(exit).toBe(2)
  expect(stderr).toContain(message)
})
