import { amountAt } from '../usage/amount.ts'
import { countAt } from '../usage/count.ts'
import { isZero, NO_COUNTS } from '../usage/counts.ts'
import { isArray, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { knownAttributes } from './call.ts'
import { taskOfFile } from './dump.ts'
import type { Format, RecordSink } from './format.ts'
import { objectIn } from './json-text.ts'

/** A SWE-agent trajectory: one document per instance, with the totals of that instance. */
export const sweAgent: Format = {
  name: 'swe-agent',
  title: 'SWE-agent trajectories (.traj)',
  example:
    '{"environment":"main","trajectory":[],"history":[],"info":{"exit_status":"submitted","model_stats":{"instance_cost":0.0195,"tokens_sent":7141,"tokens_received":243,"api_calls":5}},"replay_config":"{\\"agent\\":{\\"model\\":{\\"name\\":\\"gpt-4o\\"}}}"}',
  needles: ['"model_stats"'],
  selfContained: true,
  docs: {
    identity: 'none: a trajectory does not name its run',
    counts: 'totals of one instance with their number of calls; cache is not stated',
    ignores: '`total_cost` (it runs over the whole batch); stats without any call',
  },
  recognizes: (entry) => isArray(entry['trajectory']) && objectAt(objectAt(entry, 'info'), 'model_stats') !== null,
  open: (file) => ({
    push(entry: JsonObject, sink: RecordSink): void {
      const stats = objectAt(objectAt(entry, 'info'), 'model_stats')
      const config = objectIn(entry['replay_config'])
      const calls = countAt(stats, 'api_calls')
      const stated = {
        ...NO_COUNTS,
        inputTokens: countAt(stats, 'tokens_sent'),
        outputTokens: countAt(stats, 'tokens_received'),
      }
      const counts = isZero(stated) ? NO_COUNTS : stated
      if (counts === NO_COUNTS && (calls ?? 0) === 0) return
      sink.record({
        model: textAt(objectAt(objectAt(config, 'agent'), 'model'), 'name'),
        provider: null,
        counts,
        calls,
        identity: null,
        time: null,
        loggedCostUsd: amountAt(stats, 'instance_cost'),
        attributes: knownAttributes({
          task: textAt(objectAt(config, 'problem_statement'), 'id') ?? taskOfFile(file, '.traj'),
        }),
      })
    },
  }),
}
