import { fstatSync, readSync } from 'node:fs'
import { containerOf, HEAD_LENGTH } from './container.ts'
import { type FileVersion, versionOf } from './file-version.ts'

/**
 * What an open file is whose bytes now stand in `room`, all of them; null where it does not fit, is no plain text, or changes
 * just now: it is to be read as any other.
 */
export function readSmall(file: number, room: Buffer): FileVersion | null {
  try {
    const version = versionOf(fstatSync(file))
    if (version.size < HEAD_LENGTH || version.size >= room.length) return null
    // There is room for more, so that one that grew is known.
    const length = readSync(file, room, 0, room.length, 0)
    return length === version.size && containerOf(room.subarray(0, HEAD_LENGTH)) === 'plain' ? version : null
  } catch {
    return null
  }
}
