import type { JsonObject } from '../usage/json.ts'
import type { Attributes } from '../usage/record.ts'

/**
 * One line of the program's own log: one model call. Written by src/capture, read by tokencost.ts; its JSON Schema is
 * schema/log-line.schema.json. Never any text of prompts or answers.
 */
export interface LogLine {
  readonly v: 1
  /** RFC 3339. */
  readonly timestamp: string
  /** Canonical key of who bills the call. */
  readonly provider?: string
  readonly model?: string
  /** What identifies the call wherever it is logged; without it a line is never a duplicate. */
  readonly id?: string
  /** As the provider gave it; {} when it is not known. */
  readonly usage: JsonObject
  /** Wins over what lies in `usage`. */
  readonly mode?: string
  readonly region?: string
  /** The call was cut short: its counts may be too small. */
  readonly partial?: true
  /** Billed units that are no tokens, as decimal text. */
  readonly fees?: Readonly<Record<string, string>>
  readonly attributes?: Attributes
}

/** All keys that a line may have. */
export const LOG_LINE_KEYS = [
  'v',
  'timestamp',
  'provider',
  'model',
  'id',
  'usage',
  'mode',
  'region',
  'partial',
  'fees',
  'attributes',
] as const satisfies readonly (keyof LogLine)[]
