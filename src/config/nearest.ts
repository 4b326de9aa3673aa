import { TokencostError } from '../errors.ts'

/** The one of `names` that `word` was probably meant to be, or null when none is near. */
function nearest(word: string, names: Iterable<string>): string | null {
  const wanted = word.toLowerCase()
  let best: string | null = null
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** `; did you mean cache_read?`, or nothing when no name is near. */
export function didYouMean(word: string, names: Iterable<string>): string {
  const name = nearest(word, names)
  return name === null ? '' : `; did you mean ${name}?`
}

/** A key that is none of `keys`: the one that it was probably meant to be, or all there are. `what` has such keys. */
export function unknownKey(at: string, key: string, what: string, keys: readonly string[]): TokencostError {
  const near = didYouMean(key, keys)
  const hint = near === '' ? { hint: `Keys${what} are ${keys.join(', ')}.` } : {}
  return new TokencostError('usage', `${at}: unknown key ${key}${what}${near}`, hint)
}

/** Those of `names` that `word` may mean: they hold it, or are near; the nearest first, at most `most`. */
export function nearestOf(word: string, names: Iterable<string>, most: number): readonly string[] {
  const wanted = word.toLowerCase()
  const limit = Math.max(2, Math.ceil(wanted.length / 2))
  const ranked: { readonly name: string; readonly distance: number }[] = []
  for (const name of names) {
    const lower = name.toLowerCase()
    const distance = Math.min(
      editDistance(wanted, lower, limit),
      editDistance(wanted, lower.slice(lower.lastIndexOf('/') + 1), limit),
    )
    if (distance < limit || lower.includes(wanted)) ranked.push({ name, distance })
  }
  ranked.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return ranked.slice(0, most).map(({ name }) => name)
}

/** Letters inserted, left out, replaced or swapped with their neighbour; `limit` or more counts as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let twoBack: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, replaced)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, twoBack[j - 2]! + 1)
    }
    twoBack = previous
    previous = row
  }
  return Math.min(previous[b.length]!, limit)
}
