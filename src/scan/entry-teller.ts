import type { BrokenReason, EntryListener } from './entry-listener.ts'

/** Tells the listener of a file what was found, so that each entry, and each long line of text, is counted once. */
export class EntryTeller {
  /** Inside a long line of text: whether anything of it has been told. */
  text: 'no' | 'untold' | 'told' = 'no'
  private listener!: EntryListener
  readonly showAll: boolean

  /** `showAll`: the listener is shown entries without a needle too, where otherwise it is only told how many there are. */
  constructor(showAll: boolean) {
    this.showAll = showAll
  }

  /** At the start of a file. */
  begin(listener: EntryListener): void {
    this.listener = listener
    this.text = 'no'
  }

  repeated(bytes: Buffer, from: number, to: number, offset: number): boolean {
    const is = this.listener.repeated?.(bytes, from, to, offset) ?? false
    if (is && this.text === 'untold') this.text = 'told'
    return is
  }

  /** With a needle. */
  marked(bytes: Buffer, from: number, to: number, offset: number, line: number, isObject: boolean): void {
    if (this.text === 'untold') this.text = 'told'
    if (isObject) this.listener.entry(bytes, from, to, offset, line)
    else this.listener.text(bytes, from, to, offset, line)
  }

  unmarked(bytes: Buffer, from: number, to: number, line: number): void {
    if (this.text === 'told') return
    if (this.text === 'untold') this.text = 'told'
    if (this.showAll) this.listener.unmarked?.(bytes, from, to, line)
    else this.listener.others(1)
  }

  value(bytes: Buffer, from: number, to: number, offset: number, line: number, marked: boolean): void {
    if (marked) this.marked(bytes, from, to, offset, line, bytes[from] === OPEN_OBJECT)
    else this.unmarked(bytes, from, to, line)
  }

  others(count: number): void {
    if (count > 0) this.listener.others(count)
  }

  get root(): number {
    return this.listener.root ?? 0
  }

  get every(): boolean {
    return this.listener.every ?? false
  }

  seen(passed: number, stranger: boolean): void {
    this.listener.seen?.(passed, stranger)
  }

  passed(bytes: Buffer, from: number, to: number): void {
    this.listener.passed?.(bytes, from, to)
  }

  rows(base: number, line: number): void {
    this.listener.rows!(base, line)
  }

  broken(line: number, marked: boolean, reason: BrokenReason): void {
    if (this.text === 'untold') this.text = 'told'
    this.listener.broken(line, marked, reason)
  }
}

const OPEN_OBJECT = 123
