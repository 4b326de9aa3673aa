/** Lines that begin and end like a JSON object. */

/** How many lines `passObjects` passed over. */
export let passed: u32 = 0
/** Whether it stopped at a whole line that is no object. */
export let stopped: bool = false

/**
 * Passes over whole lines of at most `longest` bytes, inside [from, to), that begin and end like an object. Returns where
 * the first other line begins, or one that does not end before `to`.
 */
export function passObjects(from: usize, to: usize, longest: usize): usize {
  let start = from
  passed = 0
  stopped = false
  for (let at = from; at < to; at += 64) {
    let found = newlinesIn(at)
    while (found !== 0) {
      const newline = at + <usize>ctz(found)
      found &= found - 1
      if (newline >= to) return start
      stopped = newline - start > longest || objectEnd(start, newline) === 0
      if (stopped) return start
      start = newline + 1
      passed++
    }
  }
  return start
}

/** The newline at `at` or behind it; `to` = there is none before it. */
export function newlineFrom(at: usize, to: usize): usize {
  for (; at < to; at += 64) {
    const found = newlinesIn(at)
    if (found !== 0) return min(to, at + <usize>ctz(found))
  }
  return to
}

/** A bit for each of the 64 bytes at `at`: whether it is one. */
function newlinesIn(at: usize): u64 {
  const newlines = i8x16.splat(10)
  const a = i8x16.eq(v128.load(at), newlines)
  const b = i8x16.eq(v128.load(at, 16), newlines)
  const c = i8x16.eq(v128.load(at, 32), newlines)
  const d = i8x16.eq(v128.load(at, 48), newlines)
  if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) return 0
  return (
    <u64>i8x16.bitmask(a) |
    ((<u64>i8x16.bitmask(b)) << 16) |
    ((<u64>i8x16.bitmask(c)) << 32) |
    ((<u64>i8x16.bitmask(d)) << 48)
  )
}

/** Where the object ends that the line [start, newline) is by its ends; 0 = it is none. */
export function objectEnd(start: usize, newline: usize): usize {
  if (load<u8>(start) !== 0x7b) return 0
  const end = load<u8>(newline - 1) === 0x0d ? newline - 1 : newline
  return load<u8>(end - 1) === 0x7d ? end : 0
}
