import type { NeedleSearch } from './needles.ts'

const BLOCK = 3
const TABLE = 1 << 16

/**
 * Finds any of many byte strings in one pass however many there are (Wu and Manber, 1994): three bytes at the end of a
 * window say how far the window may jump.
 */
export class WuManber implements NeedleSearch {
  start = -1
  end = -1
  private readonly windowLength: number
  private readonly jump = new Uint8Array(TABLE)
  /** By the hash of a window's last bytes: the needles to compare with, and where their window lies in them. */
  private readonly suspects = new Map<number, Suspect[]>()

  constructor(needles: readonly string[]) {
    this.windowLength = Math.max(BLOCK, Math.min(...needles.map((needle) => needle.length)))
    const longest = this.windowLength - BLOCK + 1
    this.jump.fill(longest)
    for (const [window, members] of windowsOf(needles, this.windowLength)) {
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

  find(bytes: Buffer, from: number): void {
    const { jump, windowLength } = this
    this.start = this.end = Number.POSITIVE_INFINITY
    let limit = bytes.length
    let last = from + windowLength - 1
    while (last < limit) {
      const hash = ((bytes[last - 2]! << 10) ^ (bytes[last - 1]! << 5) ^ bytes[last]!) & (TABLE - 1)
      const far = jump[hash]!
      if (far > 0) last += far
      else if (this.matches(hash, bytes, last - windowLength + 1, from, limit)) limit = this.end - 1
      else last++
    }
  }

  private matches(hash: number, bytes: Buffer, window: number, from: number, limit: number): boolean {
    for (const { bytes: needle, before } of this.suspects.get(hash) ?? []) {
      const start = window - before
      if (start < from || start + needle.length > limit) continue
      let same = 0
      while (same < needle.length && bytes[start + same] === needle[same]) same++
      if (same < needle.length) continue
      this.start = start
      this.end = start + needle.length
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
