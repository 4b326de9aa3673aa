import type { FileResult } from '../scan/scan.ts'
import type { Warning } from './report.ts'

/** What one file lost, entry by entry, as far as its account keeps the places. */
export function fileWarnings({ source, account, warnings }: FileResult): readonly Warning[] {
  if (warnings.size === 0 && account.malformed === 0) return NONE
  const result = [...warnings].map(([code, message]) => ({ code, message: `${source.name}: ${message}` }))
  for (const { line, reason } of account.rejects) {
    const code = reason.startsWith('truncated') ? 'truncated' : 'malformed'
    result.push({ code, message: `${source.name}:${line}: ${reason}` })
  }
  const more = account.malformed - account.rejects.length
  if (more > 0)
    result.push({
      code: 'malformed',
      message: `${source.name}: ${more} more malformed ${more === 1 ? 'entry' : 'entries'}`,
    })
  return result
}

const NONE: readonly never[] = []
