import { RecordRows } from '../../src/usage/record-rows.ts'
import { FLAG, FLOAT, ROW_FLOATS, ROW_WORDS, WORD } from '../../src/usage/row-layout.ts'

export const FILES = 3
export const DESCRIPTORS = 4
/** What few rows have: one in so many. */
const FEW = 50

/** Rows of the sizes that the kernel is for, with each field from few values; they lie in two blocks. */
export function rowsOf(seed: number, length: number): RecordRows {
  const { words, ...rest } = joinedRows(seed, length).image()
  const half = Math.floor(length / 2)
  const rows = new RecordRows()
  for (const [from, to] of [
    [0, half],
    [half, length],
  ] as const)
    rows.takeOver({ ...rest, length: to - from, words: words.slice(from * ROW_WORDS, to * ROW_WORDS) })
  return rows
}

function joinedRows(seed: number, length: number): RecordRows {
  const rows = new RecordRows()
  const next = numbersFrom(seed)
  const oneIn = (many: number) => next(many) === 0
  for (let i = 0; i < length; i++) {
    const counts = { inputTokens: 1, outputTokens: 1, reasoningOutputTokens: null }
    const cached = { cacheReadInputTokens: null, cacheCreationInputTokens: null, cacheCreation1hInputTokens: null }
    const record = { provider: null, identity: null, time: null, counts: { ...counts, ...cached } }
    rows.append({ ...record, model: `m${next(DESCRIPTORS)}` }, { file: 0, offset: 0, format: 'test' })
    const word = i * ROW_WORDS
    const float = i * ROW_FLOATS
    // Identities of which many share their low or their high bits.
    rows.words[word + WORD.idLow] = next(length * 4)
    rows.words[word + WORD.idHigh] = next(3) * 0x40000000 + next(2)
    rows.words[word + WORD.file] = Math.floor((i * FILES) / length)
    rows.words[word + WORD.flags] = oneIn(FEW) ? next(256) : FLAG.partial * next(2)
    rows.words[word + WORD.extra] = oneIn(FEW) ? 1 : 0
    rows.words[word + WORD.stated] = oneIn(FEW) ? next(64) : 63
    for (let count = 0; count < 6; count++) rows.words[word + WORD.counts + count] = oneIn(4) ? next(2 ** 32) : next(3)
    if (!oneIn(FEW)) rows.words[word + WORD.counts] = 0xffffffff - next(1000)
    rows.floats[float + FLOAT.offset] = oneIn(FEW) ? next(100) : i
    rows.floats[float + FLOAT.cost] = oneIn(FEW) ? 0.5 : Number.NaN
    rows.floats[float + FLOAT.time] = oneIn(FEW) ? Number.NaN : next(100)
  }
  return rows
}

/** Whole numbers below what is asked for, the same ones for one seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
