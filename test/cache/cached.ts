import { join } from 'node:path'
import { expect, vi } from 'vitest'
import type { AnalyzeOptions } from '../../src/analyze.ts'
import { claudeCode } from '../../src/formats/claude-code.ts'
import type { Format } from '../../src/formats/format.ts'
import { renderJson } from '../../src/render/json.ts'
import { reportOn } from '../analyze/reporting.ts'

const LOOK = { width: null, color: false, lang: 'en' } as const
const GROUPED = { groupBy: ['session', 'model', 'file'] }

/** Tests change files faster than file systems tell times apart; a clock that is ahead makes every file an old one. */
export function withOldFiles(): void {
  const now = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 60_000)
}

/** The JSON report of everything in `logs`, with the cache beside it. */
export async function cached(folder: string, options: Partial<AnalyzeOptions> = {}): Promise<string> {
  const warn = (message: string) => expect.fail(message)
  return await report(folder, { cache: { folder: join(folder, 'cache'), warn }, ...options })
}

export async function report(folder: string, options: Partial<AnalyzeOptions> = {}): Promise<string> {
  return renderJson(await reportOn(folder, ['logs'], { ...GROUPED, ...options }), LOOK)
}

/** Without what would let the scan read entries without asking the reader. */
const { wants: _wants, repeats: _repeats, ...everyEntryAsked } = claudeCode

/** Reads lines of Claude Code and counts how many it was shown. */
export function counting(): { readonly format: Format; seen: number } {
  const counter = {
    seen: 0,
    format: {
      ...everyEntryAsked,
      name: 'counted',
      definition: 'counts what it is shown',
      open(file) {
        const reader = claudeCode.open(file)
        return {
          push(entry, sink) {
            counter.seen++
            reader.push(entry, sink)
          },
        }
      },
    } satisfies Format,
  }
  return counter
}
