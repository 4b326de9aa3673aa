import { countAt } from '../usage/count.ts'
import { isZero, NO_COUNTS } from '../usage/counts.ts'
import { textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import type { Format, FormatReader } from './format.ts'

/** LingTai's token ledger: one line per call, cached and thinking tokens inside. */
export const lingtai: Format = {
  name: 'lingtai',
  title: 'LingTai token ledgers',
  example:
    '{"source":"main","ts":"2026-03-01T10:00:00Z","input":100,"output":20,"thinking":5,"cached":10,"model":"gpt-5.5"}',
  needles: ['"thinking"'],
  selfContained: true,
  docs: { identity: 'none', counts: 'per call; cache inside input, thinking inside output', ignores: 'nothing' },
  recognizes: (entry) => ['source', 'ts', 'input', 'output', 'thinking', 'cached'].every((key) => key in entry),
  open: () => reader,
}

const reader: FormatReader = {
  push(entry, sink) {
    const counts = {
      ...NO_COUNTS,
      inputTokens: countAt(entry, 'input'),
      cacheReadInputTokens: countAt(entry, 'cached'),
      outputTokens: countAt(entry, 'output'),
      reasoningOutputTokens: countAt(entry, 'thinking'),
    }
    if (isZero(counts)) return
    sink.record({
      model: textAt(entry, 'model'),
      provider: null,
      counts,
      identity: null,
      time: timeAt(entry, 'ts'),
      attributes: knownAttributes({ session: textAt(entry, 'run_id'), agent: textAt(entry, 'em_id') }),
    })
  },
}
