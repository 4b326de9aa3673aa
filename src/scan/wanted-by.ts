import type { Format } from '../formats/format.ts'
import { keysOf } from '../usage/count-sums.ts'
import { ROLE_OF, type Wanted } from './wanted-tree.ts'

const known = new Map<Format, Wanted>()

/** What a format wants of its entries, and what that is in a row. */
export function wantedBy(format: Format): Wanted {
  const before = known.get(format)
  if (before !== undefined) return before
  const { wants = {}, recurs } = format
  const roles = new Map([...rolesOfRepeated(format), ...rolesOfRecurring(format)])
  const wanted = { keys: wants, roles, isClosed: recurs?.isClosed ?? recurs?.beside !== undefined }
  known.set(format, wanted)
  return wanted
}

type Role = readonly [path: string, role: number]

function rolesOfRepeated({ repeats }: Format): readonly Role[] {
  if (repeats === undefined) return []
  return [
    ...repeats.ignored.map((path): Role => [path, ROLE_OF.ignored]),
    [repeats.identity, ROLE_OF.identity],
    [repeats.time, ROLE_OF.time],
    ...Object.keys(repeats.attributes).map((path): Role => [path, ROLE_OF.shared]),
    ...keysOf(repeats.sums).map((key, at): Role => [`${repeats.usage}.${key}`, ROLE_OF.firstNumber + at]),
  ]
}

function rolesOfRecurring({ recurs }: Format): readonly Role[] {
  return [
    ...(recurs?.varies ?? []).map((path): Role => [path, ROLE_OF.varies]),
    ...(recurs?.beside?.quiet ?? []).map((path): Role => [path, ROLE_OF.quiet]),
    ...(recurs?.byValue === undefined ? [] : [[recurs.byValue.time, ROLE_OF.ownTime] as const]),
  ]
}
