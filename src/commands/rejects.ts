import { closeSync, existsSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'
import { fieldsOf, statesTokens } from '../formats/token-fields.ts'
import { escaped } from '../render/escape.ts'
import type { ScanObserver } from '../scan/observer.ts'
import { behindLinks, isPipeOrDevice } from '../sources/whole-file.ts'

/** A file of `file:line<TAB>reason`, one line for each entry that was malformed or not understood. */
export interface RejectsFile {
  readonly observer: ScanObserver
  /**
   * Puts the whole file in its place when `reading` is done; when it fails nothing is left of the file. Links stay links; pipes and
   * devices take the lines as they come.
   */
  when<T>(reading: Promise<T>): Promise<T>
}

const NOT_UNDERSTOOD = 'not understood: it has numbers of tokens, and no format finds a call'

const BUFFERED = 1 << 16

export function rejectsFile(file: string, cwd: string): RejectsFile {
  const inPlace = isPipeOrDevice(resolve(cwd, file))
  const path = inPlace ? resolve(cwd, file) : behindLinks(resolve(cwd, file))
  const unfinished = inPlace ? path : join(dirname(path), `.${basename(path)}.unfinished`)
  const descriptor = attempt(() => openSync(unfinished, 'w'))
  let buffered = ''

  function attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      clear()
      const reason = existsSync(dirname(path)) ? systemReason(error) : 'its folder does not exist'
      throw new TokencostError('failed', `${file}: it could not be written (${reason})`, { cause: error })
    }
  }

  function clear(): void {
    if (!inPlace) rmSync(unfinished, { force: true })
  }

  function flush(): void {
    attempt(() => writeFileSync(descriptor, buffered))
    buffered = ''
  }

  function write(source: string, line: number, reason: string): void {
    buffered += `${escaped(source)}:${line}\t${escaped(reason)}\n`
    if (buffered.length > BUFFERED) flush()
  }

  return {
    observer: {
      rejected: write,
      read(source, line, entry, format, outcome) {
        if (outcome === null && format === 'generic' && statesTokens(fieldsOf(entry)))
          write(source, line, NOT_UNDERSTOOD)
      },
    },
    async when(reading) {
      try {
        const done = await reading
        flush()
        if (!inPlace) attempt(() => renameSync(unfinished, path))
        return done
      } finally {
        closeSync(descriptor)
        clear()
      }
    },
  }
}
