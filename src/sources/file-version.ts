import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { crc32 } from 'node:zlib'

/** Tells a file from what it was before, as far as its folder knows. */
export interface FileVersion {
  readonly device: number
  readonly inode: number
  readonly size: number
  /** When its bytes, and when anything of it was changed last; ms since 1970 UTC. */
  readonly modified: number
  readonly changed: number
}

/** Checksums of the first and the last bytes of so many. */
export interface Fingerprint {
  readonly size: number
  readonly head: number
  readonly tail: number
}

export function versionOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): FileVersion {
  return { device: dev, inode: ino, size, modified: mtimeMs, changed: ctimeMs }
}

/** Which file it is, whatever becomes of its bytes. */
export type FileIdentity = Pick<FileVersion, 'device' | 'inode'>

export function sameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.device === b.device && a.inode === b.inode
}

export function sameVersion(a: FileVersion, b: FileVersion): boolean {
  return sameFile(a, b) && a.size === b.size && a.modified === b.modified && a.changed === b.changed
}

/**
 * False when a change that came right after this version could have the same times: file systems note them in steps. Where
 * they note no fractions of a second, steps of two seconds are usual.
 */
export function isSettled({ modified, changed }: FileVersion, now: number): boolean {
  const step = modified % 1000 === 0 ? 2000 : 100
  return Math.max(modified, changed) < now - step
}

/** What an open file is, when that tells it from whatever it becomes from now on; else null. */
export function settledVersion(file: number): FileVersion | null {
  try {
    const version = versionOf(fstatSync(file))
    return isSettled(version, Date.now()) ? version : null
  } catch {
    return null
  }
}

const SAMPLE = 4096
const sample = Buffer.allocUnsafeSlow(SAMPLE)

/** What `look` makes of an open file and its version; null where there is no file at `path` that can be read. */
export function lookAt<T>(path: string, look: (file: number, version: FileVersion) => T | null): T | null {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const stats = fstatSync(file)
    return stats.isFile() ? look(file, versionOf(stats)) : null
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** The fingerprint of the file at `path`; null when it is no longer this version. */
export function fingerprintAt(path: string, version: FileVersion): Fingerprint | null {
  return lookAt(path, (file, now) => (sameVersion(now, version) ? fingerprintOf(file, now.size) : null))
}

export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return a.size === b.size && a.head === b.head && a.tail === b.tail
}

/** The fingerprint of the first `size` bytes of an open file, which it must have. */
export function fingerprintOf(file: number, size: number): Fingerprint {
  const length = Math.min(SAMPLE, size)
  const head = sumAt(file, 0, length)
  return { size, head, tail: length === size ? head : sumAt(file, size - length, length) }
}

function sumAt(file: number, position: number, length: number): number {
  return crc32(sample.subarray(0, readSync(file, sample, 0, length, position)))
}
