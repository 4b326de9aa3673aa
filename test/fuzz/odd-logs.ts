import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FORMATS } from '../../src/formats/index.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import { naiveEntries } from '../naive/entries.ts'
import type { Chance } from './chance.ts'
import { type Oddity, oddText, TAME } from './odd-text.ts'
import { varied } from './varied.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')

/** The formats that the kernel is for, and some others. */
const MOST_OFTEN = [
  'claude-code',
  'claude-code',
  'claude-code',
  'codex',
  'codex',
  'openai',
  'openai',
  'openai-batch',
  'anthropic',
  'anthropic-batch',
  'otel',
  'otel',
  'otel-logs',
  'tokencost',
  'generic',
]

/** All entries of all fixtures, by the format that takes them. */
const entriesOf = new Map<string, JsonObject[]>()
/** Whole files of entries, so that what belongs together stays together. */
const sessions: JsonObject[][] = []
for (const file of readdirSync(FIXTURES, { recursive: true, withFileTypes: true })) {
  if (!file.isFile()) continue
  const entries = naiveEntries(readFileSync(join(file.parentPath, file.name)))
  if (entries.length > 1 && entries.length < 60) sessions.push(entries)
  for (const entry of entries) {
    const name = FORMATS.find((format) => format.recognizes(entry))!.name
    entriesOf.set(name, [...(entriesOf.get(name) ?? []), entry])
  }
}
const often = MOST_OFTEN.filter((name) => entriesOf.has(name))
const names = [...entriesOf.keys()]

const ENDS = ['\n', '\n', '\n', '\r\n', '\n\n', ',\n', ' \n', '\n \t\r\n']
const STARTS = ['', '', '', '', '\ufeff', '\n', '\0\0', '[', ' ', 'data: ']
const TEXTS = [
  ...['', '   ', 'plain text', '[2026-03-01 10:00:00] INFO "usage" {"usage":{"input_tokens":3}}', '[INFO] usage":{'],
  ...[
    '{"usage":',
    'usage" }',
    '"usage"',
    '{}',
    '[]',
    '[',
    ']',
    '{',
    '}',
    'null',
    '{"a":1}{"usage":{"output_tokens":4}}',
  ],
  ...['event: message_delta', 'data: [DONE]', '[{"usage":{"input_tokens":1,"output_tokens":2}},', ']\n]', '\\', '"'],
]

/** A log file like those that agents write, and unlike them. */
export function oddLog(chance: Chance): Buffer {
  const odd = oddity(chance)
  const end = chance.pick(ENDS)
  const prefix = chance.oneIn(12) ? 'data: ' : ''
  const pieces: Buffer[] = [Buffer.from(chance.pick(STARTS))]
  for (const entry of entriesFor(chance)) {
    if (chance.oneIn(10)) pieces.push(Buffer.from(`${chance.pick(TEXTS)}${end}`))
    if (chance.oneIn(400)) pieces.push(Buffer.from(`{"type":"user","text":"${long(chance)}"}${end}`))
    const text = Buffer.from(prefix + oddText(entry, odd, chance))
    pieces.push(chance.oneIn(8) ? damaged(text, chance) : text, Buffer.from(end))
  }
  const whole = Buffer.concat(pieces)
  return chance.oneIn(4) ? whole.subarray(0, chance.below(whole.length + 1)) : whole
}

function entriesFor(chance: Chance): readonly JsonObject[] {
  if (chance.oneIn(4)) return chance.pick(sessions)
  if (chance.oneIn(3)) return retold(chance.pick(sessions), chance)
  const count = chance.below(14)
  const main = chance.pick(often)
  let last: JsonObject = chance.pick(entriesOf.get(main)!)
  return Array.from({ length: count }, () => {
    if (chance.oneIn(2)) return varied(last, chance) as JsonObject
    const name = chance.oneIn(4) ? chance.pick(chance.oneIn(2) ? names : often) : main
    last = chance.pick(entriesOf.get(name)!)
    return last
  })
}

/** A session over and over again, a little different each time, so that its lines are known after a while. */
function retold(session: readonly JsonObject[], chance: Chance): readonly JsonObject[] {
  const times = Math.ceil((20 + chance.below(40)) / session.length)
  return Array.from({ length: times }, () => session).flatMap((entries) =>
    entries.map((entry) => (chance.oneIn(2) ? (varied(entry, chance) as JsonObject) : entry)),
  )
}

function oddity(chance: Chance): Oddity {
  if (chance.oneIn(5)) return TAME
  const rate = () => chance.pick([1e9, 200, 40, 8])
  return {
    space: rate(),
    escape: rate(),
    order: chance.pick([1e9, 2]),
    twice: rate(),
    value: chance.pick([1e9, 300, 40]),
  }
}

/** Up to a few MiB, so that lines outgrow every buffer; now and then with a needle where the buffer ends. */
function long(chance: Chance): string {
  const length = chance.pick([70_000, 1 << 20, 2_200_000, 3_500_000]) + chance.below(200)
  const filling = chance.pick(['y', '\\"', '\\\\', 'é', '\\"usage\\":{', 'usage '])
  return filling.repeat(Math.ceil(length / filling.length))
}

function damaged(text: Buffer, chance: Chance): Buffer {
  const at = chance.below(text.length + 1)
  const lost = chance.below(chance.oneIn(5) ? 60 : 3)
  const put = chance.oneIn(4) ? Buffer.from([chance.below(256)]) : Buffer.from(chance.pick(PUT))
  return Buffer.concat([text.subarray(0, at), put, text.subarray(at + lost)])
}

const PUT = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '0',
  ' ',
  '\n',
  '',
  '',
  'NaN',
  '-Infinity',
  '\\u12',
  '\u0001',
  '\\x',
]
