import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { main } from '../../src/cli.ts'
import type { Output } from '../../src/io.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'

/**
 * fixtures/demo is what a newcomer runs first, so its numbers are worked out here by hand, from the provider's rules and
 * the list prices of September 2026, never copied from output. Cost in USD, from tokens × USD per million.
 */
const EXPECTED = {
  // Claude Code writes a line per content block: msg_01 three times, msg_02 twice; the greatest output is the call's.
  // Input is outside its cache: 12 + 18,400 written; 9 + 2,310 written + 18,400 read; 5 + 690 written + 20,710 read.
  // 26 × 5 + 39,110 × 0.50 + 21,400 × 10 (kept for an hour) + 2,108 × 25 = 286,385; two web searches at 0.01.
  'claude-opus-4-6': { calls: 3, input: 60_536, read: 39_110, written: 21_400, output: 2_108, cost: '0.306385' },
  // Two runs: 2,600 (of which 1,024 cached) and 900. 2,476 × 2.50 + 1,024 × 1.25 + 370 × 10 = 11,170.
  'gpt-4o-2024-08-06': { calls: 2, input: 3_500, read: 1_024, written: 0, output: 370, cost: '0.01117' },
  // Running totals: the last one, 29,950 of which 16,000 cached, and 1,215. 13,950 × 2.50 + 16,000 × 0.25 + 1,215 × 15.
  'gpt-5.4': { calls: 2, input: 29_950, read: 16_000, written: 0, output: 1_215, cost: '0.0571' },
  // Reasoning is inside output: 5,400 × 2 + 2,950 × 8 = 34,400, the price since June 2025.
  'o3-2025-04-16': { calls: 1, input: 5_400, read: 0, written: 0, output: 2_950, cost: '0.0344' },
  // The agent's own span repeats its two calls. 4,100 × 1.25 + 13,000 × 0.125 + 1,150 × 10 = 18,250.
  'gemini-2.5-pro': { calls: 2, input: 17_100, read: 13_000, written: 0, output: 1_150, cost: '0.01825' },
  // 3,021 × 1 + 342 × 5 = 4,731.
  'claude-haiku-4-5-20251001': { calls: 1, input: 3_021, read: 0, written: 0, output: 342, cost: '0.004731' },
  // 640 × 0.02 = 12.8.
  'text-embedding-3-small': { calls: 1, input: 640, read: 0, written: 0, output: 0, cost: '0.0000128' },
  // Nobody knows its price.
  'acme-coder-2': { calls: 1, input: 3_400, read: 0, written: 0, output: 510, cost: null },
}

/** lines, records, duplicates, other, malformed, counted in the files with an eye on each line. */
const ACCOUNTS = {
  'claude-code.jsonl': [12, 4, 3, 5, 0],
  'codex.jsonl': [9, 2, 1, 6, 0],
  'openai-responses.jsonl': [4, 2, 1, 1, 0],
  'otel-spans.jsonl': [2, 2, 0, 0, 0],
  'pino.log': [6, 2, 0, 3, 1],
}

const report = await reportOf('fixtures/demo')

test('fixtures/demo costs what the arithmetic says, model by model', () => {
  const rows = Object.entries(report.models_breakdown).map(([model, row]) => [
    model,
    {
      calls: row.call_count,
      input: row.input_tokens,
      read: row.cache_read_tokens,
      written: row.cache_write_tokens,
      output: row.output_tokens,
      cost: row.cost_usd?.toString() ?? null,
    },
  ])
  expect(Object.fromEntries(rows)).toEqual(EXPECTED)
})

test('its total is the sum of what is priced, and says that something is missing', () => {
  // 0.306385 + 0.01117 + 0.0571 + 0.0344 + 0.01825 + 0.004731 + 0.0000128
  expect(report.total_cost_usd.toString()).toBe('0.4320488')
  expect(report).toMatchObject({
    total_input_tokens: 123_547,
    total_output_tokens: 8_645,
    call_count: 13,
    cost_complete: false,
    unpriced_models: ['acme-coder-2'],
  })
})

test('every line of it is accounted for', () => {
  const accounts = report.input.by_file.map(({ name, lines, records, duplicates, other, malformed }) => [
    name.replace('fixtures/demo/', ''),
    [lines, records, duplicates, other, malformed],
  ])
  expect(Object.fromEntries(accounts)).toEqual(ACCOUNTS)
  // Copies: 3 of Claude Code's lines, a running total written again, a response logged again, a span exported again.
  expect(report.input).toMatchObject({ files: 5, calls_found: 13 + 6, calls_folded: 6, skipped_files: 0 })
})

/** What the command prints, read back with every digit. */
async function reportOf(path: string): Promise<TokenUsageReport> {
  const [printed, said]: [string[], string[]] = [[], []]
  const exit = await main({
    argv: ['report', path, '--json', '--quiet'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {},
    stdin: Readable.from([]),
    stdout: outputTo(printed),
    stderr: outputTo(said),
  })
  expect({ exit, said: said.join('') }).toEqual({ exit: 0, said: '' })
  return parseSavedReport(printed.join(''))
}

function outputTo(texts: string[]): Output {
  return {
    write(text, done) {
      texts.push(text)
      done?.()
      return true
    },
  }
}
