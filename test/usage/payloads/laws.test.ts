import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedUsage } from '../../../src/usage/count.ts'
import { isUnstated, type TokenCounts } from '../../../src/usage/counts.ts'
import { PAYLOADS, payloadOf } from '../../../src/usage/payloads/index.ts'
import type { Usage, UsageHints } from '../../../src/usage/payloads/payload.ts'
import { hostileVariants, withKeysReversed } from '../../naive/hostile.ts'

const UNKNOWN: UsageHints = { provider: null, model: null }

describe('the table of payloads', () => {
  it('has names that are unique and in kebab-case', () => {
    const names = PAYLOADS.map((payload) => payload.name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
  })
})

describe.each(PAYLOADS.map((payload) => [payload.name, payload] as const))('%s', (name, payload) => {
  const { example } = payload
  // A shape that others have too is told by the provider that it is named after.
  const hints = payload.matches(example, UNKNOWN) ? UNKNOWN : { provider: name, model: null }

  it('has an example that is its own by the order of the table', () => {
    expect(payload.matches(example, hints), 'it does not match its own example').toBe(true)
    expect(payloadOf(example, hints)?.name, 'a payload before it in PAYLOADS takes its example').toBe(name)
  })

  it('has an example with one of its markers, so that the scanner parses it', () => {
    const text = JSON.stringify(example)
    expect(payload.markers.length, 'markers are empty').toBeGreaterThan(0)
    expect(
      payload.markers.filter((marker) => text.includes(marker)),
      `the example contains none of ${payload.markers.join(', ')}`,
    ).not.toEqual([])
  })

  it('has an example that states counts, each part inside its whole', () => {
    const usages = payload.read(example, hints)
    expect(usages.length, 'reading the example yields nothing').toBeGreaterThan(0)
    for (const { counts } of usages) {
      expect(isUnstated(counts), 'the example states no counts').toBe(false)
      expectInclusive(counts)
    }
  })

  it('tells where cache and reasoning lie', () => {
    expect(payload.accounting, 'accounting is empty').not.toBe('')
  })

  it('reads the same way twice, and with its keys in another order', () => {
    const once = read(() => payload.read(example, hints))
    expect(read(() => payload.read(example, hints))).toEqual(once)
    expect(read(() => payload.read(withKeysReversed(example), hints))).toEqual(once)
  })

  it('throws nothing but MalformedUsage for hostile values at any place, and states only counts', () => {
    fc.assert(
      fc.property(hostileVariants(example), (usage) => {
        if (!payload.matches(usage, hints)) return
        for (const { counts } of read(() => payload.read(usage, hints)) ?? []) expectCounts(counts)
      }),
      { numRuns: 300 },
    )
  })
})

function read(usages: () => readonly Usage[]): readonly Usage[] | null {
  try {
    return usages()
  } catch (error) {
    if (!(error instanceof MalformedUsage)) throw error
    return null
  }
}

function expectCounts({ modalities, ...classes }: TokenCounts): void {
  for (const [name, count] of [...Object.entries(classes), ...Object.entries(modalities ?? {})])
    expect(count === null || (Number.isSafeInteger(count) && count >= 0), `${name} is ${count}`).toBe(true)
}

function expectInclusive(counts: TokenCounts): void {
  expectCounts(counts)
  const cache = (counts.cacheReadInputTokens ?? 0) + (counts.cacheCreationInputTokens ?? 0)
  expect(cache, 'cache lies outside the input').toBeLessThanOrEqual(counts.inputTokens ?? 0)
  expect(counts.cacheCreation1hInputTokens ?? 0).toBeLessThanOrEqual(counts.cacheCreationInputTokens ?? 0)
  expect(counts.reasoningOutputTokens ?? 0, 'reasoning lies outside the output').toBeLessThanOrEqual(
    counts.outputTokens ?? 0,
  )
}
