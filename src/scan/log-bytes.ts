/** Bytes of a needle by which the kernel knows it. */
export const WINDOW = 6
const [SPACE, ONE, LETTER_A, LETTER_Z] = [32, 49, 97, 122]

/** ASCII characters that logs are full of, the most frequent first; all others are rare. */
const FREQUENT = ' etnsraoi"u0lc\\:,d2phf1m.43/k-g5v_678x9'
const RARE = 0.015
/** Letters come in words, so six of them in a row are met more often than their own frequencies tell. */
const WORD = 16

/** How often these bytes are met in logs, one beside the other. */
export function oftenness(window: string): number {
  let product = 1
  let letters = 0
  for (let i = 0; i < window.length; i++) {
    const code = window.charCodeAt(i)
    product *= often(code)
    if (code === SPACE || (code >= LETTER_A && code <= LETTER_Z)) letters++
  }
  return letters === window.length ? product * WORD : product
}

/** By ASCII code; made when it is first asked for, which most runs never do. */
let shares: readonly number[] | null = null

function often(code: number): number {
  shares ??= Array.from({ length: 128 }, (_, each) => {
    const rank = FREQUENT.indexOf(String.fromCharCode(each))
    return rank < 0 ? RARE : Math.max(RARE, 0.9 ** rank)
  })
  return shares[code]!
}

/** What logs are full of: prose and code of an agent that works on code for agents, inside JSON. */
const SAMPLE = String.raw`"sessionId":"7c1f-0a52","version":"2.0.1","gitBranch":"main","type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_01Ab","type":"tool_result","content":" 12\tconst result = await post(url, { method: \"POST\" })\n if (!ok) throw new Error(\"request failed\")"}]},"timestamp":"2026-09-21T08:00:00.000Z","requestId":"req_011C","stop_reason":null} the function returns the value of each message; this session starts with a question about usage tokens of the model. Tests at src/path/to/file.ts:42 export const usage = tokens.input + tokens.output `

/** The bytes of logs by their halves. To be made only for needles without tables, since it takes as long as other starts. */
export class LogBytes {
  /** Of the sample. */
  readonly length: number = SAMPLE.length
  /** How many bytes of a log have which half. */
  private readonly low = new Float64Array(16)
  private readonly high = new Float64Array(16)
  private readonly stands: readonly (readonly bigint[])[]

  constructor() {
    const all = Array.from({ length: 128 }, (_, code) => often(code))
    const sum = all.reduce((before, share) => before + share, 0)
    for (const [code, share] of all.entries()) {
      this.low[code & 15]! += share / sum
      this.high[code >> 4]! += share / sum
    }
    this.stands = Array.from({ length: WINDOW + 1 }, (_, table) => placesIn(table))
  }

  /** Of a table: how many bytes of a log have this half. */
  share(table: number, half: number): number {
    return (table === WINDOW ? this.high : this.low)[half]!
  }

  /** The places of the sample where a window may begin whose byte for this table has the half, as bits. */
  places(table: number, half: number): bigint {
    return this.stands[table]![half]!
  }
}

function placesIn(table: number): readonly bigint[] {
  const sample = Buffer.from(SAMPLE)
  const length = sample.length - WINDOW
  const bits = Array.from({ length: 16 }, () => Buffer.alloc(length, '0'))
  for (let place = 0; place < length; place++) {
    const half = table === WINDOW ? sample[place]! >> 4 : sample[place + table]! & 15
    bits[half]![place] = ONE
  }
  return bits.map((digits) => BigInt(`0b${digits.toString('latin1')}`))
}
