import { TokencostError } from '../errors.ts'
import { ATTRIBUTE_NAMES } from '../usage/record.ts'
import type { Call } from './call.ts'
import { UNKNOWN_MODEL } from './tracker.ts'

/** What calls can be grouped by. */
export interface Dimension {
  readonly name: string
  readonly title: string
  /** The call's value; NONE where it has none. `files` are the names by file number. */
  valueOf(call: Call, files: readonly string[]): string
}

/** Shown for calls without a value, which are never dropped. */
const NONE = '(none)'

export const DIMENSIONS: readonly Dimension[] = [
  { name: 'model', title: 'model as logged', valueOf: (call) => call.model ?? UNKNOWN_MODEL },
  { name: 'provider', title: 'provider as logged', valueOf: (call) => call.provider ?? NONE },
  { name: 'file', title: 'file that the call was read from', valueOf: (call, files) => files[call.file] ?? NONE },
  { name: 'format', title: 'log format', valueOf: (call) => call.format },
  ...ATTRIBUTE_NAMES.map((name) => ({
    name,
    title: `${name} as logged`,
    valueOf: (call: Call) => call.attributes[name] ?? NONE,
  })),
]

/** A function that gives a call's values for the named dimensions. Throws a usage error for a name that is none. */
export function dimensionsOf(names: readonly string[], files: readonly string[]): (call: Call) => readonly string[] {
  const dimensions = names.map((name) => {
    const dimension = DIMENSIONS.find((candidate) => candidate.name === name)
    if (dimension !== undefined) return dimension
    throw new TokencostError('usage', `cannot group by "${name}"`, {
      hint: `Use ${DIMENSIONS.map((d) => d.name).join(', ')}.`,
    })
  })
  return (call) => dimensions.map((dimension) => dimension.valueOf(call, files))
}
