import { RESULT } from './memory'
export function passObjects(from: usize, to: usize, longest: usize): usize {
  const newlines = i8x16.splat(10)
  let start = from
  let lines: u32 = 0
  for (let at = from; at < to; at += 64) {
    const a = i8x16.eq(v128.load(at), newlines)
    const b = i8x16.eq(v128.load(at, 16), newlines)
    const c = i8x16.eq(v128.load(at, 32), newlines)
    const d = i8x16.eq(v128.load(at, 48), newlines)
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue
    let found =
      <u64>i8x16.bitmask(a) |
      ((<u64>i8x16.bitmask(b)) << 16) |
      ((<u64>i8x16.bitmask(c)) << 32) |
      ((<u64>i8x16.bitmask(d)) << 48)
    while (found !== 0) {
      const newline = at + <usize>ctz(found)
      found &= found - 1
      if (newline >= to || newline - start > longest || load<u8>(start) !== 123 || !closes(newline)) {
        store<u32>(RESULT, lines)
        return start
      }
      start = newline + 1
      lines++
    }
  }
  store<u32>(RESULT, lines)
  return start
}

function closes(newline: usize): bool {
  const last = load<u8>(newline - 1)
  return last === 125 || (last === 13 && load<u8>(newline - 2) === 125)
}
