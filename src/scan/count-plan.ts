import { COUNTS, type CountSums, keysOf, type Term } from '../usage/count-sums.ts'
import { WORD } from '../usage/row-layout.ts'

/** How the counts of a row follow from numbers that stand one behind the other, as bytes: see kernel/record.ts. */
export type CountPlan = Uint8Array

const [INPUT, OUTPUT] = [COUNTS.indexOf('inputTokens'), COUNTS.indexOf('outputTokens')]

/**
 * Of the numbers that stand under keys for which `isPlace` is true; their places are those in `keysOf`. null = cached tokens may
 * be more than input.
 */
export function countPlanOf(sums: CountSums, isPlace: (key: string) => boolean): CountPlan | null {
  const keys = keysOf(sums)
  const cached = [...sums.cacheReadInputTokens, ...sums.cacheCreationInputTokens]
  if (new Set(cached).size < cached.length || !cached.every((term) => sums.inputTokens.includes(term))) return null
  const stepsOf = (term: Term, count: number) => {
    const totals = term.map((total) => total.filter(isPlace).map((key) => keys.indexOf(key)))
    const stated = totals.filter(({ length }) => length > 0)
    return [count + 1, stated.length, ...stated.flatMap((places) => [places.length, ...places])]
  }
  const terms = COUNTS.flatMap((name, count) => sums[name].flatMap((term) => stepsOf(term, count)))
  return Uint8Array.from([INPUT + 1, OUTPUT + 1, 0, ...terms, 0])
}

/** The counts that tell which of two copies is the greater one, from 1 on, the first that differs. */
export const RANKS = [OUTPUT + 1, INPUT + 1]

const LARGEST = 0xffffffff

/** Writes the counts of a row in `into`, as the kernel does. False when it would be an unusual one: no tokens, more than 32 bits. */
export function addUp(plan: CountPlan, numbers: Float64Array, into: Uint32Array): boolean {
  into.fill(0, WORD.counts, WORD.counts + COUNTS.length)
  for (let next = plan.indexOf(0) + 1; plan[next] !== 0; ) {
    const count = WORD.counts + plan[next++]! - 1
    let greatest = 0
    for (let totals = plan[next++]!; totals > 0; totals--) {
      let total = 0
      for (let places = plan[next++]!; places > 0; places--) total += numbers[plan[next++]!]!
      if (total > greatest) greatest = total
    }
    if (into[count]! + greatest > LARGEST) return false
    into[count]! += greatest
  }
  return tokensOf(into, 0) > 0
}

/** Of the row at `word`. */
export function tokensOf(words: Uint32Array, word: number): number {
  return words[word + WORD.counts + INPUT]! + words[word + WORD.counts + OUTPUT]!
}
