const BLOCK = 3
const TABLE = 1 << 16

/**
 * Tells which stretches of a buffer contain at least one of many byte strings, in one pass however many there are (Wu
 * and Manber, 1994): three bytes at the end of a window say how far the window may jump.
 */
export class NeedleFinder {
  private readonly windowLength: number
  private readonly jump = new Uint8Array(TABLE)
  /** By the hash of a window's last bytes: the needles to compare with, and where their window lies in them. */
  private readonly suspects = new Map<number, Suspect[]>()
  private readonly every: boolean
  private bytes: Buffer = Buffer.alloc(0)
  /** The first hit that is not passed yet; −1 = not looked for. */
  private hitStart = -1
  private hitEnd = -1

  /** Needles are ASCII, each of three bytes or more; an empty needle is in everything. */
  constructor(needles: readonly string[]) {
    this.every = needles.includes('')
    const wanted = needles.filter((needle) => needle !== '')
    this.windowLength = Math.max(BLOCK, Math.min(...wanted.map((needle) => needle.length)))
    const longest = this.windowLength - BLOCK + 1
    this.jump.fill(longest)
    for (const [window, members] of windowsOf(wanted, this.windowLength)) {
      const bytes = Buffer.from(window, 'latin1')
      for (let end = BLOCK - 1; end < bytes.length; end++) {
        const hash = hashAt(bytes, end)
        this.jump[hash] = Math.min(this.jump[hash]!, bytes.length - 1 - end)
      }
      const hash = hashAt(bytes, bytes.length - 1)
      const suspects = members.map((needle) => ({
        bytes: Buffer.from(needle, 'latin1'),
        before: needle.indexOf(window),
      }))
      this.suspects.set(hash, [...(this.suspects.get(hash) ?? []), ...suspects])
    }
  }

  /** Starts on other bytes. */
  begin(bytes: Buffer): void {
    this.bytes = bytes
    this.hitStart = -1
  }

  /** True when a needle lies wholly inside [from, to). Calls must go forward: `from` never before an earlier one. */
  within(from: number, to: number): boolean {
    if (this.every) return true
    if (this.hitStart < from) this.find(from)
    return this.hitEnd <= to
  }

  /** True when any needle occurs in `bytes`, apart from the buffer at hand. */
  in(bytes: Buffer): boolean {
    const { bytes: kept, hitStart, hitEnd } = this
    this.begin(bytes)
    const found = this.within(0, bytes.length)
    this.bytes = kept
    this.hitStart = hitStart
    this.hitEnd = hitEnd
    return found
  }

  private find(from: number): void {
    const { bytes, jump, windowLength } = this
    const { length } = bytes
    let end = from + windowLength - 1
    while (end < length) {
      const hash = ((bytes[end - 2]! << 10) ^ (bytes[end - 1]! << 5) ^ bytes[end]!) & (TABLE - 1)
      const far = jump[hash]!
      if (far > 0) {
        end += far
        continue
      }
      if (this.matches(hash, end - windowLength + 1, from)) return
      end++
    }
    this.hitStart = this.hitEnd = Number.POSITIVE_INFINITY
  }

  private matches(hash: number, window: number, from: number): boolean {
    for (const { bytes: needle, before } of this.suspects.get(hash) ?? []) {
      const start = window - before
      if (start < from || start + needle.length > this.bytes.length) continue
      let same = 0
      while (same < needle.length && this.bytes[start + same] === needle[same]) same++
      if (same < needle.length) continue
      this.hitStart = start
      this.hitEnd = start + needle.length
      return true
    }
    return false
  }
}

interface Suspect {
  readonly bytes: Buffer
  /** Bytes of the needle before its window. */
  readonly before: number
}

/**
 * One window of each needle, chosen so that needles share them: `_token` stands for nine of ours. Fewer windows mean
 * longer jumps. The choice is greedy and the same on every run.
 */
function windowsOf(needles: readonly string[], length: number): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, readonly string[]>()
  const left = new Set(needles)
  while (left.size > 0) {
    const members = new Map<string, string[]>()
    for (const needle of left) {
      for (let at = 0; at + length <= needle.length; at++) {
        const window = needle.slice(at, at + length)
        if (needle.indexOf(window) === at) members.set(window, [...(members.get(window) ?? []), needle])
      }
    }
    const [window, covered] = [...members].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]!
    result.set(window, covered)
    for (const needle of covered) left.delete(needle)
  }
  return result
}

function hashAt(bytes: Buffer, end: number): number {
  return ((bytes[end - 2]! << 10) ^ (bytes[end - 1]! << 5) ^ bytes[end]!) & (TABLE - 1)
}
