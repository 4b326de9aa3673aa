import type { TokenCounts } from '../usage/counts.ts'
import type { EntryPlace } from './format.ts'

/** What one `session.shutdown` states of one model. */
export interface ModelMetrics {
  readonly model: string
  readonly calls: number | null
  readonly counts: TokenCounts
}

/** From one start or resume of a session to its shutdown. */
export interface Leg {
  readonly metrics: readonly ModelMetrics[]
  /** What the messages of this leg put out. */
  readonly output: number
  /** Their identities: a copy of the log that ends before the shutdown has them as calls. */
  readonly messages: readonly string[]
  readonly time: number | null
  readonly at: EntryPlace
}

/**
 * The shutdowns of one session, each counted once. Some versions of Copilot CLI begin their metrics anew with each leg,
 * some go on counting: metrics cover those legs whose messages put out what comes nearest to them.
 */
export interface Legs {
  /** Adds a shutdown; returns the earlier ones that it covers. */
  add(leg: Leg): readonly Leg[]
  /** Those to be counted. */
  all(): readonly Leg[]
}

export function copilotLegs(): Legs {
  const legs: Leg[] = []
  return {
    add(leg) {
      const stated = sumOver(leg, 'outputTokens')
      let first = legs.length
      let output = leg.output
      let nearest = Math.abs(stated - output)
      let covered = output
      for (let i = legs.length - 1; i >= 0 && !fellBelow(leg, legs[i]!); i--) {
        output += legs[i]!.output
        const distance = Math.abs(stated - output)
        if (distance > nearest || (distance === nearest && legs[i]!.output > 0)) continue
        first = i
        nearest = distance
        covered = output
      }
      const replaced = legs.splice(first)
      legs.push({ ...leg, output: covered, messages: [...replaced, leg].flatMap(({ messages }) => messages) })
      return replaced
    },
    all: () => legs,
  }
}

function fellBelow(leg: Leg, before: Leg): boolean {
  return (
    sumOver(leg, 'inputTokens') < sumOver(before, 'inputTokens') ||
    sumOver(leg, 'outputTokens') < sumOver(before, 'outputTokens')
  )
}

function sumOver(leg: Leg, name: 'inputTokens' | 'outputTokens'): number {
  return leg.metrics.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)
}
