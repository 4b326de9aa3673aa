import type { ModalityCounts } from './counts.ts'
import { hash32, mixText } from './hash.ts'
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
  hash: (descriptor) => hash32(descriptorText(descriptor)) | 0,
  isSame: (a, b) => descriptorText(a) === descriptorText(b),
  text: descriptorText,
}

export const ATTRIBUTES: Likeness<Attributes> = {
  hash(attributes) {
    let hash = 0
    for (const name of ATTRIBUTE_NAMES) hash = mixText(hash, attributes[name] ?? '')
    return mixText(hash, labelsText(attributes))
  },
  isSame: (a, b) => sameAttributes(a, b) || (a.labels !== b.labels && attributesText(a) === attributesText(b)),
  text: attributesText,
}

function descriptorText(d: Descriptor): string {
  return `${d.model ?? '\u0001'}\u0000${d.provider ?? ''}\u0000${d.mode ?? ''}\u0000${d.region ?? ''}\u0000${d.calls}\u0000${d.keepLoggedCost}\u0000${d.format}`
}

function attributesText(attributes: Attributes): string {
  let text = ''
  for (const name of ATTRIBUTE_NAMES) text += `${attributes[name] ?? '\u0001'}\u0000`
  return text + labelsText(attributes)
}

function labelsText({ labels }: Attributes): string {
  return labels === undefined ? '' : JSON.stringify(Object.entries(labels).sort())
}
