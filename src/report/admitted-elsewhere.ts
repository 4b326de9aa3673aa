import type { CopyOfCall } from './merge-calls.ts'

/**
 * Copies of which none is left out that a report with another filter counts: reports of two months, or of two models,
 * over the same logs have each call that one of them has. Reports with the same filter mean the same calls, so among
 * them a copy that is left out stays so.
 */
export function admittedElsewhere(copies: readonly CopyOfCall[]): readonly CopyOfCall[] {
  const filterOf = new Map(copies.map(({ keyed }) => [keyed, JSON.stringify(keyed.report.filter.given)]))
  if (new Set(filterOf.values()).size < 2) return copies
  const counted = new Map<string, CopyOfCall[]>()
  for (const copy of copies.filter((each) => each.counted !== null))
    counted.set(callOf(copy), [...(counted.get(callOf(copy)) ?? []), copy])
  return copies.flatMap((copy) => {
    if (copy.counted !== null) return [copy]
    const others = (counted.get(callOf(copy)) ?? []).filter(
      ({ keyed }) => filterOf.get(keyed) !== filterOf.get(copy.keyed),
    )
    if (others.length === 0) return [copy]
    const same = others.find((other) => entryOf(other) === entryOf(copy))
    // It stays with its file, since the account of the other's may be dropped.
    return same === undefined ? [] : [{ ...same, file: copy.file }]
  })
}

function callOf(copy: CopyOfCall): string {
  return copy.row.id ?? entryOf(copy)
}

function entryOf({ row: { entry, counts, tie }, file: { name, sha256 } }: CopyOfCall): string {
  return JSON.stringify([name, sha256, entry, counts, tie])
}
