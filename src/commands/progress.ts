import type { Io } from '../io.ts'
import type { Decimal } from '../pricing/decimal.ts'
import type { Progress } from '../read.ts'
import { resolveSources } from '../sources/resolve.ts'
import { totalSize } from '../sources/size.ts'
import type { LookOptions } from './look.ts'

export interface ProgressDisplay {
  readonly update: (progress: Progress) => void
  readonly stop: () => void
}

const SILENT: ProgressDisplay = { update: () => {}, stop: () => {} }
const REDRAW_MS = 100
/** Shorter work is done before a bar could be read. */
const SHOW_ABOVE = 64 << 20

/** A bar on stderr for long work in a terminal; nothing in CI, when piped, or when it is not wanted. */
export async function progressBar(inputs: readonly string[], options: LookOptions, io: Io): Promise<ProgressDisplay> {
  const wanted = options.progress && options.quiet !== true && io.stderr.isTTY === true
  if (!wanted || (io.env['CI'] ?? '') !== '') return SILENT
  const total = totalSize((await resolveSources(inputs, io.cwd)).sources)
  if (total < SHOW_ABOVE) return SILENT
  const { default: progress } = await import('cli-progress')
  const bar = new progress.SingleBar({
    stream: io.stderr as NodeJS.WriteStream,
    format: '{bar} {percentage}%  {done} of {size}  {rate}/s  {eta_formatted} left  {records} records{cost}',
    barsize: 24,
    gracefulExit: true,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 200,
  })
  const started = performance.now()
  const cost = costDisplay()
  let drawn = 0
  bar.start(total, 0, { done: size(0), size: size(total), rate: size(0), records: 0, cost: '' })
  return {
    update({ bytes, records, cost: costSoFar }) {
      const now = performance.now()
      if (costSoFar !== null) cost.consider(costSoFar, now)
      if (now - drawn < REDRAW_MS) return
      drawn = now
      bar.update(Math.min(bytes, total), {
        done: size(bytes),
        rate: size((bytes / Math.max(1, now - started)) * 1000),
        records: records.toLocaleString('en-US'),
        cost: cost.text,
      })
    },
    stop: () => bar.stop(),
  }
}

/** The cost so far, made anew every two seconds, and so rarely that it takes no more than a twentieth of the time. */
function costDisplay() {
  let due = 0
  const display = {
    text: '',
    consider(costSoFar: () => Decimal, now: number): void {
      if (now < due) return
      display.text = `  $${costSoFar().toFixed(2)}`
      due = now + Math.max(2000, 20 * (performance.now() - now))
    },
  }
  return display
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}
