import type { CallRow, LeftOutRow } from '../report/call-rows.ts'
import { Each, OneLine, type Writable } from './json-writer.ts'

/** `calls` as the wire contract has them: one line each. */
export function orderedCalls(rows: readonly CallRow[] | null): Writable {
  return rowsInLines(rows, CALL_KEYS)
}

/** `left_out_calls` in the same way. */
export function orderedLeftOut(rows: readonly LeftOutRow[] | null): Writable {
  return rowsInLines(rows, LEFT_OUT_KEYS)
}

function rowsInLines<Row extends object>(rows: readonly Row[] | null, keys: readonly (keyof Row)[]): Writable {
  const inLine = (row: Row) => new OneLine(keys.map((key) => row[key] as Writable))
  return rows === null ? null : new Each(rows.length, (index) => inLine(rows[index]!))
}

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
