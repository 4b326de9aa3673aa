import type { ModalityCounts } from './counts.ts'
import { mixText, SEED } from './hash.ts'
import type { Likeness } from './interning.ts'
import { ATTRIBUTE_NAMES, type Attributes, sameAttributes } from './record.ts'
import type { KeptTotal, StatedUse } from './run-total.ts'

/** What many calls share; kept once. */
export interface Descriptor {
  readonly model: string | null
  readonly provider: string | null
  readonly mode: string | null
  readonly region: string | null
  readonly calls: number | null
  readonly keepLoggedCost: boolean
  readonly format: string
}

/** What few calls have; kept beside the columns. `counts` only where one of them is above 2^32−1. */
export interface Extra {
  readonly modalities?: ModalityCounts
  readonly fees?: Readonly<Record<string, string>>
  readonly loggedCostUsd?: string
  readonly counts?: readonly number[]
  /** The row's own time, where it lies weeks behind that of an earlier copy. */
  readonly ownTime?: number
  readonly total?: KeptTotal
  /** Of a total that calls account for in part. */
  readonly stated?: StatedUse
}

export const DESCRIPTORS: Likeness<Descriptor> = {
  key: (descriptor) => mixText(SEED, descriptorText(descriptor)),
  isSame: (a, b) => descriptorText(a) === descriptorText(b),
  text: descriptorText,
}

export const ATTRIBUTES: Likeness<Attributes> = {
  key(attributes) {
    let key = SEED
    for (const name of ATTRIBUTE_NAMES) key = mixText(key, attributes[name] ?? '')
    return mixText(key, labelsText(attributes))
  },
  isSame: (a, b) => sameAttributes(a, b) || (a.labels !== b.labels && attributesText(a) === attributesText(b)),
  text: attributesText,
}

function descriptorText(d: Descriptor): string {
  const names = [said(d.model), plain(d.provider ?? ''), plain(d.mode ?? ''), plain(d.region ?? '')]
  return [...names, `${d.calls}`, d.keepLoggedCost, d.format].join(BETWEEN)
}

function attributesText(attributes: Attributes): string {
  let text = ''
  for (const name of ATTRIBUTE_NAMES) text += said(attributes[name]) + BETWEEN
  return text + labelsText(attributes)
}

const BETWEEN = '\u0000'
const NOTHING = '\u0001'
const ESCAPE = '\u0002'

/** A name in which neither of these stands for itself, so that no two lists of names have one text. */
function plain(name: string): string {
  return name.replaceAll(ESCAPE, `${ESCAPE}2`).replaceAll(BETWEEN, `${ESCAPE}0`).replaceAll(NOTHING, `${ESCAPE}1`)
}

function said(name: string | null | undefined): string {
  return name == null ? NOTHING : plain(name)
}

function labelsText({ labels }: Attributes): string {
  return labels === undefined ? '' : JSON.stringify(Object.entries(labels).sort())
}
