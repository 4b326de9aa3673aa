import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NO_COUNTS } from '../../../src/usage/counts.ts'
import type { JsonObject } from '../../../src/usage/json.ts'
import { type Parts, partsOf } from '../../../src/usage/parts.ts'
import { readUsage } from '../../../src/usage/payloads/index.ts'

const path = resolve(import.meta.dirname, '../../../../shared/pricing/price-vectors.json')

interface Vector {
  readonly id: string
  readonly provider: string
  readonly model: string
  readonly usage: JsonObject
  /** Stated beside the usage, by whoever writes the log line. */
  readonly fees?: Readonly<Record<string, string | number>>
  readonly normalized: { readonly tokens: Parts; readonly fees: Readonly<Record<string, string | number>> }
}

const vectors: readonly Vector[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).vectors : []

describe.skipIf(vectors.length === 0)('usage payloads of the price vectors', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const { usage, provider, model, normalized } = vector
    const empty = Object.keys(usage).length === 0
    const [call, ...others] = empty ? [{ counts: NO_COUNTS, fees: {} }] : (readUsage(usage, { provider, model }) ?? [])
    expect(others).toEqual([])
    expect(withoutReasoning(partsOf(call!.counts))).toEqual(normalized.tokens)
    expect({ ...call!.fees, ...texts(vector.fees ?? {}) }).toEqual(texts(normalized.fees))
  })
})

/** The vectors sum reasoning up with output, which is priced alike. */
function withoutReasoning({ reasoning = 0, output = 0, ...parts }: Parts): Parts {
  return reasoning + output > 0 ? { ...parts, output: output + reasoning } : parts
}

function texts(fees: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fees).map(([name, amount]) => [name, String(amount)]))
}
