import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { DIMENSIONS } from '../../src/tracker/dimensions.ts'
import { folderWith } from '../cli/folder.ts'
import { naiveCalls, naiveJoin } from '../naive/calls.ts'
import { garbage, logFiles, selfContainedLines } from './random-logs.ts'
import { reportOn } from './reporting.ts'

const RUNS = { numRuns: 60 }

/** Writes files into a new folder below `parent`, which is called first. */
function writerIn(parent: string): (files: Readonly<Record<string, string | Buffer>>) => string {
  let count = 0
  return (files) => {
    const folder = join(parent, String(count++))
    mkdirSync(folder)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    return folder
  }
}

const named = (contents: readonly string[]) =>
  Object.fromEntries(contents.map((content, index) => [`${String.fromCharCode(97 + index)}.jsonl`, content]))

/** What does not depend on which file a call stood in. */
function numbers({ input, warnings, ...rest }: TokenUsageReport) {
  const { calls_found, calls_folded, malformed, malformed_usage } = input
  return { ...rest, kept: calls_found - calls_folded, malformed, malformed_usage }
}

const GROUPED = { groupBy: ['session', 'model'] }

describe('a report', () => {
  test('counts what the naive reader counts', async () => {
    const write = writerIn(folderWith())
    await fc.assert(
      fc.asyncProperty(logFiles, async (contents) => {
        const files = named(contents)
        const folder = write(files)
        const { models_breakdown } = await reportOn(folder, ['.'])
        const read = Object.entries(models_breakdown).map(([model, row]) => [
          model,
          [row.call_count, row.input_tokens, row.cache_read_tokens, row.output_tokens],
        ])
        const paths = Object.keys(files).map((name) => join(folder, name))
        expect(Object.fromEntries(read)).toEqual(naiveSums(paths))
      }),
      { numRuns: 150 },
    )
  })

  test('does not depend on the order of files, which is that of their names', async () => {
    const write = writerIn(folderWith())
    await fc.assert(
      fc.asyncProperty(logFiles, async (contents) => {
        const there = await reportOn(write(named(contents)), ['.'], GROUPED)
        const back = await reportOn(write(named(contents.toReversed())), ['.'], GROUPED)
        expect(numbers(back)).toEqual(numbers(there))
      }),
      RUNS,
    )
  })

  test('does not depend on the order in which inputs are given', async () => {
    const folder = folderWith({ 'a.jsonl': '{"a":1}\n', 'b.jsonl': '{"b":1}\n', 'deep/c.jsonl': '{"c":1}\n' })
    const given = await reportOn(folder, ['b.jsonl', 'deep', 'a.jsonl'])
    expect(given).toEqual(await reportOn(folder, ['a.jsonl', 'b.jsonl', 'deep', '*.jsonl']))
  })

  test('does not depend on the cut of the chunks, from a byte to a mebibyte', async () => {
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(1, 1000, 1 << 16, 1 << 20)), {
      minLength: 1,
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          logFiles.map((files) => Buffer.from(files.join(''))),
          garbage,
        ),
        cuts,
        async (log, sizes) => {
          const report = (pieces: Iterable<Buffer>) =>
            reportOn('/', ['-'], { ...GROUPED, stdin: Readable.from(pieces) })
          expect(await report(cut(log, sizes))).toEqual(await report([log]))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('is the same when a file is given twice by its name', async () => {
    const write = writerIn(folderWith())
    await fc.assert(
      fc.asyncProperty(logFiles, async (contents) => {
        const folder = write(named(contents))
        expect(await reportOn(folder, ['.', 'a.jsonl', '*.jsonl', folder], GROUPED)).toMatchObject({
          ...numbersOf(await reportOn(folder, ['.'], GROUPED)),
        })
      }),
      RUNS,
    )
  })

  test('has the same sums when a file is there twice under two names: its calls are duplicates', async () => {
    const write = writerIn(folderWith())
    await fc.assert(
      fc.asyncProperty(logFiles, async (contents) => {
        const once = await reportOn(write(named(contents)), ['.'], GROUPED)
        const twice = await reportOn(write(named([...contents, contents[0]!])), ['.'], GROUPED)
        const { malformed: _, malformed_usage: __, ...sums } = numbers(once)
        expect(numbers(twice)).toMatchObject(sums)
      }),
      RUNS,
    )
  })
})

describe('formats whose entries stand alone', () => {
  test('may be written in any order, and over any number of files', async () => {
    const write = writerIn(folderWith())
    const parts = fc.infiniteStream(fc.nat(3))
    await fc.assert(
      fc.asyncProperty(selfContainedLines, parts, async (lines, stream) => {
        const whole = await reportOn(write({ 'a.jsonl': lines.join('') }), ['.'], GROUPED)
        const backwards = await reportOn(write({ 'a.jsonl': lines.toReversed().join('') }), ['.'], GROUPED)
        const split: string[] = ['', '', '', '']
        for (const line of lines) split[stream.next().value!] += line
        const scattered = await reportOn(write(named(split)), ['.'], GROUPED)
        expect(numbers(backwards)).toEqual(numbers(whole))
        expect(numbers(scattered)).toEqual(numbers(whole))
        for (const total of ['lines', 'records', 'duplicates', 'other', 'malformed', 'bytes'] as const)
          expect([total, backwards.input[total], scattered.input[total]]).toEqual([
            total,
            ...Array(2).fill(whole.input[total]),
          ])
      }),
      { numRuns: 150 },
    )
  })
})

describe('groups', () => {
  test.each(DIMENSIONS.map(({ name }) => name))('by %s add up to the totals', async (dimension) => {
    const write = writerIn(folderWith())
    await fc.assert(
      fc.asyncProperty(logFiles, async (contents) => {
        const report = await reportOn(write(named(contents)), ['.'], { groupBy: [dimension] })
        const sum = (name: 'input_tokens' | 'output_tokens' | 'total_tokens' | 'call_count') =>
          report.groups.reduce((total, row) => total + row[name], 0)
        expect([sum('input_tokens'), sum('output_tokens')]).toEqual([
          report.total_input_tokens,
          report.total_output_tokens,
        ])
        expect([sum('total_tokens'), sum('call_count')]).toEqual([report.total_tokens, report.call_count])
        const units = (cost: { units: bigint; scale: number } | null) =>
          cost === null ? 0n : cost.units * 10n ** BigInt(20 - cost.scale)
        const costs = report.groups.reduce((total, row) => total + units(row.cost_usd), 0n)
        expect(costs).toBe(units(report.total_cost_usd))
      }),
      { numRuns: 15 },
    )
  })
})

test('random bytes are never a crash, and every entry of them is accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(garbage, fc.boolean(), async (bytes, everyEntry) => {
      await reportOn('/', ['-'], { stdin: Readable.from([bytes]), everyEntry })
    }),
    { numRuns: 400 },
  )
})

function naiveSums(paths: readonly string[]): Record<string, number[]> {
  const calls = naiveJoin(paths.flatMap((path) => naiveCalls(path).calls.map((call) => ({ ...call, update: false }))))
  const sums: Record<string, number[]> = {}
  for (const { model, counts } of calls) {
    const row = [1, counts.inputTokens ?? 0, counts.cacheReadInputTokens ?? 0, counts.outputTokens ?? 0]
    const known = sums[model ?? '(unknown)'] ?? [0, 0, 0, 0]
    sums[model ?? '(unknown)'] = known.map((count, index) => count + row[index]!)
  }
  return sums
}

/** Everything but the names of files, which tell how they were given. */
function numbersOf({ input, warnings: _, ...rest }: TokenUsageReport) {
  const { by_file: __, ...account } = input
  return { ...rest, input: account }
}

function* cut(log: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let from = 0, piece = 0; from < log.length; piece++) {
    const size = sizes[piece % sizes.length]!
    yield log.subarray(from, from + size)
    from += size
  }
}
