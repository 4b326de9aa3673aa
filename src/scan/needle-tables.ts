const [SPACE, ONE, LETTER_A, LETTER_Z] = [32, 49, 97, 122]
const WINDOW = 6
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
  const buckets = Array.from({ length: BUCKETS }, () => new Bucket())
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
  /** By table: which halves pass, how many bytes have them, and where in SAMPLE. */
  private readonly known = new Array<number>(TABLES).fill(0)
  private readonly shares = new Array<number>(TABLES).fill(0)
  private readonly places = new Array<bigint>(TABLES).fill(0n)

  /** How much of a log passes: in SAMPLE, and by the frequencies of bytes, were they independent. */
  passingWith(halves: readonly number[]): number {
    let product = 1
    let places = -1n
    for (let table = 0; table < TABLES; table++) {
      product *= this.shareWith(table, halves[table]!)
      if (places !== 0n) places &= this.places[table]! | PLACES[table]![halves[table]!]!
    }
    return ones(places) / SAMPLE.length + product
  }

  add(halves: readonly number[]): void {
    this.passing = this.passingWith(halves)
    for (const [table, half] of halves.entries()) {
      this.shares[table] = this.shareWith(table, half)
      this.places[table]! |= PLACES[table]![half]!
      this.known[table]! |= 1 << half
    }
  }

  private shareWith(table: number, half: number): number {
    const share = this.shares[table]!
    if (this.known[table]! & (1 << half)) return share
    return share + (table === WINDOW ? HIGH_HALVES : LOW_HALVES)[half]!
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

/** What logs are full of: prose and code of an agent that works on code for agents, inside JSON. */
const SAMPLE = Buffer.from(
  String.raw`"sessionId":"7c1f-0a52","version":"2.0.1","gitBranch":"main","type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_01Ab","type":"tool_result","content":" 12\tconst result = await post(url, { method: \"POST\" })\n if (!ok) throw new Error(\"request failed\")"}]},"timestamp":"2026-09-21T08:00:00.000Z","requestId":"req_011C","stop_reason":null} the function returns the value of each message; this session starts with a question about usage tokens of the model. Tests at src/path/to/file.ts:42 export const usage = tokens.input + tokens.output `,
)

/** By table and half: the places of SAMPLE where a window may begin whose byte for that table has the half. */
const PLACES: readonly (readonly bigint[])[] = Array.from({ length: TABLES }, (_, table) => {
  const length = SAMPLE.length - WINDOW
  const bits = Array.from({ length: 16 }, () => Buffer.alloc(length, '0'))
  for (let place = 0; place < length; place++) {
    const half = table === WINDOW ? SAMPLE[place]! >> 4 : SAMPLE[place + table]! & 15
    bits[half]![place] = ONE
  }
  return bits.map((digits) => BigInt(`0b${digits.toString('latin1')}`))
})

/** ASCII characters that logs are full of, the most frequent first; all others are rare. */
const FREQUENT = ' etnsraoi"u0lc\\:,d2phf1m.43/k-g5v_678x9'
const RARE = 0.015
const OFTEN = Float64Array.from({ length: 128 }, (_, code) => {
  const rank = FREQUENT.indexOf(String.fromCharCode(code))
  return rank < 0 ? RARE : Math.max(RARE, 0.9 ** rank)
})
/** How many bytes of a log have which half. */
const [LOW_HALVES, HIGH_HALVES] = [new Float64Array(16), new Float64Array(16)]
const ALL = OFTEN.reduce((sum, often) => sum + often, 0)
OFTEN.forEach((often, code) => {
  LOW_HALVES[code & 15]! += often / ALL
  HIGH_HALVES[code >> 4]! += often / ALL
})
/** Letters come in words, so six of them in a row are met more often than their own frequencies tell. */
const WORD = 16

/** How often these bytes are met in logs, one beside the other. */
export function oftenness(window: string): number {
  let product = 1
  let letters = 0
  for (let i = 0; i < window.length; i++) {
    const code = window.charCodeAt(i)
    product *= OFTEN[code]!
    if (code === SPACE || (code >= LETTER_A && code <= LETTER_Z)) letters++
  }
  return letters === window.length ? product * WORD : product
}
