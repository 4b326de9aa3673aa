import type { EntryTeller } from './entry-teller.ts'
import { type Kernel, STOPPED } from './kernel.ts'
import type { ReadWindow } from './read-window.ts'

/** Tells as many whole lines as the kernel can read, of at most `longest` bytes, and consumes them. */
export function passLines(kernel: Kernel, window: ReadWindow, teller: EntryTeller, longest: number): void {
  for (;;) {
    const { every } = teller
    const base = window.offsetOf(-kernel.base)
    const to = kernel.scan(teller.root, every, window.start, window.end, longest, base)
    const { others, rows, found, stopped } = kernel
    if (every) teller.seen(others, stopped === STOPPED.line)
    teller.others(others)
    if (rows + found > 0) teller.rows(base, window.line)
    if (others + rows + found > 0) window.consumeLines(to, others + rows + found)
    if (stopped !== STOPPED.full) return
  }
}
