import { hashBegun } from '../usage/hash.ts'
import { firstTextAt, type Json, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import type { Attributes } from '../usage/record.ts'
import { knownAttributes } from './call.ts'
import { codexCalls } from './codex-calls.ts'
import { replayOf } from './codex-replay.ts'
import { RunningTotal } from './running-total.ts'

export type CodexThread = ReturnType<typeof threadOf>

/** What is known of the thread whose lines are being read; a file normally holds one. */
export function threadOf(entry: JsonObject | null) {
  const meta = objectAt(entry, 'payload') ?? objectAt(entry, 'msg')
  const id = firstTextAt(meta, 'id', 'session_id')
  return {
    meta,
    attributes: Object.freeze(attributesOf(meta)),
    id,
    provider: providerOf(meta),
    /** How the hash of its calls' identities begins. */
    hash: hashBegun(`${id}@`),
    replay: entry === null ? null : replayOf(entry),
    counter: new RunningTotal(),
    calls: codexCalls(),
    /** `total_tokens` of the latest total, which may state nothing else. */
    total: undefined as Json | undefined,
  }
}

/** A subagent's `session_id` is that of the session it belongs to. */
function attributesOf(meta: JsonObject | null): Attributes {
  return knownAttributes({
    session: firstTextAt(meta, 'session_id', 'id'),
    project: textAt(meta, 'cwd'),
    agent: firstTextAt(meta, 'agent_nickname', 'agent_path', 'agent_role'),
    branch: textAt(objectAt(meta, 'git'), 'branch'),
  })
}

/**
 * Who serves the thread, where the setting has a name that is known: it may be the user's own for a proxy. That of OpenAI says no
 * more than none does.
 */
function providerOf(meta: JsonObject | null): string | null {
  const named = knownProviderKey(firstTextAt(meta, 'model_provider', 'model_provider_id'))
  return named === 'openai' ? null : named
}
