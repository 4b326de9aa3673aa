const WINDOW = 6
const BUCKETS = 8
const CHAIN_BITS = 10
/** Addresses and lengths, five of 32 bits: see kernel/needles.ts. */
const NEEDLE_SIZE = 20

/** Shorter ones have no window. */
export const SHORTEST_NEEDLE: number = WINDOW

/**
 * The tables that kernel/needles.ts reads, for the place where they will stand. Windows are chosen for rarity, and dealt
 * to buckets so that few bytes of a log pass all six tables by chance.
 */
export function needleTables(needles: readonly string[], address: number): Uint8Array {
  const windows = windowsOf(needles)
  const chains = WINDOW * 16
  const first = chains + 2 * (1 << CHAIN_BITS)
  const texts = first + needles.length * NEEDLE_SIZE
  const tables = Buffer.alloc(texts + needles.reduce((sum, needle) => sum + needle.length, 0))
  writeBuckets(tables, new Set(windows))
  let text = texts
  needles.forEach((needle, i) => {
    const at = first + i * NEEDLE_SIZE
    const window = windows[i]!
    const firstBytes = Buffer.from(window, 'latin1').readUInt32LE()
    const chain = chains + 2 * (Math.imul(firstBytes, 0x9e3779b1) >>> (32 - CHAIN_BITS))
    tables.writeUInt32LE(firstBytes, at)
    tables.writeUInt32LE(needle.indexOf(window), at + 4)
    tables.writeUInt32LE(needle.length, at + 8)
    tables.writeUInt32LE(address + text, at + 12)
    tables.writeUInt32LE(tables.readUInt16LE(chain), at + 16)
    tables.writeUInt16LE(address + at, chain)
    text += tables.write(needle, text, 'latin1')
  })
  return tables
}

/** For each needle the window to know it by: the rarest, and rather one that other needles have too. */
function windowsOf(needles: readonly string[]): readonly string[] {
  const sharers = new Map<string, number>()
  for (const needle of needles)
    for (let at = 0; at + WINDOW <= needle.length; at++) {
      const window = needle.slice(at, at + WINDOW)
      sharers.set(window, (sharers.get(window) ?? 0) + 1)
    }
  return needles.map((needle) => {
    let best = ''
    let least = Number.POSITIVE_INFINITY
    for (let at = 0; at + WINDOW <= needle.length; at++) {
      const window = needle.slice(at, at + WINDOW)
      const cost = oftenness(window) / sharers.get(window)! ** 2
      if (cost >= least) continue
      best = window
      least = cost
    }
    return best
  })
}

/** Each window goes, the most frequent first, where it adds least to what passes by chance. */
function writeBuckets(tables: Buffer, windows: ReadonlySet<string>): void {
  const buckets = Array.from({ length: BUCKETS }, () => new Bucket())
  const frequent = [...windows]
    .map((window) => ({ window, often: oftenness(window) }))
    .sort((a, b) => b.often - a.often)
  for (const { window } of frequent) {
    const costs = buckets.map((bucket) => bucket.passingWith(window) - bucket.passing)
    const best = costs.indexOf(Math.min(...costs))
    buckets[best]!.add(window)
    for (let i = 0; i < WINDOW; i++) tables[i * 16 + (window.charCodeAt(i) & 15)]! |= 1 << best
  }
}

/** By position in a window the low halves of bytes that pass, and how much of a log has one of them there. */
class Bucket {
  private readonly halves = new Uint16Array(WINDOW)
  private readonly shares = new Float64Array(WINDOW)

  /** How much of a log passes all positions by chance. */
  get passing(): number {
    return this.shares.reduce((product, share) => product * share, 1)
  }

  passingWith(window: string): number {
    let product = 1
    for (let i = 0; i < WINDOW; i++) product *= this.shareWith(i, window.charCodeAt(i) & 15)
    return product
  }

  add(window: string): void {
    for (let i = 0; i < WINDOW; i++) {
      const half = window.charCodeAt(i) & 15
      this.shares[i] = this.shareWith(i, half)
      this.halves[i]! |= 1 << half
    }
  }

  private shareWith(i: number, half: number): number {
    return this.shares[i]! + (this.halves[i]! & (1 << half) ? 0 : HALVES[half]!)
  }
}

/** ASCII characters that logs are full of, the most frequent first; all others are rare. */
const FREQUENT = ' etnsraoi"u0lc\\:,d2phf1m.43/k-g5v_678x9'
const RARE = 0.015
const OFTEN = Float64Array.from({ length: 128 }, (_, code) => {
  const rank = FREQUENT.indexOf(String.fromCharCode(code))
  return rank < 0 ? RARE : Math.max(RARE, 0.9 ** rank)
})
/** Letters come in words, so six of them in a row are met more often than their own frequencies tell. */
const WORD = 16

function oftenness(window: string): number {
  let product = 1
  let letters = 0
  for (let i = 0; i < window.length; i++) {
    const code = window.charCodeAt(i)
    product *= OFTEN[code]!
    if (code === SPACE || (code >= LETTER_A && code <= LETTER_Z)) letters++
  }
  return letters === window.length ? product * WORD : product
}

/** By the low half of a byte: how much of a log has it. */
const HALVES = new Float64Array(16)
const ALL = OFTEN.reduce((sum, often) => sum + often, 0)
OFTEN.forEach((often, code) => {
  HALVES[code & 15]! += often / ALL
})

const [SPACE, LETTER_A, LETTER_Z] = [32, 97, 122]
