import { firstCountAt, sumOf } from '../count.ts'
import type { Json, JsonObject } from '../json.ts'

/** What is billed apart from text; documents are billed as text. */
interface ModalityTokens {
  audio: number | null
  image: number | null
  video: number | null
}

/** The protocol's enum, as libraries that log it unnamed write it. */
const NUMBERED: Readonly<Record<number, keyof ModalityTokens>> = { 2: 'image', 3: 'video', 4: 'audio' }

/** Adds up Google's lists of `{modality, tokenCount}` (Interactions API: `{modality, tokens}`). */
export function modalityCounts(details: readonly JsonObject[]): ModalityTokens {
  const counts: ModalityTokens = { audio: null, image: null, video: null }
  for (const detail of details) {
    const modality = modalityOf(detail['modality'])
    if (modality === null) continue
    counts[modality] = sumOf(counts[modality], firstCountAt(detail, 'tokenCount', 'token_count', 'tokens'))
  }
  return counts
}

function modalityOf(name: Json | undefined): keyof ModalityTokens | null {
  if (typeof name === 'number') return NUMBERED[name] ?? null
  const word = typeof name === 'string' ? name.toLowerCase().replace(/^.*\./, '') : ''
  return word === 'audio' || word === 'image' || word === 'video' ? word : null
}
