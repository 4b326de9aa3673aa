import type { EntryTeller } from './entry-teller.ts'
import { type Kernel, STOPPED } from './kernel.ts'
import type { ReadWindow } from './read-window.ts'

/** Tells as many whole lines as the kernel can read, of at most `longest` bytes, and consumes them. */
export function passLines(kernel: Kernel, window: ReadWindow, teller: EntryTeller, longest: number): void {
  for (;;) {
    const { every } = teller
    const to = kernel.scan(teller.root, every, window.start, window.end, longest)
    const { others, rows, stopped } = kernel
    if (every) teller.seen(others, stopped === STOPPED.line)
    teller.others(others)
    if (rows > 0) teller.rows((address) => window.offsetOf(kernel.positionOf(address)), window.line)
    if (others + rows > 0) window.consumeLines(to, others + rows)
    if (stopped !== STOPPED.full) return
  }
}
