import type { Attributes } from '../usage/record.ts'
import type { CallSink } from './answer-watcher.ts'
import type { Endpoint } from './endpoints.ts'
import type { UsageRecorder } from './recorder.ts'
import { currentRun } from './run-context.ts'

export interface TrackOptions {
  readonly recorder: UsageRecorder
  /** Of every call of this client. */
  readonly attributes?: Attributes
  /** Who bills the calls, where the address does not say it: a gateway, a server of your own. */
  readonly provider?: string
}

/** Records calls for everyone who tracks, in the run at hand when the request was made. `asked`: the model of the request. */
export function callSink(
  options: readonly TrackOptions[],
  { operation }: Endpoint,
  bills: string | null,
  asked: () => string | null,
): CallSink {
  const run = currentRun()
  return {
    call({ model, usage, details }) {
      for (const { recorder, attributes, provider } of options)
        recorder.recordIn(run, model ?? asked(), usage, attributes ?? {}, {
          ...details,
          operation,
          provider: provider ?? bills ?? details.provider ?? null,
        })
    },
    failed(error) {
      for (const { recorder } of options) recorder.problem('recording_failed', 'an answer could not be read', error)
    },
  }
}
