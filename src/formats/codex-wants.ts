import { CODEX_WANTS } from '../usage/payloads/codex.ts'
import type { Wants } from '../usage/wants.ts'

const TOTAL: Wants = { ...CODEX_WANTS, total_tokens: true }

/** What is looked at under `payload`, in new files, or `msg`, in old ones. */
const PAYLOAD: Wants = {
  ...{ type: true, id: true, session_id: true, thread_id: true, turn_id: true, timestamp: true, cwd: true },
  ...{ forked_from_id: true, thread_source: true, source: true, subagent_history_start_ordinal: true },
  ...{ history_base: true, agent_nickname: true, agent_path: true, agent_role: true, git: true },
  ...{ model: true, model_name: true, service_tier: true, thread_settings: true },
  ...{ model_provider: true, model_provider_id: true },
  info: { model: true, model_name: true, total_token_usage: TOTAL, last_token_usage: TOTAL },
  ...{ usage: TOTAL, response_id: true, thread_token_usage: TOTAL },
  ...CODEX_WANTS,
}

/** All that is looked at in a line of a rollout. */
export const LINE_WANTS: Wants = { timestamp: true, type: true, ordinal: true, payload: PAYLOAD, msg: PAYLOAD }

/** What lines that are like one another may have of their own. */
export const LINE_VARIES = [
  'timestamp',
  'ordinal',
  ...['payload', 'msg'].flatMap((at) => [
    ...['id', 'session_id', 'thread_id', 'turn_id', 'timestamp', 'response_id'].map((key) => `${at}.${key}`),
    ...Object.keys(CODEX_WANTS).map((key) => `${at}.${key}`),
    ...['info.total_token_usage', 'info.last_token_usage', 'usage', 'thread_token_usage'].flatMap((usage) =>
      Object.keys(TOTAL).map((key) => `${at}.${usage}.${key}`),
    ),
  ]),
]

/** Of `LINE_VARIES` what running totals have: the numbers of the whole, then those of the last call. */
export const TOTALS = ['total_token_usage', 'last_token_usage'].flatMap((usage) =>
  Object.keys(TOTAL).map((key) => `payload.info.${usage}.${key}`),
)
