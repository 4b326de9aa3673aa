/** Numbers in [0, 1) from a seed (mulberry32): the same seed gives the same logs on every machine. */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** An integer from `low` to `high`, both included. */
export function between(random, low, high) {
  return low + Math.floor(random() * (high - low + 1))
}

export function oneOf(random, list) {
  return list[Math.floor(random() * list.length)]
}

/** `length` lower-case letters and digits. */
export function idFrom(random, length) {
  let id = ''
  while (id.length < length) id += Math.floor(random() * 36 ** 8).toString(36)
  return id.slice(0, length)
}

/** `length` lower-case hexadecimal digits. */
export function hexFrom(random, length) {
  let id = ''
  while (id.length < length)
    id += Math.floor(random() * 16 ** 8)
      .toString(16)
      .padStart(8, '0')
  return id.slice(0, length)
}

/** A file number as names carry it, so that they sort. */
export function numbered(file) {
  return String(file).padStart(8, '0')
}
