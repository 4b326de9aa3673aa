import { countAt, sumOf } from '../usage/count.ts'
import { isZero, NO_COUNTS, type TokenCounts } from '../usage/counts.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { eachItem } from './each-item.ts'
import type { FileContext, Format, FormatReader, RecordSink } from './format.ts'

/**
 * Gemini CLI chats: one document per session, or (newer) a line per message and per change. A message is written again
 * when its tool results arrive, and `$set` may write all of them again: the last state of an id counts.
 */
export const geminiCli: Format = {
  name: 'gemini-cli',
  title: 'Gemini CLI chats',
  example:
    '{"id":"m2","timestamp":"2026-03-01T10:00:00Z","type":"gemini","model":"gemini-3-flash-preview","tokens":{"input":15327,"output":23,"cached":11526,"thoughts":919,"tool":7,"total":16276}}',
  needles: ['"projectHash"', '"gemini"'],
  selfContained: false,
  docs: {
    identity: '`sessionId` and message id',
    counts: 'per call; cache inside input, thoughts outside output, tool prompts outside input',
    ignores: 'earlier states of a message, messages without `tokens`',
  },
  recognizes: (entry) =>
    'projectHash' in entry ||
    (entry['type'] === 'gemini' && 'content' in entry) ||
    (entry['type'] === 'gemini' && objectAt(entry, 'tokens') !== null) ||
    objectAt(entry, '$set') !== null ||
    typeof entry['$rewindTo'] === 'string',
  open: reader,
}

function reader(file: FileContext): FormatReader {
  let session: string | null = null

  function readMessage(message: JsonObject, update: boolean, sink: RecordSink): void {
    const tokens = message['type'] === 'gemini' ? objectAt(message, 'tokens') : null
    const counts = tokens === null ? NO_COUNTS : countsOf(tokens)
    if (tokens === null || isZero(counts)) return
    const id = textAt(message, 'id')
    sink.record({
      model: textAt(message, 'model'),
      provider: null,
      counts,
      identity: id === null ? null : `${session ?? file.name}:${id}`,
      update: update && id !== null,
      time: timeAt(message, 'timestamp'),
      attributes: knownAttributes({ session }),
    })
  }

  return {
    push(entry, sink) {
      session = textAt(entry, 'sessionId') ?? session
      const messages = [...objectsAt(entry, 'messages'), ...objectsAt(objectAt(entry, '$set'), 'messages')]
      eachItem(messages, sink, (message) => readMessage(message, '$set' in entry, sink))
      if (entry['type'] === 'gemini') readMessage(entry, true, sink)
    },
  }
}

/** `total` = input + output + thoughts + tool. */
function countsOf(tokens: JsonObject): TokenCounts {
  const thoughts = countAt(tokens, 'thoughts')
  return {
    ...NO_COUNTS,
    inputTokens: sumOf(countAt(tokens, 'input'), countAt(tokens, 'tool')),
    cacheReadInputTokens: countAt(tokens, 'cached'),
    outputTokens: sumOf(countAt(tokens, 'output'), thoughts),
    reasoningOutputTokens: thoughts,
  }
}
