import { anthropic } from '../formats/anthropic.ts'
import { anthropicBatch } from '../formats/anthropic-batch.ts'
import type { Format, RecordSink } from '../formats/format.ts'
import { gemini } from '../formats/gemini.ts'
import { openai } from '../formats/openai.ts'
import { usageInAnswer } from '../formats/openai-answers.ts'
import { openaiBatch } from '../formats/openai-batch.ts'
import { type JsonObject, objectAt, textAt } from '../usage/json.ts'
import type { UsageRecord } from '../usage/record.ts'
import type { CallDetails } from './log-line.ts'

/** One call as an answer of a provider states it. */
export interface AnsweredCall {
  readonly model: string | null
  /** As the provider gave it; null where the answer states none. */
  readonly usage: JsonObject | null
  readonly details: CallDetails
}

/** The call that an answer is of, read as the log format of such answers reads it. */
export function callIn(answer: JsonObject): AnsweredCall {
  const usage = usageOf(answer)
  const format = [anthropic, gemini, openai].find((candidate) => candidate.recognizes(answer))
  const record = usage === null || format === undefined ? null : recordIn(format, answer)
  const model = record?.model ?? textAt(answer, 'model') ?? textAt(answer, 'modelVersion')
  const details = record === null ? {} : detailsOf(record)
  // Of a Gemini answer without an id the format makes one from its place in a file; here there is no such place.
  return { model, usage, details: format === gemini ? { ...details, id: textAt(answer, 'responseId') } : details }
}

/** The call in one line of a batch's results, or null. */
export function batchedCallIn(line: JsonObject): AnsweredCall | null {
  const format = [openaiBatch, anthropicBatch].find((candidate) => candidate.recognizes(line))
  const record = format === undefined ? null : recordIn(format, line)
  const answer = objectAt(objectAt(line, 'response'), 'body') ?? objectAt(objectAt(line, 'result'), 'message')
  if (record === null || answer === null) return null
  return { model: record.model, usage: usageOf(answer), details: detailsOf(record) }
}

function usageOf(answer: JsonObject): JsonObject | null {
  return usageInAnswer(answer) ?? objectAt(answer, 'usageMetadata')
}

function recordIn(format: Format, answer: JsonObject): UsageRecord | null {
  const records: UsageRecord[] = []
  const sink: RecordSink = {
    at: { offset: 0, line: 1 },
    record: (record) => records.push(record),
    reject: () => {},
    folded: () => {},
    warn: () => {},
  }
  try {
    format.open({ name: '', sibling: () => null }).push(answer, sink)
  } catch {
    // Counts that are none: the recorder meets them again, and says so.
    return null
  }
  return records[0] ?? null
}

function detailsOf({ provider, identity, mode, region, fees, partial }: UsageRecord): CallDetails {
  return {
    provider,
    id: identity,
    mode: mode ?? null,
    region: region ?? null,
    partial: partial ?? false,
    ...(fees !== undefined && { fees }),
  }
}
