import { LogBytes, oftenness, WINDOW } from './log-bytes.ts'

/** One per byte of a window, and one more for its first. */
const TABLES = WINDOW + 1
const BUCKETS = 8
const CHAIN_BITS = 10
const MULTIPLIER = 0x9e3779b97f4a7c15n
/** A window of 64 bits, then addresses and lengths, four of 32 bits: see kernel/needles.ts. */
const NEEDLE_SIZE = 24

/** Shorter ones have no window. */
export const SHORTEST_NEEDLE: number = WINDOW

/**
 * The tables that kernel/needles.ts reads, for the place where they will stand. Windows are chosen for rarity, and dealt
 * to buckets so that few bytes of a log pass all seven tables by chance.
 */
export function needleTables(needles: readonly string[], address: number): Uint8Array {
  const windows = windowsOf(needles)
  const chains = TABLES * 16
  const first = chains + 2 * (1 << CHAIN_BITS)
  const texts = first + needles.length * NEEDLE_SIZE
  const tables = Buffer.alloc(texts + needles.reduce((sum, needle) => sum + needle.length, 0))
  writeBuckets(tables, new Set(windows))
  let text = texts
  needles.forEach((needle, i) => {
    const at = first + i * NEEDLE_SIZE
    const window = windows[i]!
    const bytes = Buffer.from(`\0\0${window}`, 'latin1').readBigUInt64LE()
    const chain = chains + 2 * Number(BigInt.asUintN(64, bytes * MULTIPLIER) >> BigInt(64 - CHAIN_BITS))
    tables.writeBigUInt64LE(bytes, at)
    tables.writeUInt32LE(needle.indexOf(window), at + 8)
    tables.writeUInt32LE(needle.length, at + 12)
    tables.writeUInt32LE(address + text, at + 16)
    tables.writeUInt32LE(tables.readUInt16LE(chain), at + 20)
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
  const bytes = new LogBytes()
  const buckets = Array.from({ length: BUCKETS }, () => new Bucket(bytes))
  const dealt = [...windows].map((window) => ({ halves: halvesOf(window), often: oftenness(window) }))
  for (const { halves } of dealt.sort((a, b) => b.often - a.often)) {
    const costs = buckets.map((bucket) => bucket.passingWith(halves) - bucket.passing)
    const best = costs.indexOf(Math.min(...costs))
    buckets[best]!.add(halves)
    for (let table = 0; table < TABLES; table++) tables[table * 16 + halves[table]!]! |= 1 << best
  }
}

/** What passes the tables by the windows of one bucket. */
class Bucket {
  passing = 0
  private readonly bytes: LogBytes
  /** By table: which halves pass, how many bytes have them, and where in SAMPLE. */
  private readonly known = new Array<number>(TABLES).fill(0)
  private readonly shares = new Array<number>(TABLES).fill(0)
  private readonly places = new Array<bigint>(TABLES).fill(0n)

  constructor(bytes: LogBytes) {
    this.bytes = bytes
  }

  /** How much of a log passes: in a sample, and by the frequencies of bytes, were they independent. */
  passingWith(halves: readonly number[]): number {
    let product = 1
    let places = -1n
    for (let table = 0; table < TABLES; table++) {
      product *= this.shareWith(table, halves[table]!)
      if (places !== 0n) places &= this.places[table]! | this.bytes.places(table, halves[table]!)
    }
    return ones(places) / this.bytes.length + product
  }

  add(halves: readonly number[]): void {
    this.passing = this.passingWith(halves)
    for (const [table, half] of halves.entries()) {
      this.shares[table] = this.shareWith(table, half)
      this.places[table]! |= this.bytes.places(table, half)
      this.known[table]! |= 1 << half
    }
  }

  private shareWith(table: number, half: number): number {
    const share = this.shares[table]!
    if (this.known[table]! & (1 << half)) return share
    return share + this.bytes.share(table, half)
  }
}

/** By table: the low halves of a window's bytes, then the high one of its first. */
function halvesOf(window: string): readonly number[] {
  const bytes = [...Buffer.from(window, 'latin1')]
  return [...bytes.map((byte) => byte & 15), bytes[0]! >> 4]
}

function ones(bits: bigint): number {
  let count = 0
  for (let left = bits; left !== 0n; left &= left - 1n) count++
  return count
}
