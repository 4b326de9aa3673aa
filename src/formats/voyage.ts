import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { voyage as payload } from '../usage/payloads/voyage.ts'
import { recordCall } from './call.ts'
import type { Format, FormatReader, RecordSink } from './format.ts'

/** Saved answers of Voyage AI and of others whose embeddings and rerankings state a total only. */
export const voyage: Format = {
  name: 'voyage',
  title: 'Voyage AI embeddings and rerankings',
  example:
    '{"object":"list","data":[{"relevance_score":0.7,"index":0}],"model":"rerank-2-lite","usage":{"total_tokens":43}}',
  needles: [],
  selfContained: true,
  docs: {
    identity: 'none: the answers carry no id',
    counts: 'per call; the total is the input',
    ignores: 'nothing',
  },
  recognizes: (entry) => {
    const usage = objectAt(entry, 'usage')
    return entry['object'] === 'list' && usage !== null && payload.matches(usage, hintsOf(entry))
  },
  open: () => reader,
}

const reader: FormatReader = {
  push(entry: JsonObject, sink: RecordSink): void {
    const hints = hintsOf(entry)
    const usages = payload.read(objectAt(entry, 'usage') ?? {}, hints)
    recordCall({ model: hints.model, provider: providerOf(hints.model), identity: null, time: null }, usages, sink)
  },
}

/** This envelope and a lone total are enough to tell the shape. */
function hintsOf(entry: JsonObject): { provider: string; model: string | null } {
  return { provider: 'voyageai', model: textAt(entry, 'model') }
}

function providerOf(model: string | null): string | null {
  return /^(voyage|rerank)-/.test(model ?? '') ? 'voyageai' : null
}
