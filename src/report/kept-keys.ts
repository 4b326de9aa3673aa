import { dimensionNamed, NONE } from '../tracker/dimensions.ts'
import { type CalendarUnit, periodsOf } from '../usage/calendar.ts'
import { Zone } from '../usage/zone.ts'
import type { KeptCopy } from './kept-copies.ts'
import type { CopyOfCall } from './merge-calls.ts'

/** A function that gives the values of a kept call for these dimensions, as its copies in several reports have them. */
export function groupKeys(groupBy: readonly string[]): (call: KeptCopy) => readonly string[] {
  const values = groupBy.map(valueBy)
  return (call) => values.map((value) => value(call))
}

/** Days follow from the earliest time; what the kept copy lacks comes from the earliest copy that has it. */
function valueBy(by: string): (call: KeptCopy) => string {
  const { name, calendar, of } = dimensionNamed(by)
  if (calendar) {
    const zones = new Map<string, (time: number) => string>()
    return ({ known, time }) => {
      if (time === null) return NONE
      const zone = known.keyed.report.timezone
      const nameOf = zones.get(zone) ?? periodsOf(name as CalendarUnit, new Zone(zone))
      zones.set(zone, nameOf)
      return nameOf(time)
    }
  }
  const stated = ({ counted, keyed }: CopyOfCall) => (counted && keyed.report.groups[counted.group]!.keys[name]) ?? NONE
  if (of === 'kind' || name === 'file') return ({ known }) => stated(known)
  return ({ known, copies }) => {
    const own = stated(known)
    return own === NONE ? (copies.map(stated).find((value) => value !== NONE) ?? NONE) : own
  }
}
