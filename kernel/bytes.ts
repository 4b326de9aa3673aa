/** Bytes, 16 at a time. Up to 15 behind them are loaded or stored too. */

/** 0 where so many bytes are the same. */
export function difference(a: usize, b: usize, length: usize): i32 {
  let i: usize = 0
  for (; i + 16 < length; i += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) !== 0xffff) return 1
  }
  return (~i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) << (<i32>(16 - (length - i)))) & 0xffff
}

export function copyBytes(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
}
