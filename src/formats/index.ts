import type { JsonObject } from '../usage/json.ts'
import { PAYLOADS } from '../usage/payloads/index.ts'
import { claudeCode } from './claude-code.ts'
import type { Format } from './format.ts'

/** Every log format, in the order in which they are asked; `generic` takes what is left and stands last. Add yours here. */
export const FORMATS: readonly Format[] = [claudeCode]

/** The format that `entry` has, or null when it has no shape that we know. */
export function formatOf(entry: JsonObject): Format | null {
  return FORMATS.find((format) => format.recognizes(entry)) ?? null
}

/** The byte strings of which every wanted entry contains at least one; none of them contains another. */
export function needlesOf(formats: readonly Format[]): readonly string[] {
  const all = new Set([
    ...formats.flatMap((format) => format.needles),
    ...PAYLOADS.flatMap((payload) => payload.markers),
  ])
  return [...all].filter((needle) => ![...all].some((other) => other !== needle && needle.includes(other))).sort()
}
