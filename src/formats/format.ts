import type { CountSums } from '../usage/count-sums.ts'
import type { TokenCounts } from '../usage/counts.ts'
import type { Descriptor } from '../usage/descriptor.ts'
import type { Hash } from '../usage/hash.ts'
import type { JsonObject } from '../usage/json.ts'
import type { AttributeName, Attributes, UsageRecord } from '../usage/record.ts'
import type { Wants } from '../usage/wants.ts'
import type { RunningTotal } from './running-total.ts'

/**
 * The second axis: log formats, the envelopes around usage payloads. A format says where the payload lies in an entry
 * and what identifies a call. One file per format, one row in FORMATS, fixtures for each trap; nothing else.
 *
 * An entry is one JSON object: a line of JSONL, an element of a top-level array, a whole document, an SSE `data:` line.
 */
export interface Format {
  /** Lower-case and stable, as `--input-format` takes it: 'claude-code'. */
  readonly name: string
  /** What wrote such logs, one phrase: 'Claude Code sessions'. */
  readonly title: string
  /** One real-looking entry with usage, as it stands in a file. */
  readonly example: string
  /**
   * ASCII byte strings; every entry that this format wants to see contains at least one of them. Entries with none of any
   * format's needles never lead to a record. Payload markers are needles of every format already; name here what else is
   * wanted: state lines without usage (`"turn_context"`), counts under unusual keys.
   */
  readonly needles: readonly string[]
  /**
   * True when each entry stands alone: no state, no neighbour, no update sequence. Only then are lines free to be
   * shuffled and byte ranges of one file read by several workers.
   */
  readonly selfContained: boolean
  /**
   * All keys that `recognizes` and the reader look at. With it, entries are not parsed whole but read for these keys: fast.
   * Absent: what an entry holds is not known beforehand.
   */
  readonly wants?: Wants
  /** For readers that look at each entry alone: what an entry may have of its own when it repeats another. */
  readonly repeats?: Repeated
  /**
   * For readers that must be asked about each entry, or are asked for nothing: how entries are like others before them. Not beside
   * `repeats`: the kernel counts the lines of either, not of both.
   */
  readonly recurs?: Recurring
  /** What it was made from, where it is none of FORMATS: equal texts, equal reading. Absent: what it finds is not cached. */
  readonly definition?: string
  /** For docs/FORMATS.md: what identifies a call, and what is left out because it repeats other numbers. */
  readonly docs: { readonly identity: string; readonly counts: string; readonly ignores: string }
  /** True when the entry has this format's shape, with or without usage. Shapes exclude one another (a test tries all). */
  recognizes(entry: JsonObject): boolean
  /** A reader for one file. State of cumulative counters lives in its closure. */
  open(file: FileContext): FormatReader
}

/** Where an entry says what a record has of its own. Paths are those of `wants`: 'message.usage'. */
export interface CallPaths {
  /** The text that is the record's identity wherever it stands and is not empty. */
  readonly identity: string
  /** What is the record's time, as `timeOf` reads it. */
  readonly time: string
  /** The usage object, and how the counts follow from its keys, of which nothing else depends. */
  readonly usage: string
  readonly sums: CountSums
}

/**
 * Where an entry that leads to one record may differ from another without leading to anything but the same record with
 * other counts, another identity, another time and other attributes. Of `sums` there may be 16 keys: src/scan/line-shape.ts.
 */
export interface Repeated extends CallPaths {
  /** Texts that are attributes of the record wherever they are not empty: { sessionId: 'session' }. */
  readonly attributes: { readonly [path: string]: AttributeName }
  /** Paths under which anything but null makes an entry like no other. */
  readonly unless: readonly string[]
  /** Texts that nothing of the record depends on. */
  readonly ignored: readonly string[]
}

/**
 * How entries recur that hold what another one held, but for values of their own. They are not read anew: these values are
 * put into the entry that was read, and the reader is shown that one again, unless `restates` or `byValue` spares that. So it
 * must keep no object of an entry.
 */
export interface Recurring {
  /**
   * Paths of `wants` under which a number or a text may be an entry's own. Where whole values are wanted and it is an object or
   * an array, all numbers in it may be.
   */
  readonly varies: readonly string[]
  /**
   * Of an entry that the format recognizes. 'nothing': the reader tells nothing of it, and nothing else of others for it.
   * 'again': entries like it may be shown to the reader as told above; such an entry holds a needle in what is wanted of it,
   * so that none like it is without.
   */
  kindOf(entry: JsonObject): 'nothing' | 'again' | null
  /**
   * Asked with what is wanted of an entry, and of all other keys that they are there (`isClosed`): true when its keys tell that the
   * format recognizes it, and none before it among FORMATS would, so that it is of this format in any file. `kindOf` it is 'again'.
   * Absent = this is not known of any.
   */
  isUnmistakable?(entry: JsonObject): boolean
  /** Of which entries shown again it is known what record follows; absent = of none. */
  readonly restates?: Restated
  /** Which entries shown again the reader takes by their values; absent = none. */
  readonly byValue?: ByValue
  /** For entries of no format that stand beside those of this one. */
  readonly beside?: Beside
  /**
   * True when other keys than those of `wants` matter: of these it is told that they are there, not what stands there. Absent =
   * where there is `beside`.
   */
  readonly isClosed?: boolean
}

