import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Format } from '../formats/format.ts'
import { FORMATS } from '../formats/index.ts'
import { version } from '../version.ts'

/** Raised when segments are written in another way. */
const LAYOUT = 4

/** Everything that decides what is found in a file, beside its bytes. */
export interface ReadingManner {
  readonly format: Format | null
  readonly mapped: readonly Format[]
  readonly everyEntry: boolean
  readonly plain: boolean
}

/** Equal for equal ways of reading by the same program only; null when a format does not say what it is made of. */
export function cacheKey({ format, mapped, everyEntry, plain }: ReadingManner): string | null {
  const formats = [...(format === null ? [] : [format]), ...mapped].map((each) => definitionOf(each))
  if (formats.includes(null)) return null
  const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
  return JSON.stringify([LAYOUT, version, build(), littleEndian, format !== null, formats, everyEntry, plain])
}

function definitionOf(format: Format): string | null {
  return FORMATS.includes(format) ? format.name : (format.definition ?? null)
}

/** Tells builds of one version apart, whose formats may differ; the version alone where the program is no file. */
function build(): readonly number[] {
  try {
    const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url))
    return [size, mtimeMs]
  } catch {
    return []
  }
}
