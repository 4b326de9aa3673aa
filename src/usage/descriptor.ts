import type { ModalityCounts } from './counts.ts'
import { ATTRIBUTE_NAMES, type Attributes } from './record.ts'
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

/** Equal for equal descriptors only. */
export function descriptorKey(d: Descriptor): string {
  return `${d.model ?? '\u0001'}\u0000${d.provider ?? ''}\u0000${d.mode ?? ''}\u0000${d.region ?? ''}\u0000${d.calls}\u0000${d.keepLoggedCost}\u0000${d.format}`
}

/** Equal for equal attributes only. */
export function attributesKey(attributes: Attributes): string {
  let key = ''
  for (const name of ATTRIBUTE_NAMES) key += `${attributes[name] ?? '\u0001'}\u0000`
  return attributes.labels === undefined ? key : key + JSON.stringify(Object.entries(attributes.labels).sort())
}
