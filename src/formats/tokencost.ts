import { amountOf } from '../usage/amount.ts'
import { MalformedUsage } from '../usage/count.ts'
import { NO_COUNTS } from '../usage/counts.ts'
import { idAt, isObject, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { providerKey } from '../usage/provider.ts'
import type { Attributes } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import type { Wants } from '../usage/wants.ts'
import { knownAttributes, recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'
import { statedCalls } from './stated-calls.ts'
import { LOG_LINE_KEYS } from './tokencost-line.ts'

const KEYS: ReadonlySet<string> = new Set(LOG_LINE_KEYS)

/** What is looked at under `attributes`. */
const NAMES: Wants = {
  ...{ task: true, session: true, user: true, project: true, agent: true, branch: true, labels: true },
}

/** The program's own log line: `usage` exactly as the provider gave it, everything around it in our words. */
export const tokencost: Format = {
  name: 'tokencost',
  title: "tokencost's own log lines",
  example:
    '{"v":1,"timestamp":"2026-03-01T10:00:00Z","provider":"openai","model":"gpt-4o","id":"call-1","usage":{"prompt_tokens":12,"completion_tokens":5},"attributes":{"task":"t1"}}',
  needles: ['"usage"'],
  selfContained: true,
  wants: {
    ...{ v: true, timestamp: true, provider: true, model: true, id: true, usage: true },
    ...{ mode: true, region: true, partial: true, fees: true, attributes: NAMES },
  },
  recurs: {
    varies: ['timestamp', 'id', 'usage', ...Object.keys(NAMES).map((name) => `attributes.${name}`)],
    isClosed: true,
    kindOf: (entry) => ('usage' in entry ? 'again' : null),
  },
  docs: {
    identity: '`id`; a line without one is never a duplicate',
    counts: 'per call; `usage` is read as the shape that `provider` gives it',
    ignores: 'nothing',
  },
  recognizes: (entry) => 'usage' in entry && isMarked(entry) && Object.keys(entry).every((key) => KEYS.has(key)),
  open: () => reader,
}

/** Of all that may hold a `usage` and little else, what is written in our words; `generic` reads the rest. */
function isMarked(entry: JsonObject): boolean {
  if (entry['v'] === 1 || typeof entry['provider'] === 'string') return true
  return 'timestamp' in entry && 'model' in entry && ['mode', 'region', 'fees'].some((key) => key in entry)
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const model = textAt(entry, 'model')
    const provider = providerKey(textAt(entry, 'provider'))
    const frame = {
      model,
      provider,
      identity: idAt(entry, 'id'),
      time: timeAt(entry, 'timestamp'),
      mode: textAt(entry, 'mode'),
      region: textAt(entry, 'region'),
      ...(entry['partial'] === true && { partial: true }),
      attributes: attributesOf(objectAt(entry, 'attributes')),
    }
    const usage = entry['usage']
    const stated = isObject(usage) && Object.keys(usage).length > 0
    const usages = stated ? readUsage(usage, { provider, model }) : [{ counts: NO_COUNTS }]
    if (usages === null) throw new MalformedUsage('usage has a shape that we do not know')
    const calls = isObject(usage) ? (statedCalls(usage) ?? 1) : 1
    const fees = feesOf(objectAt(entry, 'fees'))
    recordCall(
      calls === 1 ? frame : { ...frame, calls },
      usages.map((each, index) => (index === 0 && fees !== null ? { ...each, fees: { ...each.fees, ...fees } } : each)),
      sink,
    )
  },
}

/** Throws MalformedUsage for units that cannot be counted: leaving them out would make the call too cheap. */
function feesOf(fees: JsonObject | null): Record<string, string> | null {
  const stated = Object.entries(fees ?? {}).filter(([, amount]) => amount !== null)
  const units = stated.map(([name, amount]) => {
    const text = amountOf(amount)
    if (text === null) throw new MalformedUsage('units of a fee are not a number of zero or more')
    return [name, text] as const
  })
  return units.length === 0 ? null : Object.fromEntries(units)
}

function attributesOf(attributes: JsonObject | null): Attributes {
  const labels = Object.entries(objectAt(attributes, 'labels') ?? {}).filter(
    (label): label is [string, string] => typeof label[1] === 'string',
  )
  return knownAttributes(
    {
      task: idAt(attributes, 'task'),
      session: idAt(attributes, 'session'),
      user: idAt(attributes, 'user'),
      project: idAt(attributes, 'project'),
      agent: idAt(attributes, 'agent'),
      branch: idAt(attributes, 'branch'),
    },
    Object.fromEntries(labels),
  )
}
