import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { renderJunit } from '../../src/render/junit.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { GATED, gateResult, HOSTILE_GATES } from './sample-gates.ts'
import { EMPTY } from './sample-reports.ts'

const junit = (report: TokenUsageReport) => renderJunit(report, { width: null, color: false, lang: 'en' })

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** The elements of XML, in order, by a strict parser that is not ours: it throws for what is not well-formed. */
function read(text: string): readonly Element[] {
  const elements: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => void elements.push({ name, attributes }))
  parser.write(text).close()
  return elements
}

const count = (elements: readonly Element[], name: string) => elements.filter((each) => each.name === name).length

test('looks as in the golden file', async () => {
  await expect(junit(GATED)).toMatchFileSnapshot('golden/gates.xml')
})

test('has one test case per gate: over is a failure, unknown an error', () => {
  const elements = read(junit(GATED))
  expect(['testcase', 'failure', 'error', 'system-out'].map((name) => count(elements, name))).toEqual([6, 2, 1, 3])
  const suite = elements.find(({ name }) => name === 'testsuite')!.attributes
  expect(suite).toMatchObject({ tests: '6', failures: '2', errors: '1', skipped: '0' })
  const failure = elements.find(({ name }) => name === 'failure')!.attributes
  expect(failure['message']).toBe('$6.12, $1.12 over the limit of $5.00 (limit: --max-cost)')
})

/** What the schema of Jenkins' xUnit plugin (junit-10.xsd) allows of the elements that we write. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'time', 'skipped'],
  properties: [],
  property: ['name', 'value'],
  testcase: ['name', 'time', 'classname'],
  failure: ['type', 'message'],
  error: ['type', 'message'],
  'system-out': [],
  'system-err': [],
}

test('has no element and no attribute that its schema does not know', () => {
  for (const { name, attributes } of read(junit(HOSTILE_GATES)))
    expect(Object.keys(attributes).filter((key) => ALLOWED[name]?.includes(key) !== true)).toEqual([])
})

test('without gates the suite is empty', () => {
  const elements = read(junit(EMPTY))
  expect([count(elements, 'testsuite'), count(elements, 'testcase')]).toEqual([1, 0])
})

test('whatever a name is, a parser that is not ours reads it', () => {
  expect(count(read(junit(HOSTILE_GATES)), 'testcase')).toBe(HOSTILE_GATES.gates.length)
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...']]><!--&;"\u0000\uFFFE\uD800') }),
  )
  fc.assert(
    fc.property(any, (name) => {
      const gates = [
        gateResult({ name, key: name, per: name, source: name, status: 'unknown', unpriced_models: [name] }),
      ]
      expect(count(read(junit({ ...EMPTY, gates })), 'testcase')).toBe(1)
    }),
  )
})
