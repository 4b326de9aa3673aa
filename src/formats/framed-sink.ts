import type { UsageRecord } from '../usage/record.ts'
import type { RecordSink } from './format.ts'
import { nearestAttributes, nearestTime, type Surroundings } from './surroundings.ts'

/** What an entry tells of the records inside it, for what they do not tell themselves. */
export interface Frame {
  readonly model: string | null
  readonly provider: string | null
  readonly time: number | null
  readonly attributes: NonNullable<UsageRecord['attributes']>
}

/** The frame that the objects around a record are. */
export function frameAround(around: Surroundings, named: { model: string | null; provider: string | null }): Frame {
  return { ...named, time: nearestTime(around), attributes: nearestAttributes(around) }
}

/** A sink for the reader of an entry inside another one: its records take from `frame` what they lack. */
export function framedSink(sink: RecordSink, frame: Frame): RecordSink {
  return {
    get at() {
      return sink.at
    },
    record: (record, at) =>
      sink.record(
        {
          ...record,
          model: record.model ?? frame.model,
          provider: record.provider ?? frame.provider,
          time: record.time ?? frame.time,
          attributes: { ...frame.attributes, ...record.attributes },
        },
        at,
      ),
    reject: (reason, at) => sink.reject(reason, at),
    folded: (at) => sink.folded(at),
    warn: (code, message) => sink.warn(code, message),
  }
}
