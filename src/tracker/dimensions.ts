import { didYouMean } from '../config/nearest.ts'
import { TokencostError } from '../errors.ts'
import { CALENDAR_UNITS, periodsOf } from '../usage/calendar.ts'
import { ATTRIBUTE_NAMES } from '../usage/record.ts'
import type { Zone } from '../usage/zone.ts'
import type { Call } from './call.ts'
import { labelOf } from './labels.ts'
import { UNKNOWN_MODEL } from './model-sums.ts'

/** What a call's values may depend on beside the call. */
export interface Circumstances {
  /** The names of files by file number. */
  readonly files: readonly string[]
  /** Whose days and hours count. */
  readonly zone: Zone
  /** Labels that calls of a file are given, by file number, where their log has none of the name. */
  readonly labels: (file: number) => Readonly<Record<string, string>>
}

/** What calls can be grouped by. */
export interface Dimension {
  readonly name: string
  readonly title: string
  /** True where the values are times: rows go by them, and reports are added up only in one zone. */
  readonly calendar: boolean
  /** What its values depend on: what calls that are alike share, or more of each call. */
  readonly of: 'kind' | 'call'
  /** Makes the function that gives a call's value; NONE where it has none. */
  valuesIn(circumstances: Circumstances): (call: Call) => string
}

/** Shown for calls without a value, which are never dropped. */
export const NONE = '(none)'

/** Before the name of a label: `label:team`. */
const LABEL = 'label:'

export const DIMENSIONS: readonly Dimension[] = [
  plain('kind', 'model', 'model as logged', (call) => call.model ?? UNKNOWN_MODEL),
  plain('kind', 'provider', 'provider as logged', (call) => call.provider ?? NONE),
  ...CALENDAR_UNITS.map((unit) => ({
    name: unit,
    title: unit === 'week' ? 'ISO week of the call' : `${unit} of the call`,
    calendar: true,
    of: 'call' as const,
    valuesIn: ({ zone }: Circumstances) => {
      const nameOf = periodsOf(unit, zone)
      return ({ time }: Call) => (time === null ? NONE : nameOf(time))
    },
  })),
  ...ATTRIBUTE_NAMES.map((name) => plain('call', name, `${name} as logged`, (call) => call.attributes[name] ?? NONE)),
  plain('kind', 'tier', 'service tier or speed as logged', (call) => call.mode ?? NONE),
  {
    name: 'file',
    title: 'file that the call was read from',
    calendar: false,
    of: 'call',
    valuesIn:
      ({ files }) =>
      (call) =>
        files[call.file] ?? NONE,
  },
  plain('kind', 'format', 'log format', (call) => call.format),
]

/** The names for a help text. */
export const DIMENSION_NAMES: readonly string[] = [...DIMENSIONS.map(({ name }) => name), `${LABEL}NAME`]

/** The dimension of a name, `label:NAME` among them. Throws a usage error for a name that is none. */
export function dimensionNamed(name: string): Dimension {
  const known = DIMENSIONS.find((dimension) => dimension.name === name)
  if (known !== undefined) return known
  if (name.startsWith(LABEL) && name.length > LABEL.length) return labelled(name)
  throw new TokencostError(
    'usage',
    `there is no ${JSON.stringify(name)} to group or filter by${didYouMean(name, DIMENSION_NAMES)}`,
    {
      hint: `Use ${DIMENSION_NAMES.join(', ')}; a label called ${JSON.stringify(name)} is ${JSON.stringify(LABEL + name)}.`,
    },
  )
}

/** The same for a list, in which no name may stand twice. */
export function dimensionsNamed(names: readonly string[]): readonly Dimension[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TokencostError('usage', `cannot group by ${JSON.stringify(twice)} twice`)
  return names.map(dimensionNamed)
}

/** A function that gives a call's values for the named dimensions. */
export function dimensionsOf(
  names: readonly string[],
  circumstances: Circumstances,
): (call: Call) => readonly string[] {
  const values = dimensionsNamed(names).map((dimension) => dimension.valuesIn(circumstances))
  return (call) => values.map((value) => value(call))
}

function plain(of: Dimension['of'], name: string, title: string, value: (call: Call) => string): Dimension {
  return { name, title, calendar: false, of, valuesIn: () => value }
}

function labelled(name: string): Dimension {
  const label = name.slice(LABEL.length)
  return {
    name,
    title: `label ${label}`,
    calendar: false,
    of: 'call',
    valuesIn:
      ({ labels }) =>
      (call) =>
        labelOf(call.attributes.labels, label) ?? labelOf(labels(call.file), label) ?? NONE,
  }
}
