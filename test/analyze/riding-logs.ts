import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { FORMATS } from '../../src/formats/index.ts'
import type { Json } from '../../src/usage/json.ts'
import { naiveEntries } from '../naive/entries.ts'
import { hostileVariants } from '../naive/hostile.ts'
import { mutated } from '../scan/json-text.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const riding = FORMATS.filter((format) => format.wants !== undefined)

/** Entries of the formats that ride the kernel, from all fixtures, and some of others between them. */
const entries = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .flatMap((file) => naiveEntries(readFileSync(join(file.parentPath, file.name))))
  .filter((entry, index) => index % 20 === 0 || riding.some((format) => format.recognizes(entry)))

const usage = '{"usage":{"input_tokens":7,"output_tokens":9}}'
const beside = fc.constantFrom<readonly [string, Json]>(
  ['text', `say ${usage} and \\" \\\\`],
  ['text', '"usage" "input_tokens" '.repeat(40)],
  ['text', '\\'.repeat(301)],
  ['text', '成本 é 😀 \ud800'],
  ['other', { usage: { input_tokens: 7 }, message: { usage: { output_tokens: 9 } } }],
  ['other', [[[[{ type: 'message' }]]], 1e300, -0.5]],
  ['toolUseResult', 'x'.repeat(70_000)],
)

/** One entry as text: its keys in another order, something beside them, white space, keys spelled with an escape or twice. */
const texts = fc
  .record({
    entry: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...entries) },
      fc
        .constantFrom(...entries)
        .chain(hostileVariants)
        .filter(isPrintable),
    ),
    more: fc.array(beside, { maxLength: 2 }),
    turned: fc.boolean(),
    indent: fc.constantFrom('', '', '', ' ', '\t'),
    escaped: fc.option(fc.constantFrom('usage', 'message', 'input_tokens', 'type', 'id', 'payload'), { freq: 6 }),
    twice: fc.option(fc.constantFrom('usage', 'type', 'model', 'id', 'timestamp'), { freq: 6 }),
  })
  .map(({ entry, more, turned, indent, escaped, twice }) => {
    const pairs = [...more, ...Object.entries(entry)]
    const text = JSON.stringify(Object.fromEntries(turned ? pairs.reverse() : pairs), null, indent).replaceAll(
      '\n',
      ' ',
    )
    const again = twice === null ? text : text.replace(`"${twice}":`, `"${twice}":1,"${twice}":`)
    return escaped === null ? again : again.replace(`"${escaped}"`, `"\\u00${hex(escaped)}${escaped.slice(1)}"`)
  })

const lines = fc.oneof(
  { weight: 12, arbitrary: texts.map((text) => Buffer.from(text)) },
  { weight: 4, arbitrary: texts.chain(mutated) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('', ' ', usage, `[${usage},${usage}]`, '{"usage":', 'usage" }')
      .map((text) => Buffer.from(text)),
  },
  {
    weight: 1,
    arbitrary: fc.nat(2_000_000).map((length) => Buffer.from(`{"type":"user","text":"${'y'.repeat(length)}"}`)),
  },
)

/** The bytes of a log file. */
const files = fc
  .record({
    lines: fc.array(lines, { maxLength: 12 }),
    end: fc.constantFrom('\n', '\n', '\r\n'),
    start: fc.constantFrom('', '', '', '\ufeff'),
    lost: fc.constantFrom(0, 0, 1, 7, 40),
  })
  .map(({ lines, end, start, lost }) => {
    const whole = Buffer.concat([Buffer.from(start), ...lines.flatMap((line) => [line, Buffer.from(end)])])
    return whole.subarray(0, Math.max(0, whole.length - lost))
  })

/** Files of one run, one of them perhaps there twice. */
export const ridingLogs: fc.Arbitrary<readonly Buffer[]> = fc
  .tuple(fc.array(files, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([some, again]) => (again ? [...some, some[0]!] : some))

function hex(text: string): string {
  return text.charCodeAt(0).toString(16)
}

/** False for what is nested so deep that it cannot be written. */
function isPrintable(value: Json): boolean {
  try {
    return JSON.stringify(value) !== ''
  } catch {
    return false
  }
}
