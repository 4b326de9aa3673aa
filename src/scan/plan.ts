import type { Format } from '../formats/format.ts'
import { takesAnything, usualFormatOf } from '../formats/usual.ts'
import { beginningOf } from '../sources/beginning.ts'
import { containerOf, HEAD_LENGTH } from '../sources/container.ts'
import { type FileVersion, lookAt } from '../sources/file-version.ts'
import { sizeOf } from '../sources/size.ts'
import type { Source } from '../sources/source.ts'
import { objectsIn } from './parse-entry.ts'
import { type Part, type Task, wholeSource } from './task.ts'

/** What is to be read, for several threads. */
export interface Plan {
  /** Files in their order, large ones in parts where their lines stand alone, as far as their beginning tells. */
  readonly tasks: readonly Task[]
  /** On disk. */
  readonly bytes: number
}

/** Sizes of files, in bytes. */
export interface PartSizes {
  /** Files of more are read in parts. */
  readonly above: number
  readonly part: number
}

export const NO_PLAN: Plan = { tasks: [], bytes: 0 }

const PARTS: PartSizes = { above: 64 << 20, part: 32 << 20 }
/** So much of a file is looked at to tell what it holds. */
const BEGINNING = 1 << 18

/** `format`: read every entry as this one; null = recognize each. */
export function planOf(sources: readonly Source[], format: Format | null, sizes: PartSizes = PARTS): Plan {
  let bytes = 0
  const tasks = sources.flatMap((source, file): Task[] => {
    const size = sizeOf(source)
    bytes += size
    if (size <= sizes.above || source.path === null || !standsAlone(source.path, format))
      return [wholeSource(source, file)]
    const version = lookAt(source.path, (_, found) => found)
    if (version === null) return [wholeSource(source, file)]
    return partsOf(version, sizes.part).map((part) => ({ source, file, known: null, part }))
  })
  return { tasks, bytes }
}

function partsOf({ size, device, inode }: FileVersion, length: number): readonly Part[] {
  return Array.from({ length: Math.ceil(size / length) }, (_, number) => {
    const from = number * length
    return { number, from, to: Math.min(size, from + length), size, identity: { device, inode } }
  })
}

/** Whether the first lines of a file say nothing about others, and are no text in a container. */
function standsAlone(path: string, format: Format | null): boolean {
  const bytes = beginningOf(path, BEGINNING)
  if (bytes.length < HEAD_LENGTH || containerOf(bytes.subarray(0, HEAD_LENGTH)) !== 'plain') return false
  const lines = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1)
  const known = objectsIn(lines)
    .map((entry) => format ?? usualFormatOf(entry))
    .filter((each) => each !== null && !takesAnything(each))
  return known.length > 0 && known.every((each) => each?.selfContained)
}

const NEWLINE = 10
