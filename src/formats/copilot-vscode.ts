import { firstCountAt } from '../usage/count.ts'
import { isUnstated, isZero, NO_COUNTS } from '../usage/counts.ts'
import { isArray, isObject, type Json, type JsonObject, keyText, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { EntryPlace, FileContext, Format, FormatReader, RecordSink } from './format.ts'

/**
 * Chat sessions of Copilot in VS Code (`chatSessions/*.json`, `*.jsonl`): a document, or a journal of it. A journal begins
 * with the document (`kind` 0), then sets (1) and appends (2) at paths in it: counts mostly come so. Of a turn with several
 * calls the output is that of all, the prompt that of the last.
 */
export const copilotVscode: Format = {
  name: 'copilot-vscode',
  title: 'GitHub Copilot chat sessions of VS Code',
  example:
    '{"version":3,"sessionId":"s1","creationDate":1783918320000,"requests":[{"requestId":"request_1","timestamp":1783918330000,"modelId":"copilot/auto","promptTokens":18561,"completionTokens":143,"result":{"metadata":{"resolvedModel":"gpt-5.6-luna"}}}]}',
  needles: ['"requests"'],
  selfContained: false,
  docs: {
    identity: 'session and `requestId`',
    counts: 'per request of the user; several calls of one are counted as one, with the prompt of the last',
    ignores: 'earlier states of a request, requests without counts (older versions state none), credits',
  },
  recognizes: (entry) => isSession(entry) || isSession(objectAt(entry, 'v')) || isChange(entry),
  open: reader,
}

function isSession(entry: JsonObject | null): boolean {
  return (
    entry !== null &&
    isArray(entry['requests']) &&
    ('responderUsername' in entry || 'creationDate' in entry || 'inputState' in entry || 'initialLocation' in entry)
  )
}

function isChange(entry: JsonObject): boolean {
  const path = entry['k']
  if (entry['kind'] === 0) return isArray(objectAt(entry, 'v')?.['requests'])
  return typeof entry['kind'] === 'number' && isArray(path) && path[0] === 'requests'
}

interface Turn {
  readonly id: string | null
  readonly time: number | null
  readonly model: string | null
  readonly resolved: string | null
  readonly input: number | null
  readonly output: number | null
  /** How often the model was asked, where the turn says so. */
  readonly rounds: number | null
  readonly at: EntryPlace
}

function reader(file: FileContext): FormatReader {
  let session: string | null = null
  let turns: Turn[] = []

  function append(values: Json | undefined, sink: RecordSink): void {
    eachItem(isArray(values) ? values : [], sink, (value) => {
      const place = turns.push(turnOf({}, sink.at)) - 1
      if (isObject(value)) turns[place] = turnOf(value, sink.at)
    })
  }

  function change(entry: JsonObject, sink: RecordSink): void {
    const [, index, ...rest] = isArray(entry['k']) ? entry['k'] : []
    if (typeof index !== 'number') {
      const kept = entry['kind'] === 1 ? 0 : entry['i']
      if (typeof kept === 'number' && kept >= 0) turns.splice(kept)
      append(entry['v'], sink)
      return
    }
    const set = rest.reduceRight<Json>((value, key) => ({ [keyText(key)]: value }), entry['v'] ?? null)
    const turn = turns[index]
    if (!isObject(set) || (turn === undefined && index !== turns.length)) return
    const stated = turnOf(set, sink.at)
    turns[index] = turn === undefined || rest.length === 0 ? stated : merged(turn, stated)
  }

  function record(turn: Turn, sink: RecordSink): void {
    const counts = { ...NO_COUNTS, inputTokens: turn.input, outputTokens: turn.output }
    if (isUnstated(counts) || isZero(counts)) return
    sink.record(
      {
        model: turn.resolved ?? turn.model,
        provider: null,
        counts,
        identity: turn.id === null ? null : `${session ?? file.name}:${turn.id}`,
        time: turn.time,
        ...((turn.rounds ?? 0) > 1 && { partial: true }),
        attributes: knownAttributes({ session }),
      },
      turn.at,
    )
  }

  return {
    push(entry, sink) {
      const document = isSession(entry) ? entry : entry['kind'] === 0 ? objectAt(entry, 'v') : null
      if (document === null) return change(entry, sink)
      for (const turn of turns) record(turn, sink)
      turns = []
      session = textAt(document, 'sessionId')
      append(document['requests'], sink)
    },
    close(sink) {
      for (const turn of turns) record(turn, sink)
    },
  }
}

function turnOf(request: JsonObject, at: EntryPlace): Turn {
  const metadata = objectAt(objectAt(request, 'result'), 'metadata')
  const rounds = objectsAt(metadata, 'toolCallRounds').length
  return {
    id: textAt(request, 'requestId'),
    time: timeAt(request, 'timestamp'),
    model: textAt(request, 'modelId'),
    resolved: textAt(metadata, 'resolvedModel'),
    input: firstCountAt(request, 'promptTokens') ?? firstCountAt(metadata, 'promptTokens'),
    output: firstCountAt(request, 'completionTokens') ?? firstCountAt(metadata, 'outputTokens'),
    rounds: rounds === 0 ? null : rounds,
    at,
  }
}

/** Later stated fields replace earlier ones; the metadata of a result knows the last call only, so it lowers no output. */
function merged(before: Turn, next: Turn): Turn {
  const states = next.input !== null || next.output !== null
  const fromMetadata = next.rounds !== null || next.resolved !== null
  return {
    id: next.id ?? before.id,
    time: next.time ?? before.time,
    model: next.model ?? before.model,
    resolved: next.resolved ?? before.resolved,
    input: next.input ?? before.input,
    output: fromMetadata ? larger(before.output, next.output) : (next.output ?? before.output),
    rounds: next.rounds ?? before.rounds,
    at: states ? next.at : before.at,
  }
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}
