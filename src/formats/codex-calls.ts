import type { UsageRecord } from '../usage/record.ts'
import type { Owner } from './codex-replay.ts'
import type { EntryPlace, RecordSink } from './format.ts'

/**
 * The calls of one Codex thread on their way to the sink: those of a copied history are folded as soon as a later line
 * tells whose they are, and of a `token_count` and a `token_usage_record` about the same response only the latter stays.
 */
export interface CodexCalls {
  /** True while only calls of a copied history were seen: the next call's running total may have a gap before it. */
  readonly followsReplay: boolean
  /** True when a call of the thread's own was seen. */
  readonly hasOwn: boolean
  /** True when a `token_count` of the thread's own leads to nothing but `settle` and `follow`. */
  readonly followOn: boolean
  /** A `token_count` that stands for a call. */
  counted(call: UsageRecord, owner: Owner, sink: RecordSink): void
  /** A `token_usage_record`. */
  responded(call: UsageRecord, owner: Owner, sink: RecordSink): void
  /** The latest `token_count`, if there is one, is a call: the thread's next one follows. */
  settle(sink: RecordSink): void
  /** That next one. */
  follow(call: UsageRecord, at: EntryPlace): void
  /** What is still undecided at the end of the file is the thread's own. */
  finish(sink: RecordSink): void
}

interface Found {
  readonly call: UsageRecord
  readonly at: EntryPlace
}

export function codexCalls(): CodexCalls {
  let unsure: Found[] = []
  /** The latest `token_count`, until it is known that no `token_usage_record` says the same. */
  let pending: Found | null = null
  let hasRecords = false
  let hasOwn = false
  let hasParents = false

  function settle(sink: RecordSink): void {
    if (pending !== null) sink.record(pending.call, pending.at)
    pending = null
  }

  function disown(sink: RecordSink): void {
    for (const { at } of unsure) sink.folded(at)
    hasParents ||= unsure.length > 0
    unsure = []
    hasOwn = true
  }

  function parents(sink: RecordSink): void {
    hasParents = true
    sink.folded()
  }

  return {
    get followsReplay() {
      return !hasOwn && (hasParents || unsure.length > 0)
    },
    get hasOwn() {
      return hasOwn
    },
    get followOn() {
      return !hasRecords && unsure.length === 0 && (hasOwn || !hasParents)
    },
    counted(call, owner, sink) {
      if (owner === 'parent') return parents(sink)
      if (owner === 'unsure') return void unsure.push({ call, at: sink.at })
      disown(sink)
      if (hasRecords) return sink.folded()
      settle(sink)
      this.follow(call, sink.at)
    },
    responded(call, owner, sink) {
      if (owner === 'parent') return parents(sink)
      disown(sink)
      if (pending !== null && sameResponse(pending.call, call)) {
        sink.folded(pending.at)
        pending = null
      }
      settle(sink)
      hasRecords = true
      sink.record(call)
    },
    settle,
    follow(call, at) {
      hasOwn = true
      pending = { call, at }
    },
    finish(sink) {
      for (const { call, at } of unsure) sink.record(call, at)
      unsure = []
      settle(sink)
    },
  }
}

/** Only the newer line knows cache writes, so they say nothing here. */
function sameResponse(a: UsageRecord, b: UsageRecord): boolean {
  return a.counts.inputTokens === b.counts.inputTokens && a.counts.outputTokens === b.counts.outputTokens
}
