import { isUnstated, type TokenCounts } from '../usage/counts.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { CodexLine } from './codex-line.ts'
import type { CodexThread } from './codex-thread.ts'
import type { CallsAlike } from './format.ts'

/** What lines tell of the calls behind them. */
export class CodexSettings {
  model: string | null = null
  mode: string | null = null
  private latest: CallsAlike | null = null

  /** What calls of a thread have in common; `model`: that of their lines, null = they name none. */
  alike(model: string | null, { attributes, provider }: CodexThread): CallsAlike {
    const descriptor = {
      ...{ model: (model ?? this.model)?.toWellFormed() ?? null, provider, mode: this.mode, region: null },
      ...{ calls: 1, keepLoggedCost: false, format: 'codex' },
    }
    const { latest } = this
    const isLatest = descriptor.model === latest?.descriptor.model && descriptor.mode === latest.descriptor.mode
    if (latest === null || !isLatest || latest.attributes !== attributes) this.latest = { descriptor, attributes }
    return this.latest!
  }

  callOf(line: CodexLine, counts: TokenCounts, identity: string | null, thread: CodexThread): UsageRecord {
    const { attributes, provider } = thread
    const model = line.model ?? this.model
    return { model, provider, counts, identity, time: line.time, mode: this.mode, attributes }
  }
}

/** The identity of a call that has no id: its thread, the time as it is written, and the running total. */
export function totalIdentity({ id }: CodexThread, { timestamp }: CodexLine, total: TokenCounts): string | null {
  if (id === null || isUnstated(total)) return null
  return `${id}@${timestamp}#${total.inputTokens}+${total.outputTokens}`
}
