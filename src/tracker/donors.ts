import type { AttributeName, Attributes } from '../usage/record.ts'
import { ATTRIBUTE_NAMES } from '../usage/record.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'

export interface Donor {
  readonly attribute: number
  /** Earliest time of a copy with these attributes; Infinity = none has one. */
  readonly time: number
  /** The hash of the attributes: decides between equal times. */
  readonly tie: number
}

/**
 * Attributes of copies that lost: a call whose kept copy lacks one takes it from the smallest (time, tie) copy that has
 * it. Only calls whose copies differ in attributes are noted here, so it stays small.
 */
export class Donors {
  private readonly byIdentity = new Map<string, Donor[]>()

  /** To be told of every fold, before the winner's time is lowered. */
  note(rows: RecordRows, winner: number, loser: number): void {
    const mixed = rows.has(winner, FLAG.mixed) || rows.has(loser, FLAG.mixed)
    if (rows.attributeOf(winner) === rows.attributeOf(loser) && !mixed) return
    const key = keyOf(rows, winner)
    const list = this.byIdentity.get(key) ?? []
    this.byIdentity.set(key, list)
    for (const row of [winner, loser]) add(list, donorOf(rows, row))
    rows.flag(winner, FLAG.mixed)
  }

  /** The attributes of a kept row, its gaps filled. */
  fill(rows: RecordRows, row: number): Attributes {
    const own = rows.attributesAt(row)
    const list = this.byIdentity.size === 0 ? undefined : this.byIdentity.get(keyOf(rows, row))
    if (list === undefined) return own
    const copies = list.map(({ attribute }) => rows.attributes.values[attribute]!)
    const filled: { -readonly [name in AttributeName]?: string } = {}
    for (const name of ATTRIBUTE_NAMES) {
      const value = own[name] ?? copies.find((copy) => copy[name] !== undefined)?.[name]
      if (value !== undefined) filled[name] = value
    }
    const labels = own.labels ?? copies.find((copy) => copy.labels !== undefined)?.labels
    return labels === undefined ? filled : { ...filled, labels }
  }

  /** Those of a row, smallest first. */
  of(rows: RecordRows, row: number): readonly Donor[] {
    return this.byIdentity.get(keyOf(rows, row)) ?? []
  }

  /** Takes donors of a row that were known elsewhere. */
  put(rows: RecordRows, row: number, donors: readonly Donor[]): void {
    const list = this.byIdentity.get(keyOf(rows, row)) ?? []
    this.byIdentity.set(keyOf(rows, row), list)
    for (const donor of donors) add(list, donor)
    rows.flag(row, FLAG.mixed)
  }

  /** Takes over another tracker's donors; `numbers` maps its attribute numbers to those of `rows`. */
  adopt(other: Donors, numbers: readonly number[]): void {
    for (const [key, donors] of other.byIdentity) {
      const list = this.byIdentity.get(key) ?? []
      this.byIdentity.set(key, list)
      for (const donor of donors) add(list, { ...donor, attribute: numbers[donor.attribute]! })
    }
  }
}

/** Keeps the smallest donor of each attribute set, smallest first. */
function add(list: Donor[], donor: Donor): void {
  const same = list.findIndex(({ attribute }) => attribute === donor.attribute)
  if (same < 0) list.push(donor)
  else if (compare(donor, list[same]!) < 0) list[same] = donor
  list.sort(compare)
}

function compare(a: Donor, b: Donor): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : a.tie - b.tie
}

function donorOf(rows: RecordRows, row: number): Donor {
  // All copies in an unmixed row had its attributes, so its earliest time is theirs; a mixed row is noted already.
  const time = rows.has(row, FLAG.mixed) ? rows.ownTimeOf(row) : rows.timeOf(row)
  const attribute = rows.attributeOf(row)
  return {
    attribute,
    time: Number.isNaN(time) ? Number.POSITIVE_INFINITY : time,
    tie: rows.attributes.hashOf(attribute),
  }
}

function keyOf(rows: RecordRows, row: number): string {
  return `${rows.idHighOf(row).toString(36)}:${rows.idLowOf(row).toString(36)}`
}