/**
 * Entries that lead to one record: another one that differs in identity, time and counts alone leads to the same record with
 * these. The kernel makes their calls, and the reader is not asked.
 */
export interface Restated extends CallPaths {
  /** False for an entry of which all this need not be true: it is shown to the reader. */
  holds(entry: JsonObject): boolean
  /** Texts of which each is the record's identity wherever it stands at that path, as this one is; null = it cannot be said. */
  identitiesLike(text: string): TextKind | null
  /** The key of the usage object that states input and output together. Where it says anything else, the reader is asked. */
  readonly total: string
}

/** ASCII texts, by the letters that may stand in them. */
export interface TextKind {
  /** At each place a certain one, or any letter of a word, digit, underscore or hyphen, or any hexadecimal digit. */
  readonly letters: readonly (string | 'word' | 'hex')[]
  /** Whether more of the last kind may follow. */
  readonly isOpen: boolean
  /** So often the same one may stand in a row. */
  readonly mostInARow: number
}

/**
 * Entries whose like is not shown to the reader: it is told what each has of its own, of many at once, by `pushRows`. Paths are some
 * of `varies`.
 */
export interface ByValue {
  /** False for an entry that the reader has to be shown. */
  isFor(entry: JsonObject): boolean
  /** Where the text is that is an entry's time; entries without one are shown. */
  readonly time: string
  /** Where the numbers are that are all else of its own. */
  readonly numbers: readonly string[]
}

/** What calls have in common. Whoever tells of many gives the same object again as long as nothing in it changes. */
export interface CallsAlike {
  readonly descriptor: Descriptor
  readonly attributes: Attributes
}

/** What entries have of their own that follow one another and are like one that was read. They are numbered from 0 on. */
export interface OwnRows {
  /** Where the entry stands. */
  place(row: number): EntryPlace
  /** Milliseconds since 1970; null = it is not written as it mostly is. */
  time(row: number): number | null
  /** The time as it is written. */
  timeText(row: number): string
  /** A number, by its index in `numbers` of ByValue; null where none stands. */
  number(row: number, index: number): number | null
  /** Has calls made of them, from the first one on, up to one that is unusual: their numbers are a running total. */
  take(totals: RunningRows): TakenRows
}

/** How rows with values of a running total become calls: each of what was used since the one before. Numbers are named by index. */
export interface RunningRows {
  /** Of the entries before them; afterwards it has the total of the last row that was taken. */
  readonly counter: RunningTotal
  readonly like: CallsAlike
  /** At which number each of COUNTS stands, of the total, which states input and output, and of the last call; below 0 = at none. */
  readonly total: readonly number[]
  readonly last: readonly number[]
  /** How the hash of their identities begins; the time follows, as it is written, and of the total `#input+output`. */
  readonly identity: Hash
  /** The least time in ms since 1970, and the least of the numbers at `index`, where rows have it: one with less is unusual. */
  readonly least: { readonly time: number; readonly index: number; readonly number: number }
}

export interface TakenRows {
  /** How many, from the first one on. */
  readonly length: number
  /** The last one that states a call, and its counts: that is for the reader to tell. All others are told. null = none does. */
  readonly latest: { readonly row: number; readonly counts: TokenCounts } | null
}

/** Entries that no format recognizes, and of which nothing is told. */
export interface Beside {
  /** Paths of `wants` under which it only matters that no other key stands, and no container in another place. */
  readonly quiet: readonly string[]
  /** Asked with what is wanted of an entry. */
  isIdle(entry: JsonObject): boolean
}

export interface FileContext {
  /** The path as it will be reported; '-' for standard input. */
  readonly name: string
  /**
   * The text of a neighbouring file (`api_conversation_history.json`), or null where there is none, where it is larger
   * than 64 MiB, or where the source is no file.
   */
  sibling(name: string): string | null
}

export interface FormatReader {
  /** Called for each recognized entry, in file order. A MalformedUsage thrown here makes the entry malformed. */
  push(entry: JsonObject, sink: RecordSink): void
  /**
   * The same as `push` of entries like this one, each with the values of a row in place of those that stand in it, one after the
   * other, as far as they are usual. The result is how many; when it is 0, the first of them is shown. What they state is told to
   * the rows; only what was found in earlier entries, to the sink. For formats with `byValue`, and only for such entries.
   */
  pushRows?(entry: JsonObject, rows: OwnRows, sink: RecordSink): number
  /** Called once after the last entry, for formats that can decide only then. */
  close?(sink: RecordSink): void
}

/** Where a reader puts what it found in the entry at hand. */
export interface RecordSink {
  /** Where that entry stands; to be kept and given back to `record` by readers that decide in `close`. */
  readonly at: EntryPlace
  /** One call or total. An entry that calls neither this nor `reject` nor `folded` counts as `other`. */
  record(record: UsageRecord, at?: EntryPlace): void
  /** Usage of this entry that could not be counted; what was recorded from it stays. `reason` never quotes the log. */
  reject(reason: string, at?: EntryPlace): void
  /** The entry states a call that this reader already knows and has not recorded again (a replay, a re-emitted total). */
  folded(at?: EntryPlace): void
  /** A fact about this file that the reader of the report should know, once per code and file. */
  warn(code: string, message: string): void
}

/** An entry's place, opaque to formats: the byte offset and the line it begins on. */
export interface EntryPlace {
  readonly offset: number
  /** 1-based. */
  readonly line: number
}
