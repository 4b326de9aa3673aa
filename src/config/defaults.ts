import { resolve } from 'node:path'
import { TokencostError } from '../errors.ts'
import type { PlacedText } from './rates.ts'
import type { TextTree, Tree } from './text-tree.ts'

/** What the configuration says in place of flags that are not given, unread. */
export interface DefaultsConfig {
  /** `groupBy:`, a name or a list; null = it says nothing. */
  readonly groupBy: readonly PlacedText[] | null
  /** `timezone:` */
  readonly timezone: PlacedText | null
  /** `outputs:`, files to write, as absolute paths. */
  readonly outputs: readonly PlacedText[]
}

export function defaultsConfig(
  root: { readonly [key: string]: Tree },
  place: TextTree['place'],
  folder: string,
): DefaultsConfig {
  const texts = (key: string, what: string): readonly PlacedText[] => {
    const value = root[key] ?? []
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    return list.map((text, index) => {
      const at = place(Array.isArray(value) ? [key, index] : [key], 'value')
      if (typeof text === 'string' && text !== '') return { text, at }
      throw new TokencostError('usage', `${at}: ${key}: expected ${what}`)
    })
  }
  const groupBy = texts('groupBy', 'a name such as session, or a list of names')
  const [timezone = null, second] = texts('timezone', 'a zone such as Europe/Berlin')
  if (second !== undefined) throw new TokencostError('usage', `${second.at}: timezone: expected one zone`)
  return {
    groupBy: groupBy.length === 0 ? null : groupBy,
    timezone,
    outputs: texts('outputs', 'a file such as cost.json, or a list of files').map(({ text, at }) => ({
      text: resolve(folder, text),
      at,
    })),
  }
}
