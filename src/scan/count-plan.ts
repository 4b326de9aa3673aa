import { INPUT, OUTPUT } from '../usage/count-cells.ts'
import { COUNTS, type CountSums, placesOf } from '../usage/count-sums.ts'
import { LARGEST_COUNT, WORD } from '../usage/row-layout.ts'

/** How the counts of a row follow from numbers that stand one behind the other, as bytes: see kernel/record.ts. */
export type CountPlan = Uint8Array

/** `places`: where the numbers stand that have the keys of `keysOf`, in its order; below 0 = there is none. */
export function countPlanOf(sums: CountSums, places: readonly number[]): CountPlan {
  const terms = placesOf(sums)
  const plan = [INPUT + 1, OUTPUT + 1, 0]
  for (let count = 0; count < COUNTS.length; count++)
    for (const term of terms[COUNTS[count]!]) {
      plan.push(count + 1, 0)
      const howMany = plan.length - 1
      for (const total of term) {
        const stated = total.filter((key) => places[key]! >= 0)
        if (stated.length === 0) continue
        plan[howMany]!++
        plan.push(stated.length)
        for (const key of stated) plan.push(places[key]!)
      }
    }
  plan.push(0)
  return Uint8Array.from(plan)
}

/** The counts that tell which of two copies is the greater one, from 1 on, the first that differs. */
export const RANKS = [OUTPUT + 1, INPUT + 1]

/** False when cached tokens may be more than input. */
export function isCacheInside(sums: CountSums): boolean {
  const cached = [...sums.cacheReadInputTokens, ...sums.cacheCreationInputTokens]
  return new Set(cached).size === cached.length && cached.every((term) => sums.inputTokens.includes(term))
}

/**
 * Writes the counts that follow from these numbers into a row, as the kernel does. False when it would be an unusual one: no
 * tokens, more than 32 bits.
 */
export function addUp(plan: CountPlan, numbers: Float64Array, row: Uint32Array): boolean {
  const first = WORD.counts
  row.fill(0, first, first + COUNTS.length)
  for (let next = plan.indexOf(0) + 1; plan[next] !== 0; ) {
    const count = first + plan[next++]! - 1
    let greatest = 0
    for (let totals = plan[next++]!; totals > 0; totals--) {
      let total = 0
      for (let places = plan[next++]!; places > 0; places--) total += numbers[plan[next++]!]!
      if (total > greatest) greatest = total
    }
    if (row[count]! + greatest > LARGEST_COUNT) return false
    row[count]! += greatest
  }
  return tokensOf(row) > 0
}

export function tokensOf(row: Uint32Array): number {
  return row[WORD.counts + INPUT]! + row[WORD.counts + OUTPUT]!
}
