import { resolve } from 'node:path'
import { fieldsOf, statesTokens } from '../formats/token-fields.ts'
import type { Io } from '../io.ts'
import { escaped } from '../render/escape.ts'
import type { ScanObserver } from '../scan/observer.ts'
import { WholeFile } from '../sources/whole-file.ts'

const NOT_UNDERSTOOD = 'not understood: it has numbers of tokens, and no format finds a call'

const BUFFERED = 1 << 16

/**
 * Reads, and writes a file of `file:line<TAB>reason`, one line for each entry that was malformed or not understood. The
 * file is in its place when reading is done; when it fails, or is interrupted, nothing is left of it.
 */
export async function withRejects<T>(
  file: string,
  io: Pick<Io, 'cwd' | 'onInterrupt'>,
  read: (observer: ScanObserver) => Promise<T>,
): Promise<T> {
  const lines = new WholeFile(resolve(io.cwd, file), file)
  const forget = io.onInterrupt?.(() => lines.discard())
  let buffered = ''

  function flush(): void {
    lines.write(buffered)
    buffered = ''
  }

  function write(source: string, line: number, reason: string): void {
    buffered += `${escaped(source)}:${line}\t${escaped(reason)}\n`
    if (buffered.length > BUFFERED) flush()
  }

  try {
    const done = await read({
      rejected: write,
      read(source, line, entry, format, outcome) {
        if (outcome === null && format === 'generic' && statesTokens(fieldsOf(entry)))
          write(source, line, NOT_UNDERSTOOD)
      },
    })
    flush()
    lines.finish()
    return done
  } finally {
    lines.discard()
    forget?.()
  }
}
