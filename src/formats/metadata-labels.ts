import { isArray, isObject, type Json } from '../usage/json.ts'

/** Longer texts are descriptions, not labels. */
const [LONGEST_NAME, LONGEST_VALUE, MOST] = [64, 100, 32]
/** Names of what tells calls apart instead of putting them together, of what the format reads itself, and of secrets. */
const NO_LABEL = /(^|[_.-])ids?$|[a-z]Ids?$|^ls_|uuid|hash|key$|token|secret|password|prompt|query|message|_at$|time/
const NO_VALUE = /^[\da-f-]{16,}$|^\d{9,}$/i
const NAMED_TAG = /^([^\s:=]{1,64})\s*[:=]\s*(\S.*)$/

/**
 * Labels that a log carries as metadata: the short values of objects, and tags such as "team:search" in lists; what looks
 * like an id or a time is none. The first holder that has a name wins. undefined: there are none.
 */
export function labelsIn(...holders: readonly (Json | undefined)[]): Readonly<Record<string, string>> | undefined {
  const pairs = holders.flatMap(pairsOf)
  if (pairs.length === 0) return undefined
  const labels = new Map<string, string>()
  for (const [name, value] of pairs) {
    const isLabel = name.length <= LONGEST_NAME && !NO_LABEL.test(name) && !NO_VALUE.test(value)
    if (isLabel && !labels.has(name) && labels.size < MOST) labels.set(name, value)
  }
  return labels.size === 0 ? undefined : Object.fromEntries([...labels].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function pairsOf(holder: Json | undefined): readonly (readonly [string, string])[] {
  if (isArray(holder)) return tagsOf(holder.filter((tag) => typeof tag === 'string'))
  if (!isObject(holder)) return []
  return Object.entries(holder).flatMap(([name, value]) => {
    const text = typeof value === 'boolean' ? String(value) : value
    return typeof text === 'string' && text !== '' && text.length <= LONGEST_VALUE ? [[name, text] as const] : []
  })
}

/** Tags without a name are one label together. */
function tagsOf(tags: readonly string[]): readonly (readonly [string, string])[] {
  const named = tags.flatMap((tag) => {
    const [, name, value] = NAMED_TAG.exec(tag) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  const bare = [...new Set(tags.filter((tag) => tag !== '' && !NAMED_TAG.test(tag)))].sort().join(',')
  return [...named, ...(bare === '' ? [] : [['tags', bare] as const])].filter(
    ([, value]) => value.length <= LONGEST_VALUE,
  )
}
