import { describe, expect, test } from 'vitest'
import { folderWith } from './folder.ts'
import { run } from './run.ts'

const line = (id: number, fields: object, attributes: object = {}) =>
  `${JSON.stringify({ v: 1, provider: 'openai', model: 'gpt-4o', id: `c${id}`, ...fields, usage: { prompt_tokens: 1000 * id, completion_tokens: 10 }, attributes })}\n`

const LOG =
  line(1, { timestamp: '2026-09-21T08:00:00Z' }, { session: 'a', user: 'ann', labels: { team: 'search' } }) +
  line(2, { timestamp: '2026-09-22T22:30:00Z', mode: 'flex' }, { session: 'b', project: '/code/x' }) +
  line(3, { timestamp: '2026-09-23T08:00:00Z', model: 'o3' }, { session: 'b', user: 'bob' }) +
  line(4, { model: 'o3' })

const NOW = '2026-09-23T20:00:00Z'
const FILES = { 'run.jsonl': LOG }

interface Sliced {
  call_count: number
  groups: { keys: object; input_tokens: number; call_count: number }[]
  filter: { given: object[]; left_out: { call_count: number }; without_time: { call_count: number } }
  timezone: string
}

async function sliced(...argv: string[]): Promise<Sliced> {
  const { exit, stdout, stderr } = await run(['report', 'run.jsonl', '--json', '-q', ...argv], {
    cwd: folderWith(FILES),
    now: NOW,
  })
  expect([exit, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

/** Which calls were counted, told by their input tokens. */
async function inputs(...argv: string[]): Promise<number> {
  return (await sliced(...argv)).groups.reduce((sum, { input_tokens }) => sum + input_tokens, 0) / 1000
}

describe('filters', () => {
  test.each([
    [['--since', 'yesterday'], 2 + 3],
    [['--since', 'today'], 3],
    [['--since', 'today', '-z', 'Europe/Berlin'], 2 + 3],
    [['--until', '2026-09-21'], 1],
    [['--until', '2026-09-22', '-z', 'Asia/Tokyo'], 1],
    [['--since', '2d', '--until', '1d'], 1 + 2],
    [['--since', '2026-09-22T22:30:00Z', '--until', '2026-09-22T22:30:00Z'], 2],
    [['--model', 'gpt-*'], 1 + 2],
    [['--model', '!gpt-*', '--user', 'bob'], 3],
    [['--model', 'o3', '--model', 'gpt-4o'], 10],
    [['--session', 'b', '--project', '(none)'], 3],
    [['--provider', 'openai', '--session', '!(none)'], 6],
    [['--where', 'label:team=sea*'], 1],
    [['--where', 'label:team!=search', '--where', 'tier=(none)'], 3 + 4],
  ])('%j', async (argv, expected) => {
    expect(await inputs(...argv)).toBe(expected)
  })

  test('say what they were, to the moment, and what they left out', async () => {
    const { filter, call_count, timezone } = await sliced('--since', 'today', '--model', 'o3', '-z', 'Europe/Berlin')
    expect({ filter, call_count, timezone }).toEqual({
      filter: {
        given: [{ since: '2026-09-22T22:00:00.000Z', until: null, conditions: { model: ['o3'] } }],
        left_out: { call_count: 2, calls_known: true, total_tokens: 3020 },
        without_time: { call_count: 1, calls_known: true, total_tokens: 4010 },
      },
      call_count: 1,
      timezone: 'Europe/Berlin',
    })
  })

  test('stand below the table', async () => {
    const argv = ['report', 'run.jsonl', '--since', 'today', '--model', '!gpt-*', '-z', 'Europe/Berlin']
    const { stdout } = await run(argv, { cwd: folderWith(FILES), now: NOW })
    expect(stdout).toContain('Only calls since 2026-09-23 00:00, with model !gpt-* (Europe/Berlin)\n')
    expect(stdout).toContain('Calls beside these: 2 left out, with 3,020 tokens; 1 without a time, with 4,010 tokens\n')
    expect(stdout).toContain('Warning: run.jsonl: 1 call without a time, left out by --since and --until')
    expect(stdout).toContain('≥ $')
  })

  test('that leave nothing say so', async () => {
    const { exit, stdout } = await run(['report', 'run.jsonl', '--model', 'gpt4o'], { cwd: folderWith(FILES) })
    expect(exit).toBe(0)
    expect(stdout).toContain('No call fits the filter')
    expect(stdout).toContain('no call has a model that matches "gpt4o"; did you mean gpt-4o?')
  })
})

describe('--label with a plain value', () => {
  const labelled = async (files: Record<string, string>, ...argv: string[]) => {
    const { exit, stdout } = await run(['report', '.', '--json', '-q', '--group-by', 'label:team', ...argv], {
      cwd: folderWith(files),
    })
    expect(exit).toBe(0)
    const { groups, warnings } = JSON.parse(stdout) as Sliced & { warnings: { code: string; message: string }[] }
    return {
      teams: Object.fromEntries(groups.map(({ keys, call_count }) => [Object.values(keys)[0], call_count])),
      told: warnings.filter(({ code }) => code === 'other_label').map(({ message }) => message),
    }
  }

  test('gives it to calls that carry none of the name, and tells which keep another', async () => {
    expect(await labelled(FILES, '--label', 'team=ads')).toEqual({
      teams: { search: 1, ads: 3 },
      told: ['1 call carries another team than --label team=ads; to keep only ads: --where label:team=ads'],
    })
    expect(await labelled(FILES, '--label', 'team=search')).toEqual({ teams: { search: 4 }, told: [] })
    expect(await labelled(FILES, '--label', 'run=7')).toEqual({ teams: { search: 1, '(none)': 3 }, told: [] })
  })

  test('gives way to the label of the path, which gives way to that of the log', async () => {
    const files = { 'ads/run.jsonl': LOG, 'other.jsonl': line(5, {}, {}) }
    expect(await labelled(files, '--label-from', '{team}/*.jsonl', '--label', 'team=web')).toEqual({
      teams: { search: 1, ads: 3, web: 1 },
      told: [
        '1 call carries another team than the path gives; to group by the path, choose another name in --label-from',
        '4 calls carry another team than --label team=web; to keep only web: --where label:team=web',
      ],
    })
  })

  test('comes before filters, which count only what they let through', async () => {
    expect(await labelled(FILES, '--label', 'team=ads', '--label', 'team=a*')).toEqual({ teams: { ads: 3 }, told: [] })
    expect(await labelled(FILES, '--where', 'label:team=ads', '--label', 'team=ads')).toEqual({
      teams: { ads: 3 },
      told: [],
    })
  })
})

test.each([
  ['team=sea*', 'team=sea*', 1],
  ['team=s?arch', 'team=s?arch', 1],
  ['team=!search', 'team!=search', 3],
  ['team!=search', 'team!=search', 3],
  ['!team=search', 'team!=search', 3],
  ['!team=s*', 'team!=s*', 3],
  ['!team=(none)', 'team!=(none)', 1],
])('--label %s filters as --where label:%s does', async (flag, where, calls) => {
  const filtered = await sliced('--label', flag)
  expect(filtered).toEqual(await sliced('--where', `label:${where}`))
  expect(filtered.call_count).toBe(calls)
})

test('patterns of --label and --where for one name are one condition', async () => {
  const { filter, call_count } = await sliced('--label', 'team=sea*', '--where', 'label:team=(none)')
  expect(filter.given).toMatchObject([{ conditions: { 'label:team': ['(none)', 'sea*'] } }])
  expect(call_count).toBe(4)
})

test.each([
  ['utc', 'UTC'],
  ['europe/berlin', 'Europe/Berlin'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['Asia/Calcutta', 'Asia/Calcutta'],
])('the zone %s is called %s', async (zone, name) => {
  expect((await sliced('-z', zone)).timezone).toBe(name)
})

test('a day that a zone left out has no calls, and is no wrong use', async () => {
  const samoa = ['--since', '2011-12-30', '--until', '2011-12-30', '-z', 'Pacific/Apia']
  expect(await sliced(...samoa)).toMatchObject({ call_count: 0, timezone: 'Pacific/Apia' })
})

test('groups have (none) where nothing is known', async () => {
  const keys = async (by: string, ...argv: string[]) =>
    (await sliced('--group-by', by, ...argv)).groups.map((row) => Object.values(row.keys).join(' ')).sort()
  expect(await keys('week')).toEqual(['(none)', '2026-W39'])
  expect(await keys('hour')).toEqual(['(none)', '2026-09-21 08:00Z', '2026-09-22 22:00Z', '2026-09-23 08:00Z'])
  expect(await keys('tier')).toEqual(['(none)', 'flex'])
  expect(await keys('label:team')).toEqual(['(none)', 'search'])
  expect(await keys('label:team', '--label', 'team=all')).toEqual(['all', 'search'])
  expect(await keys('label:name', '--label-from', '{name}.jsonl')).toEqual(['run'])
  expect(await keys('day,user', '-z', 'Asia/Tokyo')).toEqual([
    '(none) (none)',
    '2026-09-21 ann',
    '2026-09-23 (none)',
    '2026-09-23 bob',
  ])
})

test.each([
  [['--since', 'soon'], '--since: "soon" is no time'],
  [['--since', 'today', '--until', 'yesterdy'], '--until: "yesterdy" is no time\nWrite 2026-09-23, '],
  [['--since', '2026-09-02', '--until', '2026-09-01'], '--since 2026-09-02 is later than --until 2026-09-01'],
  [['-z', 'Berlin'], 'there is no time zone "Berlin"'],
  [['--group-by', 'day,day'], 'cannot group by "day" twice'],
  [['--where', 'branch'], 'Write NAME=PATTERN'],
  [['--where', 'brunch=x'], 'there is no "brunch" to group or filter by; did you mean branch?'],
  [['--label', 'team'], 'Write NAME=VALUE to give a label'],
  [['--label', 'team='], 'Write NAME=VALUE to give a label'],
  [['--label', '!team=!x'], 'Write NAME=VALUE to give a label'],
  [['--label', 'te*m=x'], 'Write NAME=VALUE to give a label'],
  [['--label', 'team=(none)'], "--where 'label:team=(none)' filters by it"],
  [['--group-by', 'team'], 'a label called "team" is "label:team"'],
  [['--label-from', 'logs/*.jsonl'], 'names no label'],
])('%j is wrong use', async (argv, said) => {
  const { exit, stdout, stderr } = await run(['report', 'run.jsonl', ...argv], { cwd: folderWith(FILES) })
  expect([exit, stdout]).toEqual([2, ''])
  expect(stderr).toContain(said)
})

describe('shortcuts and views', () => {
  const out = async (...argv: string[]) => {
    const { exit, stdout } = await run(argv, { cwd: folderWith(FILES), now: NOW })
    expect(exit).toBe(0)
    return stdout
  }

  test.each([
    ['daily', 'day'],
    ['weekly', 'week'],
    ['monthly', 'month'],
    ['sessions', 'session'],
  ])('%s is report --group-by %s with its flags', async (command, by) => {
    const flags = ['run.jsonl', '--since', '7d', '-z', 'Asia/Tokyo', '--json', '-q']
    expect(await out(command, ...flags)).toBe(await out('report', ...flags, '--group-by', by))
    expect(await out(command, ...flags, '--group-by', 'model')).toBe(
      await out('report', ...flags, '--group-by', `${by},model`),
    )
  })

  test('tables show the top, data keeps all in the order that was asked for', async () => {
    const flags = ['run.jsonl', '-q', '--group-by', 'user', '--sort', 'name', '--top', '1']
    expect(await out('report', ...flags, '--columns', 'calls')).toMatch(
      /^User +Calls\n─+\n\(none\) +2\n2 others +2\n─+\nTotal +4\n/,
    )
    expect(await out('report', ...flags, '--format', 'markdown')).toContain('\n| 2 others | 2 |')
    const csv = await out('report', ...flags, '--format', 'csv', '--order', 'desc')
    expect(csv.split('\n').map((cells) => cells.split(',')[0])).toEqual(['user', 'bob', 'ann', '(none)', ''])
    const json = JSON.parse(await out('report', ...flags, '--json'))
    expect(json.groups).toHaveLength(3)
  })

  test('a saved report can be shown the same ways', async () => {
    const folder = folderWith(FILES)
    await run(['daily', 'run.jsonl', '-q', '-o', 'cost.json'], { cwd: folder })
    const { stdout } = await run(['render', 'cost.json', '--top', '1', '--columns', 'calls'], { cwd: folder })
    expect(stdout).toContain('3 others')
  })

  test.each([
    [['--top', '0'], 'no whole number above zero'],
    [['--columns', 'calls,costs'], 'There is no column "costs"; did you mean cost?'],
    [['--sort', 'price'], 'cost, tokens, calls, name'],
  ])('%j is wrong use', async (argv, said) => {
    const { exit, stderr } = await run(['daily', 'run.jsonl', ...argv], { cwd: folderWith(FILES) })
    expect(exit).toBe(2)
    expect(stderr).toContain(said)
  })
})
