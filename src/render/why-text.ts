import type { Spent } from '../report/insights.ts'
import { longContextShare, spentOn } from '../report/spent-on.ts'
import { percentText } from './rows.ts'

/** A part of a cost that is worth a word. */
const WORTH_NAMING = 0.1
/** Input of which less than this was read from a cache, while a part of it was meant to be. */
const MANY_MISSES = 0.5

/** Why a call or session is dear, in a few words: 'output 62%, uncached input 30%; long context'. */
export function whyText(spent: Spent): string {
  const parts = spentOn(spent)
  const named = parts.filter(({ share }, index) => index === 0 || share >= WORTH_NAMING)
  const texts = named.map(({ part, share }) => `${part} ${percentText(share)}`)
  const { input_tokens: input, cache_read_tokens: read, cache_write_tokens: written } = spent
  const marks = [
    ...(longContextShare(spent) > 0 ? ['long context'] : []),
    ...(read + written > 0 && read < input * MANY_MISSES ? ['cache misses'] : []),
  ]
  return [texts.join(', '), ...marks].filter((text) => text !== '').join('; ')
}
