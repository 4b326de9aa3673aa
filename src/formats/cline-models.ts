import { isArray, isObject, type Json, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import type { FileContext } from './format.ts'

interface Change {
  readonly time: number
  readonly model: string
}

/**
 * The model of a request by its time, for tasks whose requests do not name it: from Cline's task_metadata.json, else from
 * the `<model>` tags that Roo puts into the conversation. The neighbours are read when first asked for.
 */
export function modelTimeline(file: FileContext): (time: number | null) => string | null {
  let changes: readonly Change[] | null = null
  return (time) => {
    changes ??= [...metadataModels(file), ...taggedModels(file)].sort((a, b) => a.time - b.time)
    const only = new Set(changes.map(({ model }) => model))
    if (only.size === 1) return changes[0]!.model
    return time === null ? null : (changes.findLast((change) => change.time <= time)?.model ?? null)
  }
}

function metadataModels(file: FileContext): Change[] {
  const metadata = parsed(file.sibling('task_metadata.json'))
  return objectsAt(isObject(metadata) ? metadata : null, 'model_usage').flatMap((usage) => {
    const [time, model] = [timeAt(usage, 'ts'), textAt(usage, 'model_id')]
    return time === null || model === null ? [] : [{ time, model }]
  })
}

function taggedModels(file: FileContext): Change[] {
  const history = parsed(file.sibling('api_conversation_history.json'))
  return (isArray(history) ? history.filter(isObject) : []).flatMap((message) => {
    const model = /<model>([^<\\]{1,200})<\/model>/.exec(JSON.stringify(message['content'] ?? ''))?.[1]
    return model === undefined || message['role'] !== 'user' ? [] : [{ time: timeAt(message, 'ts') ?? 0, model }]
  })
}

function parsed(text: string | null): Json {
  try {
    return text === null ? null : (JSON.parse(text) as Json)
  } catch {
    return null
  }
}
