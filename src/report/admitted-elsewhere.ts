import type { CopyOfCall } from './merge-calls.ts'

/**
 * Copies of which none is left out that a report with another filter counts: reports of two months, or of two models,
 * over the same logs have each call that one of them has. Reports with the same filter mean the same calls, so among
 * them a copy that is left out stays so; null = all have the same.
 */
export function admittedElsewhere(copies: readonly CopyOfCall[]): readonly CopyOfCall[] | null {
  const filterOf = new Map(copies.map(({ keyed }) => [keyed, JSON.stringify(keyed.report.filter.given)]))
  if (new Set(filterOf.values()).size < 2) return null
  const counted = new Map<string, CopyOfCall[]>()
  for (const copy of copies.filter((each) => each.counted !== null))
    counted.set(callOf(copy), [...(counted.get(callOf(copy)) ?? []), copy])
  return copies.map((copy) => {
    if (copy.counted !== null) return copy
    const filter = filterOf.get(copy.keyed)
    const others = (counted.get(callOf(copy)) ?? []).filter(({ keyed }) => filterOf.get(keyed) !== filter)
    if (others.length === 0) return copy
    const other = others.find((each) => entryOf(each) === entryOf(copy)) ?? others[0]!
    // It stays in its place, since the account of the other's file may be dropped.
    return { ...other, file: copy.file, row: { ...other.row, file: copy.row.file, entry: copy.row.entry } }
  })
}

function callOf(copy: CopyOfCall): string {
  return copy.row.id ?? entryOf(copy)
}

function entryOf({ row: { entry, counts, tie }, file: { name, sha256 } }: CopyOfCall): string {
  return JSON.stringify([name, sha256, entry, counts, tie])
}
