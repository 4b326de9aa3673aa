import type { Spent } from '../report/insights.ts'
import { longContextShare, spentOn } from '../report/spent-on.ts'
import { percentText } from './rows.ts'

/** A part of a cost that is worth a word. */
const WORTH_NAMING = 0.1
/** More of the input than this was neither read from a cache nor written to it, although the calls use one. */
const MANY_MISSES = 0.5

/** Why a call or session is dear, in a few words: 'output 62%, uncached input 30%; long context'. */
export function whyText(spent: Spent): string {
  const parts = spentOn(spent)
  const named = parts.filter(({ share }, index) => index === 0 || share >= WORTH_NAMING)
  const texts = named.map(({ part, share }) => `${part} ${percentText(share)}`)
  const { input_tokens: input, cache_read_tokens: read, cache_write_tokens: written } = spent
  const marks = [
    ...(longContextShare(spent) > 0 ? ['long context'] : []),
    ...(read + written > 0 && input - read - written > input * MANY_MISSES ? ['cache misses'] : []),
  ]
  return [texts.join(', '), ...marks].filter((text) => text !== '').join('; ')
}
