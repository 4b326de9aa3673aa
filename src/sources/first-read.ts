import { readSync } from 'node:fs'
import { HEAD_LENGTH, isPlainText } from './container.ts'

/** What was read of a file at once. */
export interface FirstRead {
  /** So many bytes from its beginning. */
  readonly length: number
  /** True when they are all of it, and plain text; else it is to be read on as any other. */
  readonly isWhole: boolean
}

/** Reads an open file into `room`. Some file systems give less than there is, so the end is where nothing more comes. */
export function readFirst(file: number, room: Buffer): FirstRead {
  try {
    const length = readSync(file, room, 0, room.length, 0)
    const isWhole = length >= HEAD_LENGTH && length < room.length && isEnd(file, length, room) && isPlainText(room)
    return { length, isWhole }
  } catch {
    return { length: 0, isWhole: false }
  }
}

function isEnd(file: number, length: number, room: Buffer): boolean {
  return readSync(file, room, length, 1, length) === 0
}
