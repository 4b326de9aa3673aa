import { randomUUID } from 'node:crypto'
import {
  type BigIntStats,
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TokencostError, writeReason } from '../errors.ts'
import { makeFolder } from './folder.ts'

/** Writes a file whole or not at all, and the folders above it, as WholeFile does. */
export function writeWhole(path: string, pieces: Iterable<string>, name: string): void {
  const file = new WholeFile(path, name, { makesFolder: true })
  try {
    for (const piece of pieces) file.write(piece)
    file.finish()
  } finally {
    file.discard()
  }
}

/**
 * A file that is there whole or not at all; `name` is what messages call it. A link stays one: what it points to is
 * written. Pipes, devices and what the process prints to take the text as it comes.
 */
export class WholeFile {
  private readonly name: string
  private descriptor: number | null = null
  /** False for an output of the process, which others write too. */
  private isOwn = true
  /** Where it is until it is whole, and where it belongs; null = it is written in place, or done with. */
  private move: { readonly from: string; readonly to: string } | null = null

  constructor(path: string, name: string, { makesFolder = false } = {}) {
    this.name = name
    this.attempt(() => this.open(path, makesFolder))
  }

  write(text: string): void {
    const { descriptor } = this
    if (descriptor !== null) this.attempt(() => writeFileSync(descriptor, text))
  }

  /** Puts it in its place. */
  finish(): void {
    this.attempt(() => {
      this.close()
      if (this.move !== null) renameSync(this.move.from, this.move.to)
      this.move = null
    })
  }

  /** Leaves nothing of it where it is not finished, and takes no more. */
  discard(): void {
    const { move } = this
    this.move = null
    this.attempt(() => {
      this.close()
      if (move !== null) rmSync(move.from, { force: true })
    })
  }

  private open(path: string, makesFolder: boolean): void {
    const old = statSync(path, { bigint: true, throwIfNoEntry: false })
    const output = old?.isFile() === true ? outputAt(path, old) : null
    if (output !== null) {
      this.isOwn = false
      this.descriptor = output
    } else if (old !== undefined && !old.isFile()) this.descriptor = openSync(path, 'w')
    else {
      const to = old === undefined ? behindDeadLinks(path) : realpathSync(path)
      if (makesFolder) makeFolder(dirname(to))
      const from = join(dirname(to), `.tokencost-${randomUUID()}`)
      this.descriptor = openSync(from, 'wx', old === undefined ? 0o666 : Number(old.mode & 0o777n))
      this.move = { from, to }
      if (old !== undefined) makeAlike(this.descriptor, old)
    }
  }

  private close(): void {
    const { descriptor } = this
    this.descriptor = null
    if (descriptor !== null && this.isOwn) closeSync(descriptor)
  }

  private attempt(action: () => void): void {
    try {
      action()
    } catch (error) {
      this.discard()
      const reason = `it could not be written (${writeReason(error)})`
      throw new TokencostError('failed', `${this.name}: ${reason}`, { cause: error })
    }
  }
}

/** Gives a file the owner and rights of the one that it replaces; it was made with these rights or fewer. */
function makeAlike(descriptor: number, { uid, gid, mode }: BigIntStats): void {
  const made = fstatSync(descriptor, { bigint: true })
  try {
    if (made.uid !== uid || made.gid !== gid) fchownSync(descriptor, Number(uid), Number(gid))
    if (made.mode !== mode) fchmodSync(descriptor, Number(mode & 0o777n))
  } catch {
    // Only root gives files away, and some disks know no rights: then it is the user's, with no more rights than before.
  }
}

/**
 * The descriptor by which this process has that file open for output, as `/dev/stdout` names it; null = it has not. Only
 * through it does the text come behind what others write there.
 */
function outputAt(path: string, file: BigIntStats): number | null {
  const named = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)
  if (named !== null) return Number(named[1])
  return [1, 2].find((descriptor) => isOpenAs(descriptor, file)) ?? null
}

function isOpenAs(descriptor: number, file: BigIntStats): boolean {
  try {
    const open = fstatSync(descriptor, { bigint: true })
    return open.dev === file.dev && open.ino === file.ino
  } catch {
    return false // it was closed by whoever started this process
  }
}

/** Where a file is to be that is not there: at `path`, or where the links lead that are. */
function behindDeadLinks(path: string): string {
  let target: string
  try {
    target = readlinkSync(path)
  } catch {
    return path // it is no link
  }
  return behindDeadLinks(resolve(realpathSync(dirname(path)), target))
}
