import { MODALITIES, type Modality, type ModalityCounts } from '../counts.ts'

/** `{ modalities }` with those above zero, to be spread into counts; `{}` when there are none. */
export function statedModalities(counts: { readonly [modality in Modality]?: number | null }): {
  modalities?: ModalityCounts
} {
  const stated: { [modality in Modality]?: number } = {}
  for (const modality of MODALITIES) {
    const count = counts[modality] ?? 0
    if (count > 0) stated[modality] = count
  }
  return Object.keys(stated).length === 0 ? {} : { modalities: stated }
}

/** `{ fees }` with those above zero as decimal text, to be spread into a usage; `{}` when there are none. */
export function statedFees(units: Readonly<Record<string, number | string | null>>): {
  fees?: Readonly<Record<string, string>>
} {
  const stated = Object.entries(units).filter(([, amount]) => amount !== null && Number(amount) > 0)
  return stated.length === 0 ? {} : { fees: Object.fromEntries(stated.map(([name, amount]) => [name, String(amount)])) }
}

/** Seconds as minutes, to 12 decimals where the quotient is endless. */
export function minutesOf(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds <= 0) return null
  const units = (BigInt(seconds) * 10n ** 12n + 30n) / 60n
  return `${units / 10n ** 12n}.${String(units % 10n ** 12n).padStart(12, '0')}`.replace(/\.?0+$/, '')
}
