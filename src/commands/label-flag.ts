import { NONE } from '../tracker/dimensions.ts'
import type { Condition } from '../tracker/filter.ts'
import { labelOf } from '../tracker/labels.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** What `--label` says, each time that it is written. */
export interface LabelFlag {
  /** Of plain values: labels for calls that have none of the name. */
  readonly given: Readonly<Record<string, string>>
  /** Of globs and negations: which calls count, by the labels that they then have. */
  readonly conditions: readonly Condition[]
}

export const NO_LABEL_FLAG: LabelFlag = { given: {}, conditions: [] }

/** `team=search` gives a label; `team=sea*`, `team!=search`, `team=!search` and `!team=search` filter by it. */
export function labelFlag(text: string, { given, conditions }: LabelFlag = NO_LABEL_FLAG): LabelFlag {
  const [, before, name, sign, value] = /^(!?)([^=!*?]+)(!?=!?)(.+)$/s.exec(text) ?? []
  const negations = `${before}${sign}`.replaceAll('=', '').length
  if (name === undefined || value === undefined || value.startsWith('!') || negations > 1)
    throw new InvalidArgument(
      'Write NAME=VALUE to give a label to calls that lack it; NAME=gl*b or NAME=!VALUE to filter by one.',
    )
  if (negations > 0 || /[*?]/.test(value)) {
    const pattern = negations > 0 ? `!${value}` : value
    return { given, conditions: [...conditions, { by: `label:${name}`, patterns: [pattern] }] }
  }
  if (value === NONE)
    throw new InvalidArgument(
      `${NONE} stands for no label, which cannot be given; --where 'label:${name}=${NONE}' filters by it.`,
    )
  const other = labelOf(given, name)
  if (other !== null && other !== value)
    throw new InvalidArgument(`The label ${name} is given twice, as ${other} and as ${value}; give it once.`)
  return { given: { ...given, [name]: value }, conditions }
}
