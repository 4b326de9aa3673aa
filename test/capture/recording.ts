import { UsageRecorder } from '../../src/capture/recorder.ts'

/** A recorder without a log, and what it has recorded, in order. */
export function recording() {
  const problems: string[] = []
  const recorder = new UsageRecorder({ onProblem: ({ code }) => problems.push(code) })
  const calls = () =>
    [...recorder.tracker.calls()].map(({ model, counts, partial }) => ({
      model,
      input: counts.inputTokens,
      output: counts.outputTokens,
      partial,
    }))
  return { recorder, calls, problems: () => problems }
}
