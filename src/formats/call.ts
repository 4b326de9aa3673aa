import type { Usage } from '../usage/payloads/payload.ts'
import { ATTRIBUTE_NAMES, type AttributeName, type Attributes, type UsageRecord } from '../usage/record.ts'
import type { RecordSink } from './format.ts'

/** What an envelope knows of a call; what its payload knows is laid over it by recordCall. */
export type CallFrame = Omit<UsageRecord, 'counts' | 'fees'>

/**
 * Records one call: `usages` as its payload read them, inside `frame`. The frame's mode, region and cost win where it
 * states them. Parts served by other models get identities of their own, so that they fold like the call itself.
 */
export function recordCall(frame: CallFrame, usages: readonly Usage[], sink: RecordSink): void {
  for (const [index, usage] of usages.entries()) {
    // Spelled out, not spread: every record has the same shape, which makes it several times cheaper.
    const record: UsageRecord = {
      model: usage.model ?? frame.model,
      provider: frame.provider,
      counts: usage.counts,
      identity: frame.identity === null ? null : partIdentity(frame.identity, index),
      update: frame.update ?? false,
      time: frame.time,
      mode: frame.mode ?? usage.mode ?? null,
      region: frame.region ?? usage.region ?? null,
      calls: frame.calls === undefined ? 1 : frame.calls,
      loggedCostUsd: (index === 0 ? frame.loggedCostUsd : null) ?? usage.loggedCostUsd ?? null,
      keepLoggedCost: frame.keepLoggedCost ?? false,
      partial: frame.partial ?? false,
      attributes: frame.attributes ?? NO_ATTRIBUTES,
    }
    const { total } = frame
    const whole = total === undefined ? record : { ...record, total }
    sink.record(usage.fees === undefined ? whole : { ...whole, fees: usage.fees })
  }
}

/** The identity of the part at `index` of what a payload states; the first is the call itself. */
export function partIdentity(identity: string, index: number): string {
  return index === 0 ? identity : `${identity}#${index}`
}

const NO_ATTRIBUTES: Attributes = {}

/** Attributes of those names that the log knows. */
export function knownAttributes(
  names: { readonly [name in AttributeName]?: string | null },
  labels?: Readonly<Record<string, string>>,
): Attributes {
  const known: { [name in AttributeName]?: string } = {}
  for (const name of ATTRIBUTE_NAMES) {
    const value = names[name]
    if (value !== undefined && value !== null) known[name] = value
  }
  return labels === undefined || Object.keys(labels).length === 0 ? known : { ...known, labels }
}
