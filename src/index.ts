/** The library: everything that tokencost promises to other programs. Nothing here prints, exits or reads the process. */
export { type Analysis, type AnalyzeOptions, analyze } from './analyze.ts'
export { type FinishEvent, recordOnFinish, type UsageMiddleware, usageMiddleware } from './capture/ai-sdk.ts'
export {
  type BudgetEvent,
  BudgetExceededError,
  type BudgetOptions,
  type Remaining,
  type Spent,
} from './capture/budget.ts'
export type { TrackOptions } from './capture/call-sink.ts'
export type { CallDetails } from './capture/log-line.ts'
export { type MeterLike, openTelemetryMetrics, type UsageMetrics } from './capture/opentelemetry.ts'
export type { CaptureProblem, OnProblem, ProblemCode } from './capture/problems.ts'
export { type RecorderOptions, UsageRecorder } from './capture/recorder.ts'
export { type RunHandle, type RunOptions, run, runAtHand } from './capture/run.ts'
export { track } from './capture/track.ts'
export { trackFetch } from './capture/tracked-fetch.ts'
export { type ErrorKind, EXIT, type ExitCode, TokencostError } from './errors.ts'
export type { Format } from './formats/format.ts'
export { FORMATS } from './formats/index.ts'
export { Decimal } from './pricing/decimal.ts'
export { type CostOptions, ModelPricing, type PriceOptions, type Tokens } from './pricing/model-pricing.ts'
export type { MatchKind, PriceBucket } from './pricing/priced.ts'
export { HypotheticalPricing, type WhatIf } from './pricing/what-if.ts'
export type { Progress, ReadOptions } from './read.ts'
export { RENDERERS, rendererByName } from './render/index.ts'
export type { Render, Renderer, RenderOptions } from './render/renderer.ts'
export type * from './report/gate.ts'
export { checkGates } from './report/gate-check.ts'
export type * from './report/insights.ts'
export type { InsightChoice } from './report/insights-of.ts'
export type * from './report/report.ts'
export { parseSavedReport } from './report/saved-report.ts'
export type { ModelUsage, UsageSummary } from './tracker/model-sums.ts'
export { TokenUsageTracker } from './tracker/tracker.ts'
export type { TokenCounts } from './usage/counts.ts'
export type { Attributes, UsageRecord } from './usage/record.ts'
