import { readSync } from 'node:fs'
import { beginsObject, containerOf, HEAD_LENGTH } from './container.ts'

/**
 * How many bytes an open file has, which now stand in `room`, all of them; null where it does not fit or is no plain text:
 * it is to be read as any other. Some file systems give less than there is, so the end is where nothing more comes.
 */
export function readSmall(file: number, room: Buffer): number | null {
  try {
    const length = readSync(file, room, 0, room.length, 0)
    if (length < HEAD_LENGTH || length === room.length) return null
    if (readSync(file, room, length, room.length - length, length) > 0) return null
    return beginsObject(room) || containerOf(room.subarray(0, HEAD_LENGTH)) === 'plain' ? length : null
  } catch {
    return null
  }
}
