/** What the entry reader found, in file order: in bytes[from, to), which are valid only during the call. */
export interface EntryListener {
  /** An object, with a needle or without, that may be like the one before it, and then has one. True: it is, and is counted. */
  repeated?(bytes: Buffer, from: number, to: number, offset: number): boolean
  /** An entry with a needle that is a JSON object as far as its ends tell. */
  entry(bytes: Buffer, from: number, to: number, offset: number, line: number): void
  /** A line of text with a needle, or a JSON value with one that is no object. */
  text(bytes: Buffer, from: number, to: number, offset: number, line: number): void
  /** An entry or line of text without a needle; only from a reader that shows all. */
  unmarked?(bytes: Buffer, from: number, to: number, line: number): void
  /** The tree by which the kernel may read lines with a needle at once; 0 = none. */
  readonly root?: number
  /** Whether lines without a needle are worth reading too. */
  readonly every?: boolean
  /**
   * Lines that the kernel read by that tree, as its rows and records say; `base`: how much further on in the file an address of
   * theirs lies; `line`: where it began.
   */
  rows?(base: number, line: number): void
  /** When every line is read: how many were passed over, and whether then came one that was not known. */
  seen?(passed: number, stranger: boolean): void
  /** An object without a needle, counted already, that may tell what to know others by. */
  passed?(bytes: Buffer, from: number, to: number): void
  /** So many entries and lines of text without a needle. */
  others(count: number): void
  /** Something that begins like JSON and is broken. `candidate`: it has a needle. */
  broken(line: number, candidate: boolean, reason: BrokenReason): void
}

export type BrokenReason =
  | 'not valid JSON'
  | 'truncated: the file ends inside it'
  | 'too large'
  | 'too long a line of text'
