import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'

/** Whose a call is that stands at this point of a Codex file: `unsure` until a later line tells. */
export type Owner = 'own' | 'parent' | 'unsure'

/**
 * Forks and some subagents begin with a copy of their parent's history, token counts included, under the original
 * times or under those of the fork. Tells that prefix from the thread's own calls.
 */
export interface Replay {
  /** True for a file that may begin with a copy: a fork or a subagent. */
  readonly isCandidate: boolean
  /** A further `session_meta` line: the parent's, or the own one again. */
  meta(payload: JsonObject): void
  /** A `task_started` or `turn_context` line. */
  turn(entry: JsonObject, payload: JsonObject): void
  owner(line: OwnedLine): Owner
  /** From where on, up to the next such line, calls are the thread's own; `numbered`: they have an ordinal. null = not known. */
  ownFrom(numbered: boolean): OwnFrom | null
}

/** The least time and the least ordinal of lines. */
export interface OwnFrom {
  readonly time: number
  readonly ordinal: number
}

/** A line with a call. */
export interface OwnedLine {
  readonly time: number | null
  readonly ordinal: number | null
}

/** A whole replay is written within one second; no model answers in less. */
const BURST_MS = 1000
const ALWAYS: OwnFrom = { time: Number.NEGATIVE_INFINITY, ordinal: Number.NEGATIVE_INFINITY }

/** `first` is the file's first `session_meta` line, which owns the file. */
export function replayOf(first: JsonObject): Replay {
  const own = objectAt(first, 'payload')
  const written = timeAt(first, 'timestamp')
  const created = timeAt(own, 'timestamp') ?? written
  const born = uuidTime(textAt(own, 'id')) ?? created
  const startOrdinal =
    ordinalAt(own, 'subagent_history_start_ordinal') ??
    ordinalAt(objectAt(own, 'history_base'), 'end_ordinal_exclusive')
  const inBurst = (time: number | null) => isFork && time !== null && written !== null && time - written < BURST_MS
  let isFork = textAt(own, 'forked_from_id') !== null
  let started = false
  /** The own `session_meta` came again: what follows is own, however soon. */
  let sealed = false
  /** `begun`: an own turn may have begun, but only its first call outside the burst proves it. */
  let state: Owner | 'begun' = isFork || isSubagent(own) ? 'unsure' : 'own'

  return {
    get isCandidate() {
      return isFork || isSubagent(own)
    },
    meta(payload) {
      if (textAt(payload, 'id') === textAt(own, 'id')) {
        sealed = isFork
      } else if (!started) {
        isFork = true
        state = 'unsure'
      }
    },
    turn(entry, payload) {
      started = true
      if (sealed || state === 'own') return
      const minted = uuidTime(textAt(payload, 'turn_id'))
      const time = timeAt(entry, 'timestamp')
      if (minted !== null && born !== null) state = minted >= born ? 'own' : 'parent'
      else if (payload['type'] !== 'task_started') return
      else if (time !== null && created !== null && time < created) state = 'parent'
      else state = inBurst(time) ? 'begun' : 'own'
    },
    owner({ time, ordinal }) {
      if (startOrdinal !== null && ordinal !== null) return ordinal < startOrdinal ? 'parent' : 'own'
      if (sealed) return 'own'
      const isOriginal = state !== 'own' && time !== null && created !== null && time < created
      if (isOriginal || inBurst(time)) return 'parent'
      return state === 'begun' ? 'own' : state
    },
    ownFrom(numbered) {
      if (startOrdinal !== null && numbered) return { ...ALWAYS, ordinal: startOrdinal }
      if (sealed) return ALWAYS
      if (state === 'unsure' || state === 'parent') return null
      const begin = state === 'begun' && created !== null ? created : ALWAYS.time
      const burstEnd = isFork && written !== null ? written + BURST_MS : ALWAYS.time
      return { ...ALWAYS, time: Math.max(begin, burstEnd) }
    },
  }
}

function isSubagent(meta: JsonObject | null): boolean {
  return textAt(meta, 'thread_source') === 'subagent' || objectAt(objectAt(meta, 'source'), 'subagent') !== null
}

export function ordinalAt(parent: JsonObject | null, key: string): number | null {
  const value = parent?.[key]
  return typeof value === 'number' ? value : null
}

/** The time that a UUID of version 7 was made at: Codex names threads and turns so. */
function uuidTime(id: string | null): number | null {
  if (id === null || !/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-/i.test(id)) return null
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
