import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderGithub } from '../../src/render/github.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { GATED, gateResult, HOSTILE_GATES } from './sample-gates.ts'
import { EMPTY, PRICED } from './sample-reports.ts'

const github = (report: TokenUsageReport) => renderGithub(report, { width: null, color: false, lang: 'en' })

/** A line as the runner of GitHub Actions reads it: ActionCommand.TryParseV2, unescaped as it does. */
function read(line: string) {
  const match = /^::(\w+) title=([^:,]*)::(.*)$/.exec(line)
  if (match === null) throw new Error(`no command: ${line}`)
  const text = match[3]!.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const title = match[2]!.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
  return { level: match[1], title, text }
}

const commands = (report: TokenUsageReport) => github(report).trimEnd().split('\n').map(read)

test('looks as in the golden file', async () => {
  await expect(github(GATED)).toMatchFileSnapshot('golden/gates.github.txt')
})

test('broken and unknown limits are errors, near ones warnings, kept ones notices', () => {
  const levels = commands(GATED).map(({ level, title }) => `${level} ${title}`)
  expect(levels.slice(0, 3)).toEqual(['error max-cost', 'error max-cost', 'error max-cost-per session'])
  expect(levels).toContain('warning nightly')
  expect(levels.slice(-3)).toEqual(['notice Token cost', 'notice max-cost', 'notice max-tokens'])
})

test('GitHub drops what is behind the tenth of a kind, so the tenth says how many there are', () => {
  const gates = Array.from({ length: 25 }, (_, i) => gateResult({ name: `gate ${i}`, status: 'failed' }))
  const errors = commands({ ...PRICED, gates }).filter(({ level }) => level === 'error')
  expect([errors.length, errors.at(-2)!.title]).toEqual([10, 'gate 8'])
  expect(errors.at(-1)!.text).toBe('16 more of this kind; the log of this step and --json show them')
})

test('no name begins a command of its own or leaves its line', () => {
  expect(commands(HOSTILE_GATES).every(({ level }) => ['error', 'warning', 'notice'].includes(level!))).toBe(true)
  const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'%0AD\r\n:,=::\u2028') }))
  fc.assert(
    fc.property(any, (name) => {
      const gates = [gateResult({ name, per: 'model', key: name, source: name })]
      const found = commands({ ...EMPTY, warnings: [{ code: 'a', message: name }], gates })
      expect(found.map(({ level }) => level)).toEqual(['warning', 'notice', 'notice'])
    }),
  )
})

test('what was escaped comes back as it was', () => {
  const name = '100%25, 50%: a'
  const gates = [gateResult({ name, status: 'failed' })]
  expect(commands({ ...EMPTY, gates })[0]).toMatchObject({ title: name })
})
