import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CallFilter, type Filter } from '../../src/tracker/filter.ts'
import { globMatches } from '../../src/tracker/glob.ts'
import { labelsByFile, labelWarnings, NO_LABELS } from '../../src/tracker/labels.ts'
import { Zone } from '../../src/usage/zone.ts'
import { call } from '../report/calls.ts'

const EVERYTHING: Filter = { since: null, until: null, conditions: [] }
const around = { files: ['a.jsonl'], zone: new Zone('UTC'), labels: () => ({}) }
const filterOf = (filter: Partial<Filter>) => new CallFilter({ ...EVERYTHING, ...filter }, around)
const byModel = (...patterns: string[]) => filterOf({ conditions: [{ by: 'model', patterns }] })
const model = (name: string | null) => call({ inputTokens: 2, outputTokens: 3 }, { model: name })

describe('a glob', () => {
  test.each([
    ['gpt-4o', 'gpt-4o', true],
    ['gpt-4o', 'gpt-4o-mini', false],
    ['gpt-*', 'gpt-4o', true],
    ['*sonnet*', 'claude-sonnet-4-5', true],
    ['gpt-?', 'gpt-4o', false],
    ['gpt-??', 'gpt-4o', true],
    ['/home/*/work', '/home/a/b/work', true],
    ['*', '', true],
    ['', 'a', false],
    ['[ab]', 'a', false],
    ['GPT*', 'gpt-4o', false],
  ])('%j over %j: %s', (glob, text, matches) => {
    expect(globMatches(glob, text)).toBe(matches)
  })

  test('matches what the same regular expression matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 12 })
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 }), (glob, text) => {
        const source = glob.replace(/[.*?]/g, (letter) => ({ '.': '\\.', '*': '.*', '?': '.' })[letter]!)
        expect(globMatches(glob, text)).toBe(new RegExp(`^${source}$`).test(text))
      }),
    )
  })
})

describe('conditions', () => {
  test('of one name: one pattern must match, and none with a leading !', () => {
    const filter = byModel('gpt-*', 'o3', '!*-mini')
    const names = ['gpt-4o', 'o3', 'gpt-4o-mini', 'claude', null]
    expect(names.filter((name) => filter.admits(model(name)))).toEqual(['gpt-4o', 'o3'])
  })

  test('with nothing but ! let everything else pass, also calls without a value', () => {
    const filter = byModel('!gpt-*')
    expect(['gpt-4o', 'o3', null].filter((name) => filter.admits(model(name)))).toEqual(['o3', null])
  })

  test('find calls without a value by (none)', () => {
    const filter = filterOf({ conditions: [{ by: 'session', patterns: ['(none)'] }] })
    expect(filter.admits(model('m'))).toBe(true)
    expect(filter.admits(call({}, { attributes: { session: 's' } }))).toBe(false)
  })

  test('that no call meets are named, with what may have been meant', () => {
    const filter = byModel('gpt4o', '!o3')
    filter.admits(model('gpt-4o'))
    filter.admits(model('o3'))
    expect(filter.misses()).toEqual(['no call has a model that matches "gpt4o"; did you mean gpt-4o?'])
  })

  test('count what they leave out', () => {
    const filter = byModel('x')
    filter.admits(model('a'))
    filter.admits({ ...model('a'), calls: 7 })
    expect(filter.leftOut).toEqual({ call_count: 8, calls_known: true, total_tokens: 10 })
    filter.admits({ ...model('a'), calls: null })
    expect(filter.leftOut).toEqual({ call_count: 8, calls_known: false, total_tokens: 15 })
  })
})

describe('a range of time', () => {
  const at = (time: number | null) => ({ ...model('m'), time })

  test('holds its first and its last millisecond', () => {
    const filter = filterOf({ since: 100, until: 200 })
    expect([99, 100, 200, 201].filter((time) => filter.admits(at(time)))).toEqual([100, 200])
  })

  test('counts calls without a time apart, by file', () => {
    const filter = filterOf({ until: 200 })
    for (const time of [null, 300, 100]) filter.admits(at(time))
    expect(filter.leftOut.call_count).toBe(1)
    expect([...filter.withoutTime]).toEqual([[0, { call_count: 1, calls_known: true, total_tokens: 5 }]])
  })

  test('does not hold calls without a time against those that another condition leaves out', () => {
    const filter = filterOf({ since: 0, conditions: [{ by: 'model', patterns: ['x'] }] })
    filter.admits(at(null))
    expect([filter.leftOut.call_count, filter.withoutTime.size]).toEqual([1, 0])
  })
})

describe('labels', () => {
  const labels = (path: string, file: string) => labelsByFile({ ...NO_LABELS, paths: [path] }, [file])(0)

  test.each([
    ['logs/{team}/{run}.jsonl', 'logs/search/17.jsonl', { team: 'search', run: '17' }],
    ['logs/{team}/{run}.jsonl', './logs/search/17.jsonl', { team: 'search', run: '17' }],
    ['logs/{team}/{run}.jsonl', '/srv/logs/search/17.jsonl', { team: 'search', run: '17' }],
    ['logs/{team}/{run}.jsonl', 'C:\\logs\\search\\17.jsonl', { team: 'search', run: '17' }],
    ['{team}-{run}.jsonl', 'logs/a-b-c.jsonl', { team: 'a', run: 'b-c' }],
    ['{team}/**/*.jsonl', 'x/y/z/run.jsonl', { team: 'x' }],
    ['{team}/**/*.jsonl', 'x/run.jsonl', { team: 'x' }],
    ['logs/{team}/{run}.jsonl', 'blogs/search/17.jsonl', {}],
    ['logs/{team}/{run}.jsonl', 'logs/search/deep/17.jsonl', {}],
    ['a+b ({x})/*', 'a+b (1)/c', { x: '1' }],
  ])('of %s in %s', (path, file, expected) => {
    expect(labels(path, file)).toEqual(expected)
  })

  test('of the path win over those that are given for all', () => {
    const given = { fixed: { team: 'mine', stage: 'test' }, paths: ['{team}/{run}.jsonl'] }
    expect(labelsByFile(given, ['x/1.jsonl'])(0)).toEqual({ team: 'x', run: '1', stage: 'test' })
  })

  test('name files that no pattern fits', () => {
    const given = { fixed: {}, paths: ['logs/{team}.jsonl'] }
    expect(labelWarnings(given, ['logs/a.jsonl', 'b.jsonl'], []).map(({ message }) => message)).toEqual([
      'b.jsonl: its path gives no label by --label-from',
    ])
    expect(labelWarnings(NO_LABELS, ['b.jsonl'], ['b.jsonl'])).toEqual([])
  })

  test.each([
    { fixed: { team: 'mine' }, paths: [] },
    { fixed: {}, paths: ['{team}.json'] },
  ])('of %j are not given to the calls of a saved report, which is told', (given) => {
    expect(labelWarnings(given, ['cost.json'], ['cost.json'])).toEqual([
      { code: 'unlabelled', message: 'cost.json: the calls of a saved report are given no label' },
    ])
  })

  test.each(['logs/*.jsonl', '{}/a', '{1}/a', '{a}/{a}'])('a pattern such as %s is refused', (path) => {
    expect(() => labels(path, 'x')).toThrow('--label-from')
  })
})
