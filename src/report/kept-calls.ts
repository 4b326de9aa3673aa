import type { FileResult } from '../scan/scan.ts'
import { type Call, named, type TracedCall } from '../tracker/call.ts'
import type { CallFilter } from '../tracker/filter.ts'
import type { KeptCall } from './call-rows.ts'
import type { Ledger } from './ledger.ts'

type OriginOf = (call: Call) => Pick<KeptCall, 'file' | 'entry'>

/** Adds calls to a ledger, with the identity that they are known by in other reports, and those that the filter leaves out. */
export function addTraced(
  ledger: Ledger,
  traced: Iterable<TracedCall>,
  filter: CallFilter | null,
  { originOf, defaultModel = null }: { readonly originOf: OriginOf; readonly defaultModel?: string | null },
): void {
  for (const trace of traced) {
    const { call } = trace
    const verdict = filter === null ? 'admitted' : filter.verdictOn(named(call, defaultModel))
    if (verdict === 'admitted') ledger.add(call, trace)
    else ledger.leftOut.push({ trace, call, ...originOf(call), timeless: verdict === 'timeless' })
  }
}

/** Says where a call stands. Entries that are counted as something else than records have no place. */
export function originsIn(results: readonly FileResult[], digests: ReadonlyMap<FileResult, string>): OriginOf {
  const files = results.map((result) => ({ name: result.source.name, sha256: digests.get(result) ?? null }))
  return ({ file, offset }) => ({
    file: files[file]!,
    entry: results[file]!.account.mixed.has(offset) ? null : offset,
  })
}
