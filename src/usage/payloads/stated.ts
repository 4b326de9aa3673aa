import { amountOf } from '../amount.ts'
import { MalformedUsage } from '../count.ts'
import { MODALITIES, type Modality, type ModalityCounts } from '../counts.ts'
import type { JsonObject } from '../json.ts'

/** `{ modalities }` with those above zero, to be spread into counts; `{}` when there are none. */
export function statedModalities(counts: { readonly [modality in Modality]?: number | null }): {
  modalities?: ModalityCounts
} {
  let stated: { [modality in Modality]?: number } | null = null
  for (const modality of MODALITIES) {
    const count = counts[modality] ?? 0
    if (count > 0) {
      stated ??= {}
      stated[modality] = count
    }
  }
  return stated === null ? {} : { modalities: stated }
}

/** `{ fees }` with those above zero as decimal text, to be spread into a usage; `{}` when there are none. */
export function statedFees(units: Readonly<Record<string, number | string | null>>): {
  fees?: Readonly<Record<string, string>>
} {
  let stated: { [name: string]: string } | null = null
  for (const name in units) {
    const amount = units[name] ?? null
    if (amount === null || !(Number(amount) > 0)) continue
    stated ??= {}
    stated[name] = String(amount)
  }
  return stated === null ? {} : { fees: stated }
}

/** A length of time in seconds, also with a fraction, as decimal text; null when it is not stated. */
export function secondsAt(parent: JsonObject, key: string): string | null {
  const stated = parent[key]
  if (stated === undefined || stated === null) return null
  const seconds = amountOf(stated)
  if (seconds === null) throw new MalformedUsage(`${key} is not a number of seconds`)
  return seconds
}
