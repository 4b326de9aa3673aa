/** Counts rows that need no look of their own: src/tracker/plain-runs.ts says which. */
import { DESCRIPTOR, FILE, FLAGS, INPUT_OR_OUTPUT, OFFSET, PARTIAL, ROW, rowAt, SPENT, STATED } from './memory'

let callsOf: usize = 0

/** Of the rows that were counted last: how many calls they are, and how many of them are not final. */
export let calls: f64 = 0
export let partial: u32 = 0

/** At this address stands how many calls a row is, as a float, by its descriptor. */
export function setCalls(at: usize): void {
  callsOf = at
}

/** Counts rows of the batch from this one on up to `to`, at most all of `file` that are plain. Returns the place behind them. */
export function countPlain(from: u32, to: u32, file: u32, latest: f64): u32 {
  calls = 0
  partial = 0
  let offset = latest
  let i = from
  for (let at = rowAt(from); i < to; i++, at += ROW) {
    const flags = load<u32>(at, FLAGS)
    if (load<u32>(at, FILE) !== file || (flags & SPENT) !== 0) break
    const next = load<f64>(at, OFFSET)
    if (next <= offset || (load<u32>(at, STATED) & INPUT_OR_OUTPUT) === 0) break
    offset = next
    calls += load<f64>(callsOf + ((<usize>load<u32>(at, DESCRIPTOR)) << 3))
    partial += <u32>((flags & PARTIAL) !== 0)
  }
  return i
}
