import { MalformedUsage } from '../usage/count.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { JsonObject } from '../usage/json.ts'
import { readUsage } from '../usage/payloads/index.ts'
import { providerKey } from '../usage/provider.ts'
import type { TrackOptions } from './call-sink.ts'
import { plainUsage } from './log-line.ts'
import { passedOn } from './passed-on.ts'
import { currentRun, type Run } from './run-context.ts'

interface Model {
  readonly provider: string
  readonly modelId: string
}

interface Answer {
  readonly id?: string
  readonly modelId?: string
}

/** What we use of an answer of `doGenerate`. */
interface Generated {
  readonly usage: object
  readonly response?: Answer
}

/** A middleware of the AI SDK (versions 6 and 7; `wrapLanguageModel({ model, middleware })`). */
export interface UsageMiddleware {
  readonly specificationVersion: 'v3'
  readonly wrapGenerate: <R extends Generated>(call: {
    readonly doGenerate: () => PromiseLike<R>
    readonly model: Model
  }) => Promise<R>
  readonly wrapStream: <P, R extends { readonly stream: ReadableStream<P> }>(call: {
    readonly doStream: () => PromiseLike<R>
    readonly model: Model
  }) => Promise<R>
}

/** What we use of the event that `onFinish` of `generateText` and `streamText` gets. */
export interface FinishEvent {
  readonly steps: readonly {
    readonly usage: object
    readonly response: Answer
    readonly model?: { readonly provider?: string; readonly modelId?: string }
  }[]
}

/** Records every call that the AI SDK makes with a wrapped model, streamed or not; budgets of runs are kept. */
export function usageMiddleware(options: TrackOptions): UsageMiddleware {
  return {
    specificationVersion: 'v3',
    async wrapGenerate({ doGenerate, model }) {
      const run = currentRun()
      run?.check()
      const result = await doGenerate()
      record(options, run, model, result.usage, result.response ?? {}, false)
      return result
    },
    async wrapStream({ doStream, model }) {
      const run = currentRun()
      run?.check()
      const result = await doStream()
      const watch = new StreamWatch((usage, answer, partial) => record(options, run, model, usage, answer, partial))
      return { ...result, stream: passedOn(result.stream, watch.passing()) }
    },
  }
}

/** For `onFinish`, where no middleware is used: records each step once. With a middleware too, steps with an id count once. */
export function recordOnFinish(options: TrackOptions): (event: FinishEvent) => void {
  return ({ steps }) => {
    const run = currentRun()
    for (const { usage, response, model } of steps)
      record(options, run, { provider: model?.provider ?? '', modelId: model?.modelId ?? '' }, usage, response, false)
  }
}

/** The parts of one streamed answer: usage comes with the last of them. */
class StreamWatch {
  private readonly found: (usage: object | null, answer: Answer, partial: boolean) => void
  private answer: Answer = {}
  private done = false

  constructor(found: (usage: object | null, answer: Answer, partial: boolean) => void) {
    this.found = found
  }

  passing() {
    return {
      chunk: (part: unknown) => this.part(part as { type?: string; usage?: object } & Answer),
      end: () => this.end(null, true),
    }
  }

  private part(part: { readonly type?: string; readonly usage?: object } & Answer): void {
    if (part.type === 'response-metadata') this.answer = part
    else if (part.type === 'finish') this.end(part.usage ?? null, false)
  }

  private end(usage: object | null, partial: boolean): void {
    if (this.done) return
    this.done = true
    this.found(usage, this.answer, partial)
  }
}

function record(
  { recorder, attributes, provider }: TrackOptions,
  run: Run | null,
  model: Model,
  usage: object | null,
  answer: Answer,
  partial: boolean,
): void {
  try {
    const bills = provider ?? (model.provider || null)
    const name = answer.modelId ?? (model.modelId || null)
    recorder.recordIn(run, name, usage === null ? null : closest(usage, bills, name), attributes ?? {}, {
      provider: providerKey(bills),
      id: answer.id ?? null,
      partial,
    })
  } catch (error) {
    recorder.problem('recording_failed', 'the usage of a call could not be recorded', error)
  }
}

/** The provider's own usage, which may state more (cache lifetimes), where it says the same as the AI SDK makes of it. */
function closest(usage: object, provider: string | null, model: string | null): object {
  const { raw, ...normal } = usage as { raw?: unknown }
  if (typeof raw !== 'object' || raw === null) return normal
  const hints = { provider: providerKey(provider), model }
  try {
    const [stated, made] = [plainUsage(raw), plainUsage(normal)].map((each: JsonObject) => readUsage(each, hints))
    const same = stated?.length === 1 && made?.length === 1 && sameTotals(stated[0]!.counts, made[0]!.counts)
    return same ? raw : normal
  } catch (error) {
    if (error instanceof MalformedUsage) return normal
    throw error
  }
}

function sameTotals(a: TokenCounts, b: TokenCounts): boolean {
  return a.inputTokens === b.inputTokens && a.outputTokens === b.outputTokens
}
