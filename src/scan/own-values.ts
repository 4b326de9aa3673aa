import type { JsonObject } from '../usage/json.ts'
import type { OwnValue } from './projection.ts'
import { valueAt } from './repeated-call.ts'

/** The place of the value at `path` among an entry's own; below 0 = it is not its own. */
export function placeOf(path: string, entry: JsonObject, own: readonly OwnValue[]): number {
  const above = path.lastIndexOf('.')
  const holder = above < 0 ? entry : valueAt(entry, path.slice(0, above))
  return own.findIndex((each) => each.holder === holder && each.key === path.slice(above + 1))
}
