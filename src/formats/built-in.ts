import type { JsonObject } from '../usage/json.ts'
import type { Format } from './format.ts'
import { FORMATS, needlesOf } from './index.ts'

// Questions to FORMATS. They stand apart, so that nobody loads all formats who asks none of them: see build/used-modules.js.

/** The built-in format that `entry` has, or null when it has no shape that we know. */
export function builtInFormatOf(entry: JsonObject): Format | null {
  return FORMATS.find((format) => format.recognizes(entry)) ?? null
}

/** The built-in format of that name; null = there is none. */
export function builtInFormat(name: string): Format | null {
  return FORMATS.find((format) => format.name === name) ?? null
}

export function builtInNames(): readonly string[] {
  return FORMATS.map(({ name }) => name)
}

/** The byte strings of which every entry that `format` wants contains at least one; null = that these or a built-in one want. */
export function needlesFor(format: Format | null, others: readonly Format[]): readonly string[] {
  return needlesOf(format === null ? [...others, ...FORMATS] : [format])
}
