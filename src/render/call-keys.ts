import type { CallRow, CopyRow, LeftOutRow } from '../report/call-rows.ts'
import type { RareFacts } from '../report/call-tables.ts'
import { Each, OneLine, type Writable } from './json-writer.ts'

/** `calls` as the wire contract has them: one line each. */
export function orderedCalls(rows: readonly CallRow[] | null): Writable {
  return inLines(rows, (row) => [...valuesOf(row, CALL_KEYS), ...sourceOf(row)])
}

/** `left_out_calls` in the same way, and totals that their calls account for. */
export function orderedLeftOut(rows: readonly LeftOutRow[] | null): Writable {
  return inLines(rows, (row) => {
    const { priced } = row
    const price = priced === null ? [null, null, null] : [priced.price, priced.fees, priced.logged_cost_usd]
    return [...valuesOf(row, LEFT_OUT_KEYS), ...sourceOf(row), ...price]
  })
}

function inLines<Row>(rows: readonly Row[] | null, valuesOf: (row: Row) => readonly Writable[]): Writable {
  return rows === null ? null : new Each(rows.length, (index) => new OneLine(valuesOf(rows[index]!)))
}

function valuesOf<Row extends object>(row: Row, keys: readonly (keyof Row)[]): readonly Writable[] {
  return keys.map((key) => row[key] as Writable)
}

function sourceOf({ source }: CopyRow): readonly Writable[] {
  return source === null
    ? [null, null, null, null]
    : [source.kind, source.attributes, source.views, rareOf(source.rare)]
}

function rareOf(rare: RareFacts | null): Writable {
  if (rare === null) return null
  const { modalities, total, stated, donors } = rare
  return {
    modalities,
    total: total === null ? null : { of: total.of, others: total.others, parts: total.parts },
    stated: stated === null ? null : Object.fromEntries(STATED_KEYS.map((key) => [key, stated[key]])),
    donors,
  }
}

const STATED_KEYS = ['calls', 'counts', 'modalities', 'fees', 'logged_cost_usd'] as const

/** The order of the values of a call, which has no names to be short. */
const CALL_KEYS = [
  'id',
  'model',
  'group',
  'price',
  'file',
  'entry',
  'calls',
  'time',
  'counts',
  'parts',
  'fees',
  'logged_cost_usd',
  'partial',
  'delay',
  'tie',
] as const satisfies readonly (keyof CallRow)[]

const LEFT_OUT_KEYS = [
  'id',
  'file',
  'entry',
  'calls',
  'time',
  'counts',
  'partial',
  'delay',
  'tie',
  'timeless',
] as const satisfies readonly (keyof LeftOutRow)[]
